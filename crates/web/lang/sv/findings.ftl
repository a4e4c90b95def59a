# Fynd: vad som sågs, och vad som talar för och emot.
look-findings = Fynd
look-findings-ranked = Användare rangordnade för utvärdering
action-read-findings = Såg fynd
may-read-findings = Se fynd och vad de bygger på
finding-unexplained = { $n ->
    [one] Slog upp { $count } person utan att något förklarar det; väntat { $expected }.
   *[other] Slog upp { $count } personer utan att något förklarar det; väntat { $expected }.
 }
finding-pictures = { $n ->
    [one] Hämtade bilder på { $count } person; väntat { $expected }.
   *[other] Hämtade bilder på { $count } personer; väntat { $expected }.
 }
finding-register = { $n ->
    [one] Slog upp { $count } person i folkbokföringen utan förklaring; väntat { $expected }.
   *[other] Slog upp { $count } personer i folkbokföringen utan förklaring; väntat { $expected }.
 }
finding-sensitive = { $n ->
    [one] Såg känsliga uppgifter om { $count } person utan förklaring; väntat { $expected }.
   *[other] Såg känsliga uppgifter om { $count } personer utan förklaring; väntat { $expected }.
 }
finding-people = { $n ->
    [one] Slog upp { $count } person totalt; väntat { $expected }.
   *[other] Slog upp { $count } personer totalt; väntat { $expected }.
 }
finding-close-oneself = Slog upp sig själv.
finding-close-kin = { $count } av dem hör till den egna familjen eller det egna hushållet.
finding-close-former-address = { $count } av dem har tidigare haft samma adress som användaren.
finding-close-street = { $count } av dem bor på samma gata som användaren.
finding-close-surname = { $count } av dem har samma efternamn som användaren.
finding-close-colleague = { $count } av dem är själva användare av systemen.
finding-public-eye = { $count } av dem är i offentlighetens ljus.
finding-again = En person slogs upp utan förklaring på { $count } olika dagar de senaste elva veckorna.
finding-own-record-of-another = { $n ->
    [one] Sidan för egna uppgifter visade en annan person ({ $count } dag).
   *[other] Sidan för egna uppgifter visade en annan person ({ $count } dagar).
 }
finding-own-change = { $n ->
    [one] Ändrade uppgifter om sig själv ({ $count } dag).
   *[other] Ändrade uppgifter om sig själv ({ $count } dagar).
 }
finding-after-leaving = { $n ->
    [one] Kontot användes efter att anställningen hade upphört ({ $count } dag).
   *[other] Kontot användes efter att anställningen hade upphört ({ $count } dagar).
 }
finding-in-absence = { $n ->
    [one] Kontot användes medan användaren var registrerad som frånvarande ({ $count } dag).
   *[other] Kontot användes medan användaren var registrerad som frånvarande ({ $count } dagar).
 }
finding-dormant = { $n ->
    [one] Ett konto som inte hade använts på ett halvår togs i bruk ({ $count } dag).
   *[other] Ett konto som inte hade använts på ett halvår togs i bruk ({ $count } dagar).
 }
finding-foreign-desk = { $n ->
    [one] Kontot användes från en dator där någon på en annan enhet sitter ({ $count } dag).
   *[other] Kontot användes från en dator där någon på en annan enhet sitter ({ $count } dagar).
 }
finding-desk-nearby = { $n ->
    [one] Kontot användes från en kollegas dator på samma enhet ({ $count } dag).
   *[other] Kontot användes från en kollegas dator på samma enhet ({ $count } dagar).
 }
finding-two-desks = { $n ->
    [one] Kontot användes från två datorer samtidigt ({ $count } dag).
   *[other] Kontot användes från två datorer samtidigt ({ $count } dagar).
 }
finding-nothing-written = { $n ->
    [one] Ingenting registrerades om { $count } person som slogs upp utan förklaring.
   *[other] Ingenting registrerades om någon av de { $count } personer som slogs upp utan förklaring.
 }
finding-explained = { $n ->
    [one] { $count } annan person slogs upp med en förklaring.
   *[other] { $count } andra personer slogs upp med en förklaring.
 }
finding-written = Om { $count } av dem registrerades något.
finding-usual-places = { $count } av dem hör till avdelningar som användaren eller kollegerna ofta slår upp i.
finding-unrecorded-work = Det var lika mycket arbete som vanligt, men lite av det är registrerat: kanske ett uppdrag som inte fördes in.
finding-missing-relations = Katalogen har inga ärenden, bokningar eller andra relationer: den kan inte förklara uppslag med dem.
finding-missing-assignments = Katalogen har inga utlåningar, jourer eller team: den kan inte förklara uppslag med dem.
finding-nothing-against = Inget talar emot.
