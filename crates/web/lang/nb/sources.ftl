# Sources, imports and quarantine.
sources-title = Kilder
sources-lead = Hva som er kommet inn fra hvert system, hvor langt det er fullstendig, og om noe mangler.
sources-leaves = Poster i den uforanderlige loggen
sources-signed = signert til { $size }, { $at }
sources-conflicts = Konflikter
sources-conflicts-note = samme id, ulikt innhold: beholdt, men telles ikke
sources-quarantined = I karantene
sources-quarantined-note = kunne ikke leses, men er bevart ordrett
sources-col-source = Kilde
sources-col-standing = Tilstand
sources-col-complete = Fullstendig til
sources-col-first = Fra
sources-col-events = Hendelser
sources-col-gaps = Hull
sources-every = { $n ->
    [one] avtalt hver time
   *[other] avtalt hver { $count }. time
 }
sources-missing = { $n ->
    [one] { $count } løpenummer mangler
   *[other] { $count } løpenumre mangler
 }
sources-on-time = I rute
sources-late = Forsinket
sources-not-agreed = Ingen avtalt frekvens
sources-file-every = Avtalt hver (timer)
sources-file-missing = Manglende løpenumre
sources-file-numbers = Hull fra–til
imports-title = Innlesninger
imports-lead = Lest er summen av lagret, duplikater, konflikter og karantene. Ingenting forsvinner.
imports-col-started = Startet
imports-col-what = Hva
imports-col-read = Lest
imports-col-stored = Lagret
imports-col-duplicates = Duplikater
imports-col-conflicts = Konflikter
imports-col-quarantined = Karantene
imports-col-events = Hendelser
imports-unfinished = Ikke ferdig
imports-made-good = Avbrutt; kom helt inn siden
imports-file-finished = Ferdig
imports-file-seconds = Sekunder
quarantine-title = Karantene
quarantine-lead = Det som ikke kunne leses, er bevart ordrett. Rett det i kilden, og les inn på nytt.
quarantine-col-place = Hvor
quarantine-col-reason = Grunn
quarantine-col-bytes = Byte
quarantine-col-at = Lest inn
quarantine-line = Linje { $line }
quarantine-piece = En bit i karantene
quarantine-length = { $n ->
    [one] { $count } byte
   *[other] { $count } byte
 }
quarantine-cut = { $n ->
    [one] Bare den første byten vises.
   *[other] Bare de første { $count } byte vises.
 }
quarantine-file-file = Fil
quarantine-file-line = Linje
refusal-not-utf8 = Teksten er ikke UTF-8 fra byte { $at }.
refusal-not-readable = Kan ikke leses som { $format }, feil i kolonne { $column }.
refusal-too-deep = For mange nivåer inni hverandre.
refusal-too-long = Lengre enn { $bytes } byte.
refusal-missing-field = Feltet { $field } mangler.
refusal-bad-field = Feltet { $field } skulle vært { $expected }.
refusal-twice-field = Feltet { $field } står to ganger.
refusal-zero-byte = Feltet { $field } har et nulltegn (U+0000), som ingen database kan lagre.
refusal-no-offset = Tiden i { $field } sier ikke hvor langt den er fra UTC.
refusal-time-out-of-range = Tiden i { $field } ligger utenfor årene 1900 til 2100.
refusal-not-an-event = Dette er en { $what }, ikke en logghendelse.
refusal-template = En mal med plassholdere, ikke en melding.
refusal-unknown-format = Formatet er ikke blant dem vi kjenner.
refusal-broken-compression = Den komprimerte filen stopper eller er skadet.
refusal-columns = Raden har { $found } kolonner, overskriften { $expected }.
refusal-cycle = { $field } peker tilbake til seg selv.
refusal-ends-before-start = Slutten ligger før starten.
refusal-same-key-twice = En tidligere rad i filen har samme nøkkel og annet innhold.
refusal-name-not-utf8 = Ikke UTF-8
refusal-name-not-readable = Kan ikke leses
refusal-name-too-deep = For dypt
refusal-name-too-long = For lang
refusal-name-missing-field = Felt mangler
refusal-name-bad-field = Feil i felt
refusal-name-twice-field = Felt to ganger
refusal-name-zero-byte = Nulltegn
refusal-name-no-offset = Tid uten avstand til UTC
refusal-name-time-out-of-range = Tid utenfor 1900–2100
refusal-name-not-an-event = Ikke en logghendelse
refusal-name-template = Mal
refusal-name-unknown-format = Ukjent format
refusal-name-broken-compression = Skadet fil
refusal-name-columns = Feil antall kolonner
refusal-name-cycle = Ring
refusal-name-ends-before-start = Slutt før start
refusal-name-same-key-twice = Samme nøkkel to ganger
problem-archive = Arkivet kunne ikke leses. Loggen er urørt. Feilen er skrevet ned for driften.
problem-disk-full = Disken er full. Ingenting av det som er bekreftet, er gått tapt.
problem-disk-reserve = Disken er nesten full: Tilsyn tar ikke inn noe mens mindre enn { $mebibytes } MiB er ledig, slik at oppslag fortsatt kan logges. Ingenting av det som er bekreftet, er gått tapt.
problem-ledger = Den uforanderlige loggen kunne ikke leses eller skrives. Feilen er skrevet ned for driften.
problem-registry = Registeret kunne ikke leses. Feilen er skrevet ned for driften.
problem-zero-byte = Et nulltegn (U+0000) kan verken lagres eller søkes etter.
problem-look-not-filed = Oppslaget ditt kunne ikke logges, og derfor vises ingenting. Feilen er skrevet ned for driften.
problem-no-such-event = Det finnes ingen slik hendelse.
problem-no-such-piece = Det finnes ingen slik bit i karantenen.
problem-no-such-file = { $path } finnes ikke.
problem-may-not-read = { $path } får ikke leses av brukeren som Tilsyn kjører som. Gi den lesetilgang, og prøv igjen.
problem-not-a-folder = { $path } er ingen mappe.
problem-no-directory-file = Mappen { $path } har ingen av registerets filer. De heter { $names }.
problem-cannot-read-file = Filen { $path } kunne ikke leses.
problem-rolled-back = Dataene er lagt tilbake fra en eldre kopi: loggen har { $own } innslag, men { $signed } er alt signert. Ingenting tas inn, og ingenting signeres.
problem-import-running = En innlesning er allerede i gang.
problem-quarantine-full = Karantenen er full. Innlesningen stoppet i { $path }; det som er lest, er bevart.
problem-search-too-short = Skriv minst { $chars } tegn.
problem-bad-setting = Denne innstillingen finnes ikke, eller verdien passer ikke.
hint-quarantine-full = Rett filen, eller øk grensen for karantenen, og les inn på nytt. Det som alt er lest, telles bare én gang.
hint-make-room = Si fra til driften: det må frigjøres plass på disken. Gjør deretter det samme om igjen.
hint-rolled-back = Legg tilbake en kopi som er minst like ny. Detaljer: tilsyn doctor
hint-wait-for-import = Vent til den er ferdig, og prøv igjen.
