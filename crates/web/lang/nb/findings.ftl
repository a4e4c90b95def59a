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
nav-findings = Funn
tab-findings = Funn
tab-findings-settled = Avklarte behov
tab-findings-records = Feil i registrene
look-findings-kept = Listen over funn
look-findings-settled = Avklarte behov
look-findings-records = Feil i registrene
look-finding = Et funn
look-finding-opened = Åpnet et funn
look-finding-decided = Avgjorde et funn
action-decide-finding = Avgjorde et funn
may-decide-finding = Avgjøre hva som blir av et funn
action-evaluate-log = Evaluerte loggen
may-evaluate-log = Sette i gang evaluering av loggen
rule-reviewer-decides-findings = Loggkontrollører avgjør hva som blir av funn: forklart, fulgt eller en sak.
rule-log-is-evaluated = Loggkontrollører og lederen for loggkontrollen kan sette i gang evaluering av loggen. Hva den gir, ser bare loggkontrollører.
found-word = Funn
found-word-decision = Avgjørelse
found-number = Funn { $number }
found-user = en bruker
found-user-in = bruker i { $unit }
found-fair = Et oppslag her er ikke i seg selv et brudd. Den som er nevnt, kan ha hatt tjenstlig behov; det du ser på her, logges.
found-waiting = { $n ->
    [one] { $count } funn venter på en avgjørelse.
   *[other] { $count } funn venter på en avgjørelse.
 }
front-no-findings = Ingen funn venter.
front-open-findings = Se funnene
found-evaluated = Loggen ble sist evaluert { $when }, for { $from } til { $to }: { $weeks } brukeruker ble vurdert, og { $reported } av dem er rapportert.
found-rule = Av det som rapporteres, ventes høyst om lag ett av fem å være vanlig arbeid.
found-due = Siden er loggen fullstendig til { $to }: det som er nytt, vurderes i natt.
found-never = Loggen er ikke evaluert ennå. Det skjer hver natt, så snart en uke er over.
found-runs = Loggen evalueres nå. Last siden på nytt om litt.
found-evaluate = Evaluer loggen nå
found-none-yet = Her står funn når loggen er evaluert.
found-col-finding = Funn
found-col-what = Hva
found-col-when = Når
found-col-state = Status
found-col-kind = Mest om
found-col-unit = Avdeling
found-col-weeks = Uker
found-col-people = Personer uten forklaring
found-col-expected = Ventet
found-col-until = Gjelder til og med
found-col-decided = Avgjort
found-col-decided-by = Avgjort av
found-col-systems = Systemer
found-col-missing = Mangler i katalogen
found-col-said = Hva som var galt eller manglet
found-col-week-alone = Uken alene
found-col-together = Alt siden oppfølgingen begynte
found-weeks = { $n ->
    [one] { $count } uke
   *[other] { $count } uker
 }
found-state-open = Venter på avgjørelse
found-state-followed = Følges over tid
found-state-explained = Forklart
found-state-case = Ble en sak
found-act-opened = Åpnet
found-act-followed = Følges over tid
found-act-need = Forklart: tjenstlig behov
found-act-records-error = Forklart: feil i registrene
found-act-unclear = Uavklart
found-act-case = Ble en sak
found-act-undone = Avgjørelsen ble angret
found-how-need = Tjenstlig behov. Det samme (samme bruker, personer og grunn) gir ikke nytt funn på et halvt år.
found-how-records-error = Registrene er feil eller mangler noe. Det står da i listen over feil i registrene, ikke på brukeren.
found-how-unclear = Det lar seg ikke avklare.
found-until = Gjelder til og med { $day }
found-kind-unexplained = Oppslag uten forklaring
found-kind-again = Samme person igjen og igjen
found-kind-public_eye = Personer i offentlighetens søkelys
found-kind-pictures = Mange bilder
found-kind-register = Oppslag i folkeregisteret
found-kind-sensitive = Følsomme opplysninger
found-kind-people = Mange personer
found-kind-oneself = Eget oppslag
found-kind-kin = Familie eller husstand
found-kind-former_address = Tidligere felles adresse
found-kind-street = Samme gate
found-kind-surname = Samme etternavn
found-kind-colleague = Kolleger
found-kind-own_record_of_another = Egen side viste en annen
found-kind-own_change = Endring på seg selv
found-kind-after_leaving = Bruk etter fratredelse
found-kind-in_absence = Bruk under fravær
found-kind-dormant_account = Konto som lå ubrukt
found-kind-foreign_desk = PC i en annen enhet
found-kind-desk_nearby = En kollegas PC
found-kind-two_desks = To PC-er samtidig
found-fallen = Grunnlaget er falt bort
found-fallen-week = Grunnlaget for uken fra { $day } er falt bort etter det som siden er blitt kjent. Nå står det: { $now }
found-fallen-nothing = ingenting uten forklaring.
found-week-reported = Rapportert
found-week-followed = Fulgt, ikke rapportert
found-week-of-finding = Uken er med i funnet
found-for = Taler for
found-against = Taler imot
found-more-for = Flere forhold
found-likely = En slik uke er om lag { $times } ganger så sannsynlig ved uberettiget bruk som i vanlig arbeid.
found-likely-more = En slik uke er mer enn { $times } ganger så sannsynlig ved uberettiget bruk som i vanlig arbeid.
found-likely-alike = En slik uke er ikke mer sannsynlig ved uberettiget bruk enn i vanlig arbeid.
found-likely-how = Tallet er ukens vekt delt på det som ukene til alle brukere i snitt veide i de siste 13 ukene før. Det er et anslag og ikke et bevis: det sier ingenting om at brukeren har gjort noe galt.
found-followed-nothing = Fulgt siden { $day }. Ingen hel uke er vurdert siden.
found-followed-not-yet = Fulgt siden { $day }. Alle ukene siden da sammen: { $likely } Det er ikke nok til å si at det er styrket.
found-followed-strengthened = Styrket. Fulgt siden { $day }. Alle ukene siden da sammen: { $likely }
found-picture = Personer uten forklaring, uke for uke
found-picture-note = Brukerens egen normale uke har { $median }; båndet går fra { $low } til { $high }. Uker som er med i funnet, har en rute.
found-people = Hvem det gjelder
found-people-none = Det gjelder ingen bestemt person.
found-people-all = { $n ->
    [one] { $count } person.
   *[other] { $count } personer.
 }
found-people-cut = { $n ->
    [one] { $count } person, her { $shown }.
   *[other] { $count } personer, her de { $shown } som betyr mest.
 }
found-events = Enkelthendelsene
found-events-all = { $n ->
    [one] { $count } hendelse.
   *[other] { $count } hendelser.
 }
found-others = Andre funn og saker om brukeren
found-acts = Hva som er gjort
found-next = Hva blir det av det?
found-open-title = Åpne funnet
found-open = Åpne
found-open-about = Hvem brukeren er, vises når du har skrevet hva du skal med det. Det logges med navnet ditt.
found-explain = Forklart …
found-explain-about = Si hva som forklarer oppslagene, og hvordan du vet det. Du kan angre i { $hours } timer.
found-explained-how = Hva slags forklaring er det?
found-follow = Følg over tid
found-follow-about = Alle uker som kommer, legges til, også de som ikke rapporteres. Du kan angre i { $hours } timer.
found-undo = Angre avgjørelsen
found-undo-about = Funnet venter igjen. Både avgjørelsen og at den ble angret, blir stående. Det kan gjøres i { $hours } timer.
found-join-case = Legg til i den åpne saken
found-decide = Lagre avgjørelsen
found-reason = Begrunnelse
found-missing = Ikke i katalogen: { $files }
found-settled-lead = Det som er avklart her, gir ikke nytt funn før datoen: samme bruker, samme personer, samme grunn.
found-settled-none = Ingenting er avklart for tiden.
found-records-lead = Oppslag som så uforklarte ut fordi registrene var feil eller manglet noe. De gjelder systemene, ikke brukerne.
found-records-none = Ingen feil er meldt.
found-case-text = Funn { $number }, { $days }. { $for } { $against }
found-case-against = Taler imot: { $against }
problem-no-such-finding = Det finnes ikke noe slikt funn, eller det er ikke ditt å se.
problem-finding-erased = Den funnet gjelder, er slettet.
problem-finding-decision = Velg hva som skal bli av funnet.
problem-finding-not-now = Det kan ikke avgjøres slik nå. Last siden på nytt.
problem-finding-not-opened = Åpne funnet først.
problem-finding-reason = Skriv en begrunnelse på høyst { $max } tegn.
problem-finding-taken = En annen gjorde noe med funnet samtidig. Last siden på nytt.
problem-evaluation = Evalueringen kunne ikke settes i gang.
problem-evaluation-nothing = Loggen har ingen hel uke som kan vurderes ennå.
problem-evaluation-runs = Loggen evalueres allerede.
