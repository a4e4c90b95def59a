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
nav-findings = Fynd
tab-findings = Fynd
tab-findings-settled = Klarlagda behov
tab-findings-records = Fel i registren
look-findings-kept = Listan över fynd
look-findings-settled = Klarlagda behov
look-findings-records = Fel i registren
look-finding = Ett fynd
look-finding-opened = Öppnade ett fynd
look-finding-decided = Avgjorde ett fynd
action-decide-finding = Avgjorde ett fynd
may-decide-finding = Avgöra vad som blir av ett fynd
action-evaluate-log = Utvärderade loggen
may-evaluate-log = Sätta i gång utvärdering av loggen
rule-reviewer-decides-findings = Loggranskare avgör vad som blir av fynd: förklarat, följt eller ett ärende.
rule-log-is-evaluated = Loggranskare och chefen för loggranskningen kan sätta i gång utvärdering av loggen. Vad den ger ser bara loggranskare.
found-word = Fynd
found-word-decision = Avgörande
found-number = Fynd { $number }
found-user = en användare
found-user-in = användare i { $unit }
found-fair = En slagning här är inte i sig en överträdelse. Den som nämns kan ha haft behov i tjänsten; det du ser här loggas.
found-waiting = { $n ->
    [one] { $count } fynd väntar på ett avgörande.
   *[other] { $count } fynd väntar på ett avgörande.
 }
front-no-findings = Inga fynd väntar.
front-open-findings = Se fynden
found-evaluated = Loggen utvärderades senast { $when } för { $from } till { $to }: { $weeks } användarveckor bedömdes och { $reported } av dem är rapporterade.
found-rule = Av det som rapporteras väntas högst ungefär ett av fem vara vanligt arbete.
found-due = Sedan dess är loggen fullständig till { $to }: det nya bedöms i natt.
found-never = Loggen är inte utvärderad än. Det sker varje natt, så snart en vecka är över.
found-runs = Loggen utvärderas nu. Ladda om sidan om en stund.
found-evaluate = Utvärdera loggen nu
found-none-yet = Här står fynd när loggen har utvärderats.
found-col-finding = Fynd
found-col-what = Vad
found-col-when = När
found-col-state = Status
found-col-kind = Mest om
found-col-unit = Enhet
found-col-weeks = Veckor
found-col-people = Personer utan förklaring
found-col-expected = Väntat
found-col-until = Gäller till och med
found-col-decided = Avgjort
found-col-decided-by = Avgjort av
found-col-systems = System
found-col-missing = Saknas i katalogen
found-col-said = Vad som var fel eller saknades
found-col-week-alone = Veckan ensam
found-col-together = Allt sedan uppföljningen började
found-weeks = { $n ->
    [one] { $count } vecka
   *[other] { $count } veckor
 }
found-state-open = Väntar på avgörande
found-state-followed = Följs över tid
found-state-explained = Förklarat
found-state-case = Blev ett ärende
found-act-opened = Öppnat
found-act-followed = Följs över tid
found-act-need = Förklarat: behov i tjänsten
found-act-records-error = Förklarat: fel i registren
found-act-unclear = Oklart
found-act-case = Blev ett ärende
found-act-undone = Avgörandet ångrades
found-how-need = Behov i tjänsten. Samma sak (samma användare, personer och skäl) ger inget nytt fynd på ett halvår.
found-how-records-error = Registren är fel eller saknar något. Det står då i listan över fel i registren, inte på användaren.
found-how-unclear = Det går inte att klarlägga.
found-until = Gäller till och med { $day }
found-kind-unexplained = Slagningar utan förklaring
found-kind-again = Samma person om och om igen
found-kind-public_eye = Personer i offentlighetens ljus
found-kind-pictures = Många bilder
found-kind-register = Slagningar i folkbokföringen
found-kind-sensitive = Känsliga uppgifter
found-kind-people = Många personer
found-kind-oneself = Egen slagning
found-kind-kin = Familj eller hushåll
found-kind-former_address = Tidigare gemensam adress
found-kind-street = Samma gata
found-kind-surname = Samma efternamn
found-kind-colleague = Kollegor
found-kind-own_record_of_another = Egen sida visade någon annan
found-kind-own_change = Ändring på sig själv
found-kind-after_leaving = Användning efter avslutad anställning
found-kind-in_absence = Användning under frånvaro
found-kind-dormant_account = Konto som legat oanvänt
found-kind-foreign_desk = Dator i en annan enhet
found-kind-desk_nearby = En kollegas dator
found-kind-two_desks = Två datorer samtidigt
found-fallen = Grunden har fallit bort
found-fallen-week = Grunden för veckan från { $day } har fallit bort efter vad som blivit känt sedan dess. Nu står det: { $now }
found-fallen-nothing = ingenting utan förklaring.
found-week-reported = Rapporterad
found-week-followed = Följd, inte rapporterad
found-week-of-finding = Veckan ingår i fyndet
found-for = Talar för
found-against = Talar emot
found-more-for = Fler omständigheter
found-likely = En sådan vecka är ungefär { $times } gånger så sannolik vid obehörig användning som i vanligt arbete.
found-likely-more = En sådan vecka är mer än { $times } gånger så sannolik vid obehörig användning som i vanligt arbete.
found-likely-alike = En sådan vecka är inte mer sannolik vid obehörig användning än i vanligt arbete.
found-likely-how = Talet är veckans vikt delad med vad alla användares veckor i snitt vägde under de 13 veckorna före. Det är en uppskattning och inget bevis: det säger inte att användaren har gjort något fel.
found-followed-nothing = Följd sedan { $day }. Ingen hel vecka har bedömts sedan dess.
found-followed-not-yet = Följd sedan { $day }. Alla veckor sedan dess tillsammans: { $likely } Det räcker inte för att säga att det har stärkts.
found-followed-strengthened = Stärkt. Följd sedan { $day }. Alla veckor sedan dess tillsammans: { $likely }
found-picture = Personer utan förklaring, vecka för vecka
found-picture-note = Användarens egen normala vecka har { $median }; bandet går från { $low } till { $high }. Veckor som ingår i fyndet har en ruter.
found-people = Vilka det gäller
found-people-none = Det gäller ingen bestämd person.
found-people-all = { $n ->
    [one] { $count } person.
   *[other] { $count } personer.
 }
found-people-cut = { $n ->
    [one] { $count } person, här { $shown }.
   *[other] { $count } personer, här de { $shown } som betyder mest.
 }
found-events = De enskilda händelserna
found-events-all = { $n ->
    [one] { $count } händelse.
   *[other] { $count } händelser.
 }
found-others = Andra fynd och ärenden om användaren
found-acts = Vad som har gjorts
found-next = Vad blir det av det?
found-open-title = Öppna fyndet
found-open = Öppna
found-open-about = Vem användaren är visas när du har skrivit vad du ska ha det till. Det loggas med ditt namn.
found-explain = Förklarat …
found-explain-about = Säg vad som förklarar slagningarna och hur du vet det. Du kan ångra i { $hours } timmar.
found-explained-how = Vad är det för slags förklaring?
found-follow = Följ över tid
found-follow-about = Alla veckor som kommer läggs till, även de som inte rapporteras. Du kan ångra i { $hours } timmar.
found-undo = Ångra avgörandet
found-undo-about = Fyndet väntar igen. Både avgörandet och att det ångrades står kvar. Det kan göras i { $hours } timmar.
found-join-case = Lägg till i det öppna ärendet
found-decide = Spara avgörandet
found-reason = Motivering
found-missing = Inte i katalogen: { $files }
found-settled-lead = Det som är klarlagt här ger inget nytt fynd före datumet: samma användare, samma personer, samma skäl.
found-settled-none = Ingenting är klarlagt för närvarande.
found-records-lead = Slagningar som såg oförklarade ut för att registren var fel eller saknade något. De gäller systemen, inte användarna.
found-records-none = Inga fel har anmälts.
found-case-text = Fynd { $number }, { $days }. { $for } { $against }
found-case-against = Talar emot: { $against }
problem-no-such-finding = Det finns inget sådant fynd, eller det är inte ditt att se.
problem-finding-erased = Den som fyndet gäller är raderad.
problem-finding-decision = Välj vad som ska bli av fyndet.
problem-finding-not-now = Det kan inte avgöras så nu. Ladda om sidan.
problem-finding-not-opened = Öppna fyndet först.
problem-finding-reason = Skriv en motivering på högst { $max } tecken.
problem-finding-taken = Någon annan gjorde något med fyndet samtidigt. Ladda om sidan.
problem-evaluation = Utvärderingen kunde inte sättas i gång.
problem-evaluation-nothing = Loggen har ingen hel vecka som kan bedömas än.
problem-evaluation-runs = Loggen utvärderas redan.
