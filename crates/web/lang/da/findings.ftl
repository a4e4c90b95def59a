# Fund: hvad der blev set, og hvad der taler for og imod.
look-findings = Fund
look-findings-ranked = Brugere rangeret til evaluering
action-read-findings = Så fund
may-read-findings = Se fund og hvad de bygger på
finding-unexplained = { $n ->
    [one] Slog { $count } person op, uden at noget forklarer det; forventet { $expected }.
   *[other] Slog { $count } personer op, uden at noget forklarer det; forventet { $expected }.
 }
finding-pictures = { $n ->
    [one] Hentede billeder af { $count } person; forventet { $expected }.
   *[other] Hentede billeder af { $count } personer; forventet { $expected }.
 }
finding-register = { $n ->
    [one] Slog { $count } person op i folkeregistret uden forklaring; forventet { $expected }.
   *[other] Slog { $count } personer op i folkeregistret uden forklaring; forventet { $expected }.
 }
finding-sensitive = { $n ->
    [one] Så følsomme oplysninger om { $count } person uden forklaring; forventet { $expected }.
   *[other] Så følsomme oplysninger om { $count } personer uden forklaring; forventet { $expected }.
 }
finding-people = { $n ->
    [one] Slog { $count } person op i alt; forventet { $expected }.
   *[other] Slog { $count } personer op i alt; forventet { $expected }.
 }
finding-close-oneself = Slog sig selv op.
finding-close-kin = { $count } af dem er i egen familie eller husstand.
finding-close-former-address = { $count } af dem har tidligere haft samme adresse som brugeren.
finding-close-street = { $count } af dem bor på samme vej som brugeren.
finding-close-surname = { $count } af dem har samme efternavn som brugeren.
finding-close-colleague = { $count } af dem er selv brugere af systemerne.
finding-public-eye = { $count } af dem er i offentlighedens søgelys.
finding-again = Én person blev slået op uden forklaring på { $count } forskellige dage i de seneste elleve uger.
finding-own-record-of-another = { $n ->
    [one] Siden for egne oplysninger viste en anden person ({ $count } dag).
   *[other] Siden for egne oplysninger viste en anden person ({ $count } dage).
 }
finding-own-change = { $n ->
    [one] Ændrede oplysninger om sig selv ({ $count } dag).
   *[other] Ændrede oplysninger om sig selv ({ $count } dage).
 }
finding-after-leaving = { $n ->
    [one] Kontoen blev brugt efter at ansættelsen var ophørt ({ $count } dag).
   *[other] Kontoen blev brugt efter at ansættelsen var ophørt ({ $count } dage).
 }
finding-in-absence = { $n ->
    [one] Kontoen blev brugt, mens brugeren var registreret fraværende ({ $count } dag).
   *[other] Kontoen blev brugt, mens brugeren var registreret fraværende ({ $count } dage).
 }
finding-dormant = { $n ->
    [one] En konto, der ikke havde været brugt i et halvt år, blev taget i brug ({ $count } dag).
   *[other] En konto, der ikke havde været brugt i et halvt år, blev taget i brug ({ $count } dage).
 }
finding-foreign-desk = { $n ->
    [one] Kontoen blev brugt fra en pc, hvor nogen i en anden enhed sidder ({ $count } dag).
   *[other] Kontoen blev brugt fra en pc, hvor nogen i en anden enhed sidder ({ $count } dage).
 }
finding-desk-nearby = { $n ->
    [one] Kontoen blev brugt fra en kollegas pc i samme enhed ({ $count } dag).
   *[other] Kontoen blev brugt fra en kollegas pc i samme enhed ({ $count } dage).
 }
finding-two-desks = { $n ->
    [one] Kontoen blev brugt fra to pc'er samtidig ({ $count } dag).
   *[other] Kontoen blev brugt fra to pc'er samtidig ({ $count } dage).
 }
finding-nothing-written = { $n ->
    [one] Intet blev registreret om { $count } person, der blev slået op uden forklaring.
   *[other] Intet blev registreret om nogen af de { $count } personer, der blev slået op uden forklaring.
 }
finding-explained = { $n ->
    [one] { $count } anden person blev slået op med en forklaring.
   *[other] { $count } andre personer blev slået op med en forklaring.
 }
finding-written = Om { $count } af dem blev der registreret noget.
finding-usual-places = { $count } af dem hører til afdelinger, som brugeren eller kollegerne ofte slår op i.
finding-unrecorded-work = Der var så meget arbejde som sædvanligt, men lidt af det er registreret: måske en opgave, der ikke blev ført.
finding-missing-relations = Kataloget har ingen sager, aftaler eller andre forhold: det kan ikke forklare opslag med dem.
finding-missing-assignments = Kataloget har ingen udlån, vagter eller team: det kan ikke forklare opslag med dem.
finding-nothing-against = Intet taler imod.
nav-findings = Fund
tab-findings = Fund
tab-findings-settled = Afklarede behov
tab-findings-records = Fejl i registrene
look-findings-kept = Listen over fund
look-findings-settled = Afklarede behov
look-findings-records = Fejl i registrene
look-finding = Et fund
look-finding-opened = Åbnede et fund
look-finding-decided = Afgjorde et fund
action-decide-finding = Afgjorde et fund
may-decide-finding = Afgøre, hvad der bliver af et fund
action-evaluate-log = Evaluerede loggen
may-evaluate-log = Sætte evaluering af loggen i gang
rule-reviewer-decides-findings = Logkontrollanter afgør, hvad der bliver af fund: forklaret, fulgt eller en sag.
rule-log-is-evaluated = Logkontrollanter og lederen af logkontrollen kan sætte evaluering af loggen i gang. Hvad den giver, ser kun logkontrollanter.
found-word = Fund
found-word-decision = Afgørelse
found-number = Fund { $number }
found-user = en bruger
found-user-in = bruger i { $unit }
found-fair = Et opslag her er ikke i sig selv et brud. Den nævnte kan have haft et tjenstligt behov; hvad du ser her, logges.
found-waiting = { $n ->
    [one] { $count } fund venter på en afgørelse.
   *[other] { $count } fund venter på en afgørelse.
 }
front-no-findings = Ingen fund venter.
front-open-findings = Se fundene
found-evaluated = Loggen blev sidst evalueret { $when } for { $from } til { $to }: { $weeks } brugeruger blev vurderet, og { $reported } af dem er rapporteret.
found-rule = Af det, der rapporteres, ventes højst omkring ét af fem at være almindeligt arbejde.
found-due = Siden er loggen fuldstændig til { $to }: det nye vurderes i nat.
found-never = Loggen er ikke evalueret endnu. Det sker hver nat, så snart en uge er forbi.
found-runs = Loggen evalueres nu. Genindlæs siden om lidt.
found-evaluate = Evaluer loggen nu
found-none-yet = Her står fund, når loggen er evalueret.
found-col-finding = Fund
found-col-what = Hvad
found-col-when = Hvornår
found-col-state = Status
found-col-kind = Mest om
found-col-unit = Afdeling
found-col-weeks = Uger
found-col-people = Personer uden forklaring
found-col-expected = Forventet
found-col-until = Gælder til og med
found-col-decided = Afgjort
found-col-decided-by = Afgjort af
found-col-systems = Systemer
found-col-missing = Mangler i kataloget
found-col-said = Hvad der var forkert eller manglede
found-col-week-alone = Ugen alene
found-col-together = Alt siden opfølgningen begyndte
found-weeks = { $n ->
    [one] { $count } uge
   *[other] { $count } uger
 }
found-state-open = Venter på afgørelse
found-state-followed = Følges over tid
found-state-explained = Forklaret
found-state-case = Blev en sag
found-act-opened = Åbnet
found-act-followed = Følges over tid
found-act-need = Forklaret: tjenstligt behov
found-act-records-error = Forklaret: fejl i registrene
found-act-unclear = Uafklaret
found-act-case = Blev en sag
found-act-undone = Afgørelsen blev fortrudt
found-how-need = Tjenstligt behov. Det samme (samme bruger, personer og grund) giver ikke et nyt fund i et halvt år.
found-how-records-error = Registrene er forkerte eller mangler noget. Det står da på listen over fejl i registrene, ikke på brugeren.
found-how-unclear = Det kan ikke afklares.
found-until = Gælder til og med { $day }
found-kind-unexplained = Opslag uden forklaring
found-kind-again = Samme person igen og igen
found-kind-public_eye = Personer i offentlighedens søgelys
found-kind-pictures = Mange billeder
found-kind-register = Opslag i folkeregistret
found-kind-sensitive = Følsomme oplysninger
found-kind-people = Mange personer
found-kind-oneself = Eget opslag
found-kind-kin = Familie eller husstand
found-kind-former_address = Tidligere fælles adresse
found-kind-street = Samme gade
found-kind-surname = Samme efternavn
found-kind-colleague = Kolleger
found-kind-own_record_of_another = Egen side viste en anden
found-kind-own_change = Ændring på sig selv
found-kind-after_leaving = Brug efter fratrædelse
found-kind-in_absence = Brug under fravær
found-kind-dormant_account = Konto, der lå ubrugt
found-kind-foreign_desk = Pc i en anden enhed
found-kind-desk_nearby = En kollegas pc
found-kind-two_desks = To pc’er samtidig
found-fallen = Grundlaget er faldet bort
found-fallen-week = Grundlaget for ugen fra { $day } er faldet bort efter det, der siden er blevet kendt. Nu står der: { $now }
found-fallen-nothing = intet uden forklaring.
found-week-reported = Rapporteret
found-week-followed = Fulgt, ikke rapporteret
found-week-of-finding = Ugen er med i fundet
found-for = Taler for
found-against = Taler imod
found-more-for = Flere forhold
found-likely = En sådan uge er omkring { $times } gange så sandsynlig ved uberettiget brug som i almindeligt arbejde.
found-likely-more = En sådan uge er mere end { $times } gange så sandsynlig ved uberettiget brug som i almindeligt arbejde.
found-likely-alike = En sådan uge er ikke mere sandsynlig ved uberettiget brug end i almindeligt arbejde.
found-likely-how = Tallet er ugens vægt delt med det, ugerne for alle brugere i snit vejede i de sidste 13 uger før. Det er et skøn og ikke et bevis: det siger intet om, at brugeren har gjort noget galt.
found-followed-nothing = Fulgt siden { $day }. Ingen hel uge er vurderet siden.
found-followed-not-yet = Fulgt siden { $day }. Alle ugerne siden da tilsammen: { $likely } Det er ikke nok til at sige, at det er styrket.
found-followed-strengthened = Styrket. Fulgt siden { $day }. Alle ugerne siden da tilsammen: { $likely }
found-picture = Personer uden forklaring, uge for uge
found-picture-note = Brugerens egen normale uge har { $median }; båndet går fra { $low } til { $high }. Uger, der er med i fundet, har en rude.
found-people = Hvem det drejer sig om
found-people-none = Det drejer sig ikke om en bestemt person.
found-people-all = { $n ->
    [one] { $count } person.
   *[other] { $count } personer.
 }
found-people-cut = { $n ->
    [one] { $count } person, her { $shown }.
   *[other] { $count } personer, her de { $shown }, der betyder mest.
 }
found-events = De enkelte hændelser
found-events-all = { $n ->
    [one] { $count } hændelse.
   *[other] { $count } hændelser.
 }
found-others = Andre fund og sager om brugeren
found-acts = Hvad der er gjort
found-next = Hvad bliver der af det?
found-open-title = Åbn fundet
found-open = Åbn
found-open-about = Hvem brugeren er, vises, når du har skrevet, hvad du skal bruge det til. Det logges med dit navn.
found-explain = Forklaret …
found-explain-about = Sig, hvad der forklarer opslagene, og hvordan du ved det. Du kan fortryde i { $hours } timer.
found-explained-how = Hvilken slags forklaring er det?
found-follow = Følg over tid
found-follow-about = Alle kommende uger lægges til, også dem der ikke rapporteres. Du kan fortryde i { $hours } timer.
found-undo = Fortryd afgørelsen
found-undo-about = Fundet venter igen. Både afgørelsen og at den blev fortrudt, bliver stående. Det kan gøres i { $hours } timer.
found-join-case = Føj til den åbne sag
found-decide = Gem afgørelsen
found-reason = Begrundelse
found-missing = Ikke i kataloget: { $files }
found-settled-lead = Det, der er afklaret her, giver ikke et nyt fund før datoen: samme bruger, samme personer, samme grund.
found-settled-none = Intet er afklaret for tiden.
found-records-lead = Opslag, der så uforklarede ud, fordi registrene var forkerte eller manglede noget. De gælder systemerne, ikke brugerne.
found-records-none = Ingen fejl er meldt.
found-case-text = Fund { $number }, { $days }. { $for } { $against }
found-case-against = Taler imod: { $against }
problem-no-such-finding = Der findes intet sådant fund, eller det er ikke dit at se.
problem-finding-erased = Den, fundet gælder, er slettet.
problem-finding-decision = Vælg, hvad der skal blive af fundet.
problem-finding-not-now = Det kan ikke afgøres sådan nu. Genindlæs siden.
problem-finding-not-opened = Åbn fundet først.
problem-finding-reason = Skriv en begrundelse på højst { $max } tegn.
problem-finding-taken = En anden gjorde noget ved fundet samtidig. Genindlæs siden.
problem-evaluation = Evalueringen kunne ikke sættes i gang.
problem-evaluation-nothing = Loggen har ingen hel uge, der kan vurderes endnu.
problem-evaluation-runs = Loggen evalueres allerede.
