# Sources, imports and quarantine.
sources-title = Kilder
sources-lead = Hvad der er kommet ind fra hvert system, hvor langt det er fuldstændigt, og om noget mangler.
sources-leaves = Poster i den uforanderlige log
sources-signed = signeret til { $size }, { $at }
sources-conflicts = Konflikter
sources-conflicts-note = samme id, forskelligt indhold: bevaret, men tæller ikke
sources-quarantined = I karantæne
sources-quarantined-note = kunne ikke læses, men er bevaret ordret
sources-col-source = Kilde
sources-col-standing = Tilstand
sources-col-complete = Fuldstændig til
sources-col-first = Fra
sources-col-events = Hændelser
sources-col-gaps = Huller
sources-every = { $n ->
    [one] aftalt hver time
   *[other] aftalt hver { $count }. time
 }
sources-missing = { $n ->
    [one] { $count } løbenummer mangler
   *[other] { $count } løbenumre mangler
 }
sources-on-time = Til tiden
sources-late = Forsinket
sources-not-agreed = Ingen aftalt frekvens
sources-file-every = Aftalt hver (timer)
sources-file-missing = Manglende løbenumre
sources-file-numbers = Huller fra–til
imports-title = Indlæsninger
imports-lead = Læst er summen af gemt, dubletter, konflikter og karantæne. Intet forsvinder.
imports-col-started = Startet
imports-col-what = Hvad
imports-col-read = Læst
imports-col-stored = Gemt
imports-col-duplicates = Dubletter
imports-col-conflicts = Konflikter
imports-col-quarantined = Karantæne
imports-col-events = Hændelser
imports-unfinished = Ikke færdig
imports-made-good = Afbrudt; er kommet helt ind siden
imports-file-finished = Færdig
imports-file-seconds = Sekunder
quarantine-title = Karantæne
quarantine-lead = Det, der ikke kunne læses, er bevaret ordret. Ret det i kilden, og indlæs igen.
quarantine-col-place = Hvor
quarantine-col-reason = Grund
quarantine-col-bytes = Byte
quarantine-col-at = Indlæst
quarantine-line = Linje { $line }
quarantine-piece = Et stykke i karantæne
quarantine-length = { $n ->
    [one] { $count } byte
   *[other] { $count } byte
 }
quarantine-cut = { $n ->
    [one] Kun den første byte vises.
   *[other] Kun de første { $count } byte vises.
 }
quarantine-file-file = Fil
quarantine-file-line = Linje
refusal-not-utf8 = Teksten er ikke UTF-8 fra byte { $at }.
refusal-not-readable = Kan ikke læses som { $format }, fejl i kolonne { $column }.
refusal-too-deep = For mange niveauer inden i hinanden.
refusal-too-long = Længere end { $bytes } byte.
refusal-missing-field = Feltet { $field } mangler.
refusal-bad-field = Feltet { $field } skulle være { $expected }.
refusal-twice-field = Feltet { $field } står to gange.
refusal-zero-byte = Feltet { $field } har et nultegn (U+0000), som ingen database kan gemme.
refusal-no-offset = Tiden i { $field } siger ikke, hvor langt den er fra UTC.
refusal-time-out-of-range = Tiden i { $field } ligger uden for årene 1900 til 2100.
refusal-not-an-event = Dette er en { $what }, ikke en loghændelse.
refusal-template = En skabelon med pladsholdere, ikke en besked.
refusal-unknown-format = Formatet er ikke blandt dem, vi kender.
refusal-broken-compression = Den komprimerede fil stopper eller er beskadiget.
refusal-columns = Rækken har { $found } kolonner, overskriften { $expected }.
refusal-cycle = { $field } peger tilbage på sig selv.
refusal-ends-before-start = Slutningen ligger før starten.
refusal-same-key-twice = En tidligere række i filen har samme nøgle og andet indhold.
refusal-name-not-utf8 = Ikke UTF-8
refusal-name-not-readable = Kan ikke læses
refusal-name-too-deep = For dybt
refusal-name-too-long = For lang
refusal-name-missing-field = Felt mangler
refusal-name-bad-field = Fejl i felt
refusal-name-twice-field = Felt to gange
refusal-name-zero-byte = Nultegn
refusal-name-no-offset = Tid uden afstand til UTC
refusal-name-time-out-of-range = Tid uden for 1900–2100
refusal-name-not-an-event = Ikke en loghændelse
refusal-name-template = Skabelon
refusal-name-unknown-format = Ukendt format
refusal-name-broken-compression = Beskadiget fil
refusal-name-columns = Forkert antal kolonner
refusal-name-cycle = Ring
refusal-name-ends-before-start = Slut før start
refusal-name-same-key-twice = Samme nøgle to gange
problem-archive = Arkivet kunne ikke læses. Loggen er urørt. Fejlen er noteret til driften.
problem-disk-full = Disken er fuld. Intet af det, der er bekræftet, er gået tabt.
problem-disk-reserve = Disken er næsten fuld: Tilsyn tager intet ind, mens mindre end { $mebibytes } MiB er ledigt, så opslag fortsat kan logges. Intet af det, der er bekræftet, er gået tabt.
problem-ledger = Den uforanderlige log kunne ikke læses eller skrives. Fejlen er noteret til driften.
problem-registry = Registret kunne ikke læses. Fejlen er noteret til driften.
problem-zero-byte = Et nultegn (U+0000) kan hverken gemmes eller søges efter.
problem-look-not-filed = Dit opslag kunne ikke logges, og derfor vises intet. Fejlen er noteret til driften.
problem-no-such-event = Der findes ingen sådan hændelse.
problem-no-such-piece = Der findes ikke et sådant stykke i karantænen.
problem-no-such-file = { $path } findes ikke.
problem-may-not-read = { $path } må ikke læses af den bruger, Tilsyn kører som. Giv den læseadgang, og prøv igen.
problem-not-a-folder = { $path } er ikke en mappe.
problem-no-directory-file = Mappen { $path } har ingen af registrets filer. De hedder { $names }.
problem-cannot-read-file = Filen { $path } kunne ikke læses.
problem-rolled-back = Dataene er lagt tilbage fra en ældre kopi: Loggen har { $own } poster, men { $signed } er allerede underskrevet. Intet indlæses, og intet underskrives.
problem-import-running = En indlæsning er allerede i gang.
problem-quarantine-full = Karantænen er fuld. Indlæsningen stoppede i { $path }; det læste er bevaret.
problem-search-too-short = Skriv mindst { $chars } tegn.
problem-bad-setting = Denne indstilling findes ikke, eller værdien passer ikke.
problem-setting-decided = Fællesorganet har bestemt denne indstilling for alle organisationerne.
hint-quarantine-full = Ret filen, eller hæv grænsen for karantænen, og indlæs igen. Det allerede læste tæller kun én gang.
hint-make-room = Giv driften besked: der skal frigøres plads på disken. Gør derefter det samme igen.
hint-rolled-back = Læg en kopi tilbage, der er mindst lige så ny. Detaljer: tilsyn doctor
hint-wait-for-import = Vent til den er færdig, og prøv igen.
sources-answer-whole = Alt er kommet ind, så vidt hver kilde kan bedømmes.
sources-answer-open = { $n ->
    [one] { $count } kilde kræver, at nogen ser på den: { $sources }.
   *[other] { $count } kilder kræver, at nogen ser på dem: { $sources }.
 }
sources-col-heard = Mod sin egen uge
sources-col-statements = Kildens opgørelser
sources-no-statements = Ingen
sources-agreeing = { $n ->
    [one] { $count } stemmer
   *[other] { $count } stemmer
 }
sources-heard-usual = Som sædvanligt
sources-heard-so-far = Som sædvanligt, så langt den er kommet
sources-heard-early = { $n ->
    [one] For tidligt at sige: kendt i { $count } uge, der kræves seks
   *[other] For tidligt at sige: kendt i { $count } uger, der kræves seks
 }
sources-heard-silent = Tavs siden { $at }
sources-heard-late = En levering skulle være kommet { $at }
sources-heard-few = Langt færre end sædvanligt { $day }
source-title = Kilde: { $source }
source-whole = Alt fra denne kilde er kommet ind, så vidt det kan bedømmes.
source-open = Noget fra denne kilde kan mangle.
source-unexplained = { $n ->
    [one] { $count } hul er ikke forklaret
   *[other] { $count } huller er ikke forklaret
 }
source-disagreeing = { $n ->
    [one] { $count } opgørelse fra en kilde stemmer ikke med det, der kom
   *[other] { $count } opgørelser fra kilder stemmer ikke med det, der kom
 }
source-quarantined = { $n ->
    [one] { $count } stykke venter i karantæne og kan være blandt det, der mangler.
   *[other] { $count } stykker venter i karantæne og kan være blandt det, der mangler.
 }
source-late = { $n ->
    [one] En levering skulle være kommet { $at }. På { $count } sådan dag før kom der altid en inden da.
   *[other] En levering skulle være kommet { $at }. På de { $count } sådanne dage før kom der altid en inden da.
 }
source-silent = Intet er kommet siden { $from }. Normalt ville omkring { $expected } være kommet nu. I de { $weeks } uger før var det færreste på samme tid { $fewest }.
source-was-silent = Intet skete fra { $from } til { $to }. Normalt ville omkring { $expected } være kommet. I de { $weeks } uger før var det færreste på samme tid { $fewest }.
source-few = { $day } gav { $came } hændelser; omkring { $expected } er sædvanligt. Det er under halvdelen af nogen sådan dag før.
source-judged = Bedømt til og med
source-delay = Hvor sent hændelser kommer
source-delay-hours = { $n ->
    [one] Ni ud af ti leveringer er højst { $count } time bagud
   *[other] Ni ud af ti leveringer er højst { $count } timer bagud
 }
source-no-delay = For få leveringer til at sige, hvornår den næste skal komme
source-week = De seneste syv dage
source-week-note = Båndet er det, ni ud af ti sådanne timer giver; søjlerne er det, der kom. Et mærke under linjen er en time i tavshed.
source-week-about = Time for time: { $came } hændelser kom, omkring { $expected } er sædvanligt.
source-no-week = Ugen kan ikke tegnes endnu: for lidt er kommet.
source-col-hour = Time
source-col-came = Kom
source-col-usual = Sædvanligt
source-silences = Tavshed
source-silences-note = Tider uden noget, som tilfældet ikke forklarer, bedømt alene efter ugerne før. En, der fyldes af sene hændelser, forsvinder.
source-col-silent = Tavs
source-col-why = Hvorfor det tæller
source-lasts = stadig
source-gaps-note = Løbenumre mellem det første og det sidste, der aldrig kom. Et hul lukker sig selv, når de kommer.
source-col-numbers = Numre
source-col-between = Mellem
source-col-noticed = Opdaget
source-col-explained = Forklaring
source-filled-at = kom { $at }
source-filled = Huller, der er fyldt
source-not-explained = Ingen endnu
source-not-known = ikke kendt
source-reason-erased = (slettet)
source-explain = Forklar et hul
source-explain-note = Bevares med dit navn i den uforanderlige log og kan ikke ændres. Hullet bliver stående. Skriv ikke andres navne eller cpr-numre.
source-explain-button = Bevar forklaringen
source-reason = Hvorfor mangler de?
source-statements = Det, kilden oplyser at have sendt
source-statements-note = Bevaret i den uforanderlige log, som den blev givet, og holdt op mod det, der er kommet til nu.
source-no-statements = Kilden har ikke oplyst, hvor meget den har sendt.
source-col-stated = Oplyst
source-col-says = Siger
source-col-result = Det, der kom
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
    [one] { $count } mere end oplyst
   *[other] { $count } flere end oplyst
 }
source-lacking = { $n ->
    [one] { $count } mangler
   *[other] { $count } mangler
 }
source-conflicting = { $n ->
    [one] { $count } kom med et id, der var kommet før, og tæller ikke
   *[other] { $count } kom med id’er, der var kommet før, og tæller ikke
 }
source-state = Skriv ned, hvad kilden oplyser at have sendt
source-state-note = Det første og det sidste løbenummer, eller en tid og hvor mange. Det bevares med dit navn og kan ikke ændres.
source-from-number = Fra nummer
source-to-number = Til nummer
source-from-time = Fra og med
source-to-time = Til (ikke med)
source-count = Hvor mange
source-state-button = Bevar opgørelsen
source-file-unexplained = Huller uden forklaring
source-file-statements = Opgørelser fra kilden
source-file-disagreeing = Opgørelser, der ikke stemmer
problem-no-such-source = Der er ingen sådan kilde.
problem-no-such-gap = Ingen af disse numre mangler.
problem-no-reason = Skriv, hvorfor numrene mangler.
problem-bad-statement = Dette siger ikke, hvad der blev sendt.
hint-statement = Angiv det første og det sidste løbenummer, eller en start, en senere slutning og hvor mange.
action-explain-gap = Forklarede et hul
