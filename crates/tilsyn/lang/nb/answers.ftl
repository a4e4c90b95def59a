# What commands answer: headings, counts, checks.
cli-col-employee = Ansattnr.
cli-col-national-id = Fødselsnr.
cli-col-piece = Bit nr.
cli-col-setting = Innstilling
cli-col-value = Verdi
cli-col-records = Poster
cli-col-count = Antall
cli-col-added = Nye
cli-col-changed = Endret
cli-col-unchanged = Uendret
cli-col-ended = Avsluttet
cli-col-checked = Kontrollert
cli-col-ok = I orden
cli-col-mend = Hva du gjør
cli-nothing-statement = Ingen har oppslag utenfor egen avdeling eller uten kjent avdeling i perioden.
cli-nothing-subjects = Ingen ble slått opp i perioden.
cli-nothing-pictures = Ingen bilder eller dokumenter ble hentet i perioden.
cli-nothing-usage = Ingen hendelser svarer på spørsmålet.
cli-usage-withheld = Tallene ville fortelle om færre enn 5 personer, og vises ikke. Velg en lengre periode eller færre filtre.
cli-nothing-history = Ingen hendelser svarer til spørsmålet.
cli-nothing-search = Ingen personer ble funnet.
cli-nothing-sources = Det er ingen kilder ennå. Les inn en logg: tilsyn import events FIL
cli-nothing-own-log = Ingen har sett på noe ennå.
cli-nothing-directory = Mappen har ingen av registerets filer.
cli-past-the-end = Så langt går listen ikke. Velg et mindre tall for --skip.
cli-left = { $n ->
    [one] { $count } eldre er ikke vist. Se den: --skip { $skip }
   *[other] { $count } eldre er ikke vist. Se dem: --skip { $skip }
 }
cli-import-events = Hendelser i alt
cli-import-gaps = Hull i løpenumrene
cli-import-see-quarantine = Se hva som ikke kunne leses: tilsyn quarantine
cli-import-seconds = Ferdig på { $seconds } sekunder.
cli-import-read = { $n ->
    [one] { $count } post lest
   *[other] { $count } poster lest
 }
cli-import-progress = { $n ->
    [one] { $percent } % · { $count } post lest
   *[other] { $percent } % · { $count } poster lest
 }
cli-directory-refused = { $file } ble ikke lest inn, og det som var kjent fra før, gjelder fortsatt: { $reason }
cli-directory-columns = { $file }, linje 1: disse kolonnene mangler: { $columns }. Filen ble ikke lest inn, og det som var kjent fra før, gjelder fortsatt. Skriv dem i første linje med komma eller semikolon mellom, og les inn mappen på nytt.
cli-directory-row = { $file }, linje { $line }: { $reason }
cli-directory-more = { $n ->
    [one] Og { $count } rad til. Se alle: tilsyn quarantine
   *[other] Og { $count } rader til. Se alle: tilsyn quarantine
 }
cli-directory-kept-rows = { $n ->
    [one] { $file }: { $count } rad mangler og ville ha sluttet å gjelde i dag. Den gjelder fortsatt, fordi en rad som ikke ble lest inn, handler om samme person, avdeling eller brukerkonto. Det som fortsatt mangler når de rettede radene leses inn, slutter å gjelde den dagen.
   *[other] { $file }: { $count } rader mangler og ville ha sluttet å gjelde i dag. De gjelder fortsatt, fordi rader som ikke ble lest inn, handler om de samme personene, avdelingene eller brukerkontoene. Det som fortsatt mangler når de rettede radene leses inn, slutter å gjelde den dagen.
 }
cli-directory-kept-file = { $n ->
    [one] { $file }: { $count } rad mangler og ville ha sluttet å gjelde i dag. Den gjelder fortsatt, og ingenting i denne filen sluttet å gjelde: i minst én rad som ikke ble lest inn, går det ikke an å lese hvem eller hva den handler om. Det som fortsatt mangler når de rettede radene leses inn, slutter å gjelde den dagen.
   *[other] { $file }: { $count } rader mangler og ville ha sluttet å gjelde i dag. De gjelder fortsatt, og ingenting i denne filen sluttet å gjelde: i minst én rad som ikke ble lest inn, går det ikke an å lese hvem eller hva den handler om. Det som fortsatt mangler når de rettede radene leses inn, slutter å gjelde den dagen.
 }
cli-directory-encoding = Lagre filen som UTF-8, og les inn mappen på nytt.
cli-directory-mend = Radene som ikke ble lest inn, er bevart i karantenen. Rett dem i filen, og les inn mappen på nytt.
cli-directory-other = { $file } er ingen av registerets filer og ble ikke lest.
cli-directory-column = { $file }: kolonnen { $column } er ukjent og ble ikke lest.
cli-setting-later = Innstillingen gjelder fra neste start.
cli-upgrade-same = Format { $format }: oppdatert, ingenting å gjøre.
cli-upgrade-done = Flyttet fra format { $from } til { $to }.
cli-verify-whole = Loggen er hel: alt stemmer med de signerte kontrollpunktene.
cli-verify-broken = Loggen er IKKE hel. Se hva som ikke stemmer, nedenfor.
cli-verify-checkpoints = Signerte kontrollpunkter
cli-verify-erased = Slettet med hjemmel
cli-verify-unexplained = Hull uten forklaring
cli-verify-hole = Uforklart hull i loggen: { $hole }
cli-verify-pieces = Biter i karantene, åpnet
cli-verify-sqlite = Registeret: SQLite har gått gjennom databasen (integrity_check) og fant ingen feil.
cli-verify-sqlite-broken = Registeret: SQLite har gått gjennom databasen (integrity_check) og fant feil.
cli-verify-postgres = Registeret: PostgreSQL har kontrollsummer (data_checksums) og prøver dem hver gang den leser.
cli-verify-postgres-none = Registeret: PostgreSQL har ingen kontrollsummer (data_checksums = off), så skade på disken oppdages ikke.
cli-verify-not-covered = Ikke dekket av signaturene: personer, avdelinger og resten av registerets innhold, innstillingene og navnene på kildene. Er en verdi der byttet ut med en annen av samme form, blir det ikke funnet.
cli-fault-ledger = { $file } er ikke slik den ble skrevet. Detaljer: { $detail }
cli-fault-archive = Arkivet er skadet. Slett mappen archive; den lages på nytt fra loggen. Detaljer: { $detail }
cli-fault-counts = Arkivet har { $archive } hendelser, loggen { $ledger }. Slett mappen archive; den lages på nytt fra loggen.
cli-fault-registry = Registeret er skadet: { $file }. Legg tilbake den siste gode kopien. Detaljer: { $detail }
cli-fault-piece = Bit { $number } i karantenen er ikke det som kom inn: registeret er endret. Legg tilbake den siste gode kopien.
cli-fault-looks = Registeret lister { $registry } oppslag i Tilsyn, loggen har { $ledger }. Legg tilbake den siste gode kopien av registeret.
cli-doctor-events = Hendelser
cli-doctor-running-numbers = Løpenumre
cli-doctor-quarantine = Karantene
cli-doctor-conflicts = Konflikter
cli-doctor-imports = Innlesninger
cli-doctor-root-key = Rotnøkkel
cli-doctor-registry = Registeret
cli-doctor-data-checksums = Kontrollsummer
cli-mend-events = Les inn en logg: tilsyn import events FIL
cli-mend-running-numbers = { $n ->
    [one] { $count } hull: be kilden om det som mangler. Se tilsyn sources
   *[other] { $count } hull: be kilden om det som mangler. Se tilsyn sources
 }
cli-mend-quarantine = { $n ->
    [one] { $count } bit venter. Se tilsyn quarantine
   *[other] { $count } biter venter. Se tilsyn quarantine
 }
cli-mend-conflicts = { $n ->
    [one] { $count } id kom igjen med annet innhold. Spør kilden.
   *[other] { $count } id-er kom igjen med annet innhold. Spør kilden.
 }
cli-mend-imports = { $n ->
    [one] { $count } ble avbrutt. Kjør den igjen; ingenting lagres to ganger.
   *[other] { $count } ble avbrutt. Kjør dem igjen; ingenting lagres to ganger.
 }
cli-mend-root-key = Rotnøkkelen ligger sammen med dataene. Legg den et annet sted, og sett key_file i settings.toml.
cli-mend-registry = Registerets database er skadet. Legg tilbake den siste gode kopien. Detaljer: tilsyn verify
cli-mend-data-checksums = PostgreSQL har ingen kontrollsummer. Stopp databasen, og slå dem på med pg_checksums --enable.
# Mails that wait.
cli-doctor-notices = Beskjeder på e-post
cli-notices-late = { $n ->
    [one] { $count } beskjed har ventet siden { $since }. Se etter på e-posttjeneren og i [mail] i settings.toml.
   *[other] { $count } beskjeder venter, den eldste siden { $since }. Se etter på e-posttjeneren og i [mail] i settings.toml.
 }
cli-notices-nowhere = For { $count } av dem er ingen e-postadresse kjent her: la tilbyderen av pålogginger sende emails.
cli-notices-given-up = { $n ->
    [one] { $count } beskjed kom ikke fram på en uke og sendes ikke lenger.
   *[other] { $count } beskjeder kom ikke fram på en uke og sendes ikke lenger.
 }
# Witnesses.
cli-doctor-roll-back = Eldre kopi
cli-doctor-witnesses = Vitner
cli-mend-roll-back = Dataene er lagt tilbake fra en eldre kopi, og ingenting tas inn. Legg tilbake en kopi som er minst like ny som det som er signert.
cli-mend-witnesses = Vitner svarer ikke.
cli-doctor-log-key = Loggens nøkkel, til vitnene: { $key }
cli-witness-silent = { $n ->
    [one] Vitnet { $name } har ikke signert på { $count } minutt.
   *[other] Vitnet { $name } har ikke signert på { $count } minutter.
 }
cli-witness-never = Vitnet { $name } har aldri signert.
cli-witness-unreachable = Det svarer ikke: kontroller adressen og nettet.
cli-witness-knows-not = Det kjenner ikke loggen: be dem som driver det om å legge til loggens nøkkel.
cli-witness-unbelievable = Svaret stemmer ikke: en feil signatur, eller en størrelse det ikke kan vise. Svaret er ikke brukt. Spør dem som driver det.
cli-witness-odd = Det svarer med { $status }, som ikke hører til her.
cli-witness-no-address = Policyen gir ingen adresse for det.
cli-verify-witnessed = { $n ->
    [one] Nok vitner har signert { $count } innslag.
   *[other] Nok vitner har signert { $count } innslag.
 }
cli-verify-witnessed-without = { $n ->
    [one] Nok vitner har signert { $count } innslag. Disse mangler: { $missing }
   *[other] Nok vitner har signert { $count } innslag. Disse mangler: { $missing }
 }
cli-verify-not-witnessed = For få vitner har signert. Disse mangler: { $missing }
cli-doctor-source-rhythm = Kildene som vanlig
cli-doctor-source-statements = Det kildene oppgir å ha sendt
cli-mend-source-rhythm = { $n ->
    [one] { $count } kilde er taus, forsinket eller langt stillere enn sin egen uke. Se: tilsyn source show NAVN
   *[other] { $count } kilder er tause, forsinket eller langt stillere enn sin egen uke. Se: tilsyn source show NAVN
 }
cli-mend-source-statements = { $n ->
    [one] { $count } oppgave stemmer ikke med det som kom. La kilden sende det som mangler: tilsyn source show NAVN
   *[other] { $count } oppgaver stemmer ikke med det som kom. La kildene sende det som mangler: tilsyn source show NAVN
 }
cli-source-stated = Oppgaven er beholdt.
cli-source-explained = Forklaringen er beholdt. Hullet blir stående.
cli-bad-numbers = { $numbers } er ingen numre: skriv FØRSTE-SISTE, for eksempel 4411-4415.
cli-duty-proposed = Rolle nr. { $number } er foreslått. En annen må gi den.
cli-duty-given = Rolle nr. { $number } er gitt.
cli-duty-declined = Rolle nr. { $number } er avslått.
cli-duty-ended = Rolle nr. { $number } er avsluttet.
cli-duties-begun = De første rollene er gitt. Fra nå av gjelder de også for kommandoer på denne maskinen.
cli-staff-done = Det er gjort, og står i den egne loggen.
cli-no-such-role = Det finnes ingen slik rolle. Rollene er: { $known }.
cli-no-file = Filen kan ikke leses: { $path }
cli-bad-staff-file = Linje { $line } i { $path } passer ikke til overskriftene user, name, employee_no, issuer, subject, role, scope, need, to. Ingenting er gitt.
cli-nothing-staff = Ingen kan logge på ennå. De første rollene gis med: tilsyn duties begin FIL
