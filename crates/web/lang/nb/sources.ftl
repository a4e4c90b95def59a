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
problem-setting-decided = Fellesorganet har bestemt denne innstillingen for alle organisasjonene.
hint-quarantine-full = Rett filen, eller øk grensen for karantenen, og les inn på nytt. Det som alt er lest, telles bare én gang.
hint-make-room = Si fra til driften: det må frigjøres plass på disken. Gjør deretter det samme om igjen.
hint-rolled-back = Legg tilbake en kopi som er minst like ny. Detaljer: tilsyn doctor
hint-wait-for-import = Vent til den er ferdig, og prøv igjen.
sources-answer-whole = Alt er kommet inn, så langt hver kilde kan bedømmes.
sources-answer-open = { $n ->
    [one] { $count } kilde trenger at noen ser på den: { $sources }.
   *[other] { $count } kilder trenger at noen ser på dem: { $sources }.
 }
sources-col-heard = Mot sin egen uke
sources-col-statements = Kildens oppgaver
sources-no-statements = Ingen
sources-agreeing = { $n ->
    [one] { $count } stemmer
   *[other] { $count } stemmer
 }
sources-heard-usual = Som vanlig
sources-heard-so-far = Som vanlig, så langt den er kommet
sources-heard-early = { $n ->
    [one] For tidlig å si: kjent i { $count } uke, det trengs seks
   *[other] For tidlig å si: kjent i { $count } uker, det trengs seks
 }
sources-heard-silent = Taus siden { $at }
sources-heard-late = En leveranse skulle ha kommet { $at }
sources-heard-few = Langt færre enn vanlig { $day }
source-title = Kilde: { $source }
source-whole = Alt fra denne kilden er kommet inn, så langt det kan bedømmes.
source-open = Noe fra denne kilden kan mangle.
source-unexplained = { $n ->
    [one] { $count } hull er ikke forklart
   *[other] { $count } hull er ikke forklart
 }
source-disagreeing = { $n ->
    [one] { $count } oppgave fra en kilde stemmer ikke med det som kom
   *[other] { $count } oppgaver fra kilder stemmer ikke med det som kom
 }
source-quarantined = { $n ->
    [one] { $count } bit venter i karantene og kan være blant det som mangler.
   *[other] { $count } biter venter i karantene og kan være blant det som mangler.
 }
source-late = { $n ->
    [one] En leveranse skulle ha kommet { $at }. På { $count } slik dag før kom det alltid en innen da.
   *[other] En leveranse skulle ha kommet { $at }. På de { $count } slike dagene før kom det alltid en innen da.
 }
source-silent = Ingenting er kommet siden { $from }. Vanligvis ville omtrent { $expected } ha kommet til nå. I de { $weeks } ukene før var det færreste på samme tid { $fewest }.
source-was-silent = Ingenting skjedde fra { $from } til { $to }. Vanligvis ville omtrent { $expected } ha kommet. I de { $weeks } ukene før var det færreste på samme tid { $fewest }.
source-few = { $day } ga { $came } hendelser; omtrent { $expected } er vanlig. Det er under halvparten av noen slik dag før.
source-judged = Bedømt til og med
source-delay = Hvor sent hendelser kommer
source-delay-hours = { $n ->
    [one] Ni av ti leveranser er høyst { $count } time etter
   *[other] Ni av ti leveranser er høyst { $count } timer etter
 }
source-no-delay = For få leveranser til å si når den neste skal komme
source-week = De siste sju dagene
source-week-note = Båndet er det ni av ti slike timer gir; søylene er det som kom. Et merke under linjen er en time i taushet.
source-week-about = Time for time: { $came } hendelser kom, omtrent { $expected } er vanlig.
source-no-week = Uken kan ikke tegnes ennå: for lite er kommet.
source-col-hour = Time
source-col-came = Kom
source-col-usual = Vanlig
source-silences = Taushet
source-silences-note = Tider uten noe som helst som tilfeldighet ikke forklarer, bedømt bare etter ukene før. En som fylles av sene hendelser, forsvinner.
source-col-silent = Taus
source-col-why = Hvorfor det teller
source-lasts = fortsatt
source-gaps-note = Løpenumre mellom det første og det siste som aldri kom. Et hull lukker seg selv når de kommer.
source-col-numbers = Numre
source-col-between = Mellom
source-col-noticed = Oppdaget
source-col-explained = Forklaring
source-filled-at = kom { $at }
source-filled = Hull som er fylt
source-not-explained = Ingen ennå
source-not-known = ikke kjent
source-reason-erased = (slettet)
source-explain = Forklar et hull
source-explain-note = Beholdes med navnet ditt i den uforanderlige loggen og kan ikke endres. Hullet blir stående. Ikke skriv andres navn eller fødselsnumre.
source-explain-button = Behold forklaringen
source-reason = Hvorfor mangler de?
source-statements = Det kilden oppgir å ha sendt
source-statements-note = Beholdt i den uforanderlige loggen slik den ble gitt, og holdt opp mot det som er kommet til nå.
source-no-statements = Kilden har ikke oppgitt hvor mye den har sendt.
source-col-stated = Oppgitt
source-col-says = Sier
source-col-result = Det som kom
source-stated = { $n ->
    [one] { $count } sendt
   *[other] { $count } sendt
 }
source-of-numbers = numre { $numbers }
source-stored = { $n ->
    [one] { $count } lagret
   *[other] { $count } lagret
 }
source-agrees = Stemmer
source-more = { $n ->
    [one] { $count } mer enn oppgitt
   *[other] { $count } flere enn oppgitt
 }
source-lacking = { $n ->
    [one] { $count } mangler
   *[other] { $count } mangler
 }
source-conflicting = { $n ->
    [one] { $count } kom med en id som var kommet før, og teller ikke
   *[other] { $count } kom med id-er som var kommet før, og teller ikke
 }
source-state = Skriv ned det kilden oppgir å ha sendt
source-state-note = Det første og det siste løpenummeret, eller en tid og hvor mange. Det beholdes med navnet ditt og kan ikke endres.
source-from-number = Fra nummer
source-to-number = Til nummer
source-from-time = Fra og med
source-to-time = Til (ikke med)
source-count = Hvor mange
source-state-button = Behold oppgaven
source-file-unexplained = Hull uten forklaring
source-file-statements = Oppgaver fra kilden
source-file-disagreeing = Oppgaver som ikke stemmer
problem-no-such-source = Det finnes ingen slik kilde.
problem-no-such-gap = Ingen av disse numrene mangler.
problem-no-reason = Skriv hvorfor numrene mangler.
problem-bad-statement = Dette sier ikke hva som ble sendt.
hint-statement = Oppgi det første og det siste løpenummeret, eller en start, en senere slutt og hvor mange.
action-explain-gap = Forklarte et hull
