# Funn: hva som ble sett, og hva som taler for og imot.
look-findings = Funn
look-findings-ranked = Brukere rangert for evaluering
action-read-findings = Så funn
may-read-findings = Se funn og hva de bygger på
finding-unexplained = { $n ->
    [one] Slo opp { $count } person uten at noe forklarer det; ventet { $expected }.
   *[other] Slo opp { $count } personer uten at noe forklarer det; ventet { $expected }.
 }
finding-pictures = { $n ->
    [one] Hentet bilder av { $count } person; ventet { $expected }.
   *[other] Hentet bilder av { $count } personer; ventet { $expected }.
 }
finding-register = { $n ->
    [one] Slo opp { $count } person i folkeregisteret uten forklaring; ventet { $expected }.
   *[other] Slo opp { $count } personer i folkeregisteret uten forklaring; ventet { $expected }.
 }
finding-sensitive = { $n ->
    [one] Så følsomme opplysninger om { $count } person uten forklaring; ventet { $expected }.
   *[other] Så følsomme opplysninger om { $count } personer uten forklaring; ventet { $expected }.
 }
finding-people = { $n ->
    [one] Slo opp { $count } person i alt; ventet { $expected }.
   *[other] Slo opp { $count } personer i alt; ventet { $expected }.
 }
finding-close-oneself = Slo opp seg selv.
finding-close-kin = { $count } av dem er i egen familie eller husstand.
finding-close-former-address = { $count } av dem har hatt samme adresse som brukeren før.
finding-close-street = { $count } av dem bor i samme gate som brukeren.
finding-close-surname = { $count } av dem har samme etternavn som brukeren.
finding-close-colleague = { $count } av dem er selv brukere av systemene.
finding-public-eye = { $count } av dem er i offentlighetens søkelys.
finding-again = Én person ble slått opp uten forklaring på { $count } forskjellige dager de siste elleve ukene.
finding-own-record-of-another = { $n ->
    [one] Siden for egne opplysninger viste en annen person ({ $count } dag).
   *[other] Siden for egne opplysninger viste en annen person ({ $count } dager).
 }
finding-own-change = { $n ->
    [one] Endret opplysninger om seg selv ({ $count } dag).
   *[other] Endret opplysninger om seg selv ({ $count } dager).
 }
finding-after-leaving = { $n ->
    [one] Kontoen ble brukt etter at ansettelsen var over ({ $count } dag).
   *[other] Kontoen ble brukt etter at ansettelsen var over ({ $count } dager).
 }
finding-in-absence = { $n ->
    [one] Kontoen ble brukt mens brukeren var registrert fraværende ({ $count } dag).
   *[other] Kontoen ble brukt mens brukeren var registrert fraværende ({ $count } dager).
 }
finding-dormant = { $n ->
    [one] En konto som ikke hadde vært brukt på et halvt år, ble tatt i bruk ({ $count } dag).
   *[other] En konto som ikke hadde vært brukt på et halvt år, ble tatt i bruk ({ $count } dager).
 }
finding-foreign-desk = { $n ->
    [one] Kontoen ble brukt fra en PC der noen i en annen enhet sitter ({ $count } dag).
   *[other] Kontoen ble brukt fra en PC der noen i en annen enhet sitter ({ $count } dager).
 }
finding-desk-nearby = { $n ->
    [one] Kontoen ble brukt fra en kollegas PC i samme enhet ({ $count } dag).
   *[other] Kontoen ble brukt fra en kollegas PC i samme enhet ({ $count } dager).
 }
finding-two-desks = { $n ->
    [one] Kontoen ble brukt fra to PC-er samtidig ({ $count } dag).
   *[other] Kontoen ble brukt fra to PC-er samtidig ({ $count } dager).
 }
finding-nothing-written = { $n ->
    [one] Ingenting ble registrert om { $count } person som ble slått opp uten forklaring.
   *[other] Ingenting ble registrert om noen av de { $count } personene som ble slått opp uten forklaring.
 }
finding-explained = { $n ->
    [one] { $count } annen person ble slått opp med en forklaring.
   *[other] { $count } andre personer ble slått opp med en forklaring.
 }
finding-written = Om { $count } av dem ble det registrert noe.
finding-usual-places = { $count } av dem hører til avdelinger som brukeren eller kollegene ofte slår opp i.
finding-unrecorded-work = Det var så mye arbeid som vanlig, men lite av det er registrert: kanskje et oppdrag som ikke ble ført.
finding-missing-relations = Katalogen har ingen saker, avtaler eller andre forhold: den kan ikke forklare oppslag med dem.
finding-missing-assignments = Katalogen har ingen lån, vakter eller team: den kan ikke forklare oppslag med dem.
finding-nothing-against = Ingenting taler imot.
