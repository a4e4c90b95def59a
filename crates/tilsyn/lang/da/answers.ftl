# What commands answer: headings, counts, checks.
cli-col-employee = Medarb.nr.
cli-col-national-id = Cpr-nr.
cli-col-piece = Stykke nr.
cli-col-setting = Indstilling
cli-col-value = Værdi
cli-col-records = Poster
cli-col-count = Antal
cli-col-added = Nye
cli-col-changed = Ændret
cli-col-unchanged = Uændret
cli-col-ended = Afsluttet
cli-col-checked = Kontrolleret
cli-col-ok = I orden
cli-col-mend = Hvad du gør
cli-nothing-statement = Ingen har opslag uden for egen afdeling eller uden kendt afdeling i perioden.
cli-nothing-subjects = Ingen er slået op i perioden.
cli-nothing-pictures = Ingen billeder eller dokumenter er hentet i perioden.
cli-nothing-usage = Ingen hændelser svarer på spørgsmålet.
cli-usage-withheld = Tallene ville fortælle om færre end 5 personer og vises ikke. Vælg en længere periode eller færre filtre.
cli-nothing-history = Ingen hændelser svarer til spørgsmålet.
cli-nothing-search = Ingen personer blev fundet.
cli-nothing-sources = Der er ingen kilder endnu. Indlæs en log: tilsyn import events FIL
cli-nothing-own-log = Ingen har set på noget endnu.
cli-nothing-directory = Mappen har ingen af registrets filer.
cli-past-the-end = Så langt går listen ikke. Vælg et mindre tal for --skip.
cli-left = { $n ->
    [one] { $count } ældre er ikke vist. Se den: --skip { $skip }
   *[other] { $count } ældre er ikke vist. Se dem: --skip { $skip }
 }
cli-import-events = Hændelser i alt
cli-import-gaps = Huller i løbenumrene
cli-import-see-quarantine = Se, hvad der ikke kunne læses: tilsyn quarantine
cli-import-seconds = Færdig på { $seconds } sekunder.
cli-import-read = { $n ->
    [one] { $count } post læst
   *[other] { $count } poster læst
 }
cli-import-progress = { $n ->
    [one] { $percent } % · { $count } post læst
   *[other] { $percent } % · { $count } poster læst
 }
cli-directory-refused = { $file } blev ikke indlæst, og det, der var kendt i forvejen, gælder stadig: { $reason }
cli-directory-columns = { $file }, linje 1: disse kolonner mangler: { $columns }. Filen blev ikke indlæst, og det, der var kendt i forvejen, gælder stadig. Skriv dem i første linje med komma eller semikolon imellem, og indlæs mappen igen.
cli-directory-row = { $file }, linje { $line }: { $reason }
cli-directory-more = { $n ->
    [one] Og { $count } række til. Se alle: tilsyn quarantine
   *[other] Og { $count } rækker til. Se alle: tilsyn quarantine
 }
cli-directory-kept-rows = { $n ->
    [one] { $file }: { $count } række mangler og ville være ophørt i dag. Den gælder stadig, fordi en række, der ikke blev indlæst, handler om den samme person, afdeling eller brugerkonto. Det, der stadig mangler, når de rettede rækker indlæses, ophører den dag.
   *[other] { $file }: { $count } rækker mangler og ville være ophørt i dag. De gælder stadig, fordi rækker, der ikke blev indlæst, handler om de samme personer, afdelinger eller brugerkonti. Det, der stadig mangler, når de rettede rækker indlæses, ophører den dag.
 }
cli-directory-kept-file = { $n ->
    [one] { $file }: { $count } række mangler og ville være ophørt i dag. Den gælder stadig, og intet i denne fil er ophørt: i mindst én række, der ikke blev indlæst, kan man ikke læse, hvem eller hvad den handler om. Det, der stadig mangler, når de rettede rækker indlæses, ophører den dag.
   *[other] { $file }: { $count } rækker mangler og ville være ophørt i dag. De gælder stadig, og intet i denne fil er ophørt: i mindst én række, der ikke blev indlæst, kan man ikke læse, hvem eller hvad den handler om. Det, der stadig mangler, når de rettede rækker indlæses, ophører den dag.
 }
cli-directory-encoding = Gem filen som UTF-8, og indlæs mappen igen.
cli-directory-mend = De rækker, der ikke blev indlæst, er bevaret i karantænen. Ret dem i filen, og indlæs mappen igen.
cli-directory-other = { $file } er ingen af registrets filer og blev ikke læst.
cli-directory-column = { $file }: kolonnen { $column } er ukendt og blev ikke læst.
cli-setting-later = Indstillingen gælder fra næste start.
cli-upgrade-same = Format { $format }: opdateret, intet at gøre.
cli-upgrade-done = Flyttet fra format { $from } til { $to }.
cli-verify-whole = Loggen er hel: alt stemmer med de signerede kontrolpunkter.
cli-verify-broken = Loggen er IKKE hel. Se nedenfor, hvad der ikke stemmer.
cli-verify-checkpoints = Signerede kontrolpunkter
cli-verify-erased = Slettet med hjemmel
cli-verify-unexplained = Huller uden forklaring
cli-verify-hole = Uforklaret hul i loggen: { $hole }
cli-verify-pieces = Stykker i karantæne, åbnet
cli-verify-sqlite = Registret: SQLite har gennemgået databasen (integrity_check) og fandt ingen fejl.
cli-verify-sqlite-broken = Registret: SQLite har gennemgået databasen (integrity_check) og fandt fejl.
cli-verify-postgres = Registret: PostgreSQL har kontrolsummer (data_checksums) og prøver dem, hver gang den læser.
cli-verify-postgres-none = Registret: PostgreSQL har ingen kontrolsummer (data_checksums = off), så skader på disken opdages ikke.
cli-verify-not-covered = Ikke dækket af signaturerne: personer, afdelinger og resten af registrets indhold, indstillingerne og kildernes navne. Er en værdi dér byttet ud med en anden af samme form, bliver det ikke fundet.
cli-fault-ledger = { $file } er ikke, som den blev skrevet. Detaljer: { $detail }
cli-fault-archive = Arkivet er beskadiget. Slet mappen archive; den laves på ny ud fra loggen. Detaljer: { $detail }
cli-fault-counts = Arkivet har { $archive } hændelser, loggen { $ledger }. Slet mappen archive; den laves på ny ud fra loggen.
cli-fault-registry = Registret er beskadiget: { $file }. Læg den seneste gode kopi tilbage. Detaljer: { $detail }
cli-fault-piece = Stykke { $number } i karantænen er ikke det, der kom ind: registret er ændret. Læg den seneste gode kopi tilbage.
cli-fault-looks = Registret lister { $registry } opslag i Tilsyn, loggen har { $ledger }. Læg den seneste gode kopi af registret tilbage.
cli-doctor-events = Hændelser
cli-doctor-running-numbers = Løbenumre
cli-doctor-quarantine = Karantæne
cli-doctor-conflicts = Konflikter
cli-doctor-imports = Indlæsninger
cli-doctor-root-key = Rodnøgle
cli-doctor-registry = Registret
cli-doctor-data-checksums = Kontrolsummer
cli-mend-events = Indlæs en log: tilsyn import events FIL
cli-mend-running-numbers = { $n ->
    [one] { $count } hul: bed kilden om det, der mangler. Se tilsyn sources
   *[other] { $count } huller: bed kilden om det, der mangler. Se tilsyn sources
 }
cli-mend-quarantine = { $n ->
    [one] { $count } stykke venter. Se tilsyn quarantine
   *[other] { $count } stykker venter. Se tilsyn quarantine
 }
cli-mend-conflicts = { $n ->
    [one] { $count } id kom igen med andet indhold. Spørg kilden.
   *[other] { $count } id'er kom igen med andet indhold. Spørg kilden.
 }
cli-mend-imports = { $n ->
    [one] { $count } blev afbrudt. Kør den igen; intet gemmes to gange.
   *[other] { $count } blev afbrudt. Kør dem igen; intet gemmes to gange.
 }
cli-mend-root-key = Rodnøglen ligger sammen med dataene. Læg den et andet sted, og sæt key_file i settings.toml.
cli-mend-registry = Registrets database er beskadiget. Læg den seneste gode kopi tilbage. Detaljer: tilsyn verify
cli-mend-data-checksums = PostgreSQL har ingen kontrolsummer. Stop databasen, og slå dem til med pg_checksums --enable.
# Mails that wait.
cli-doctor-notices = Beskeder på e-mail
cli-notices-late = { $n ->
    [one] { $count } besked har ventet siden { $since }. Se efter på mailserveren og i [mail] i settings.toml.
   *[other] { $count } beskeder venter, den ældste siden { $since }. Se efter på mailserveren og i [mail] i settings.toml.
 }
cli-notices-nowhere = For { $count } af dem er ingen e-mailadresse kendt her: lad udbyderen af logins sende emails.
cli-notices-given-up = { $n ->
    [one] { $count } besked kom ikke frem på en uge og sendes ikke længere.
   *[other] { $count } beskeder kom ikke frem på en uge og sendes ikke længere.
 }
# Witnesses.
cli-doctor-roll-back = Ældre kopi
cli-doctor-witnesses = Vidner
cli-mend-roll-back = Dataene er lagt tilbage fra en ældre kopi, og intet indlæses. Læg en kopi tilbage, der er mindst lige så ny som det, der er underskrevet.
cli-mend-witnesses = Vidner svarer ikke.
cli-doctor-log-key = Loggens nøgle, til vidnerne: { $key }
cli-witness-silent = { $n ->
    [one] Vidnet { $name } har ikke underskrevet i { $count } minut.
   *[other] Vidnet { $name } har ikke underskrevet i { $count } minutter.
 }
cli-witness-never = Vidnet { $name } har aldrig underskrevet.
cli-witness-unreachable = Det svarer ikke: Kontrollér adressen og nettet.
cli-witness-knows-not = Det kender ikke loggen: Bed dem, der driver det, om at tilføje loggens nøgle.
cli-witness-unbelievable = Svaret passer ikke: en forkert underskrift eller en størrelse, det ikke kan vise. Svaret er ikke brugt. Spørg dem, der driver det.
cli-witness-odd = Det svarer med { $status }, som ikke hører til her.
cli-witness-no-address = Politikken giver ingen adresse for det.
cli-verify-witnessed = { $n ->
    [one] Nok vidner har underskrevet { $count } post.
   *[other] Nok vidner har underskrevet { $count } poster.
 }
cli-verify-witnessed-without = { $n ->
    [one] Nok vidner har underskrevet { $count } post. Disse mangler: { $missing }
   *[other] Nok vidner har underskrevet { $count } poster. Disse mangler: { $missing }
 }
cli-verify-not-witnessed = For få vidner har underskrevet. Disse mangler: { $missing }
cli-doctor-source-rhythm = Kilderne som sædvanligt
cli-doctor-source-statements = Det, kilderne oplyser at have sendt
cli-mend-source-rhythm = { $n ->
    [one] { $count } kilde er tavs, forsinket eller langt mere stille end sin egen uge. Se: tilsyn source show NAVN
   *[other] { $count } kilder er tavse, forsinkede eller langt mere stille end deres egen uge. Se: tilsyn source show NAVN
 }
cli-mend-source-statements = { $n ->
    [one] { $count } opgørelse stemmer ikke med det, der kom. Lad kilden sende det, der mangler: tilsyn source show NAVN
   *[other] { $count } opgørelser stemmer ikke med det, der kom. Lad kilderne sende det, der mangler: tilsyn source show NAVN
 }
cli-source-stated = Opgørelsen er bevaret.
cli-source-explained = Forklaringen er bevaret. Hullet bliver stående.
cli-bad-numbers = { $numbers } er ingen numre: skriv FØRSTE-SIDSTE, for eksempel 4411-4415.
cli-duty-proposed = Rolle nr. { $number } er foreslået. En anden skal give den.
cli-duty-given = Rolle nr. { $number } er givet.
cli-duty-declined = Rolle nr. { $number } er afslået.
cli-duty-ended = Rolle nr. { $number } er afsluttet.
cli-duties-begun = De første roller er givet. Fra nu af gælder de også for kommandoer på denne maskine.
cli-staff-done = Det er gjort og står i den egne log.
cli-no-such-role = Der findes ingen sådan rolle. Rollerne er: { $known }.
cli-no-file = Filen kan ikke læses: { $path }
cli-bad-staff-file = Linje { $line } i { $path } passer ikke til overskrifterne user, name, employee_no, issuer, subject, role, scope, need, to. Intet er givet.
cli-nothing-staff = Ingen kan logge på endnu. De første roller gives med: tilsyn duties begin FIL
