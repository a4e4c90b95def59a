# Sources, imports and quarantine.
sources-title = Källor
sources-lead = Vad som har kommit in från varje system, hur långt det är fullständigt, och om något saknas.
sources-leaves = Poster i den oföränderliga loggen
sources-signed = signerat till { $size }, { $at }
sources-conflicts = Konflikter
sources-conflicts-note = samma id, olika innehåll: behålls men räknas inte
sources-quarantined = I karantän
sources-quarantined-note = kunde inte läsas men är bevarade ordagrant
sources-col-source = Källa
sources-col-standing = Läge
sources-col-complete = Fullständig till
sources-col-first = Från
sources-col-events = Händelser
sources-col-gaps = Luckor
sources-every = { $n ->
    [one] avtalat varje timme
   *[other] avtalat var { $count }:e timme
 }
sources-missing = { $n ->
    [one] { $count } löpnummer saknas
   *[other] { $count } löpnummer saknas
 }
sources-on-time = I tid
sources-late = Försenad
sources-not-agreed = Ingen avtalad frekvens
sources-file-every = Avtalat var (timmar)
sources-file-missing = Saknade löpnummer
sources-file-numbers = Luckor från–till
imports-title = Inläsningar
imports-lead = Läst är summan av lagrat, dubbletter, konflikter och karantän. Inget försvinner.
imports-col-started = Startad
imports-col-what = Vad
imports-col-read = Läst
imports-col-stored = Lagrat
imports-col-duplicates = Dubbletter
imports-col-conflicts = Konflikter
imports-col-quarantined = Karantän
imports-col-events = Händelser
imports-unfinished = Inte klar
imports-made-good = Avbruten; har kommit in helt sedan dess
imports-file-finished = Klar
imports-file-seconds = Sekunder
quarantine-title = Karantän
quarantine-lead = Det som inte kunde läsas är bevarat ordagrant. Rätta det i källan och läs in på nytt.
quarantine-col-place = Var
quarantine-col-reason = Skäl
quarantine-col-bytes = Byte
quarantine-col-at = Inläst
quarantine-line = Rad { $line }
quarantine-piece = En bit i karantän
quarantine-length = { $n ->
    [one] { $count } byte
   *[other] { $count } byte
 }
quarantine-cut = { $n ->
    [one] Bara den första byten visas.
   *[other] Bara de första { $count } byten visas.
 }
quarantine-file-file = Fil
quarantine-file-line = Rad
refusal-not-utf8 = Texten är inte UTF-8 från byte { $at }.
refusal-not-readable = Kan inte läsas som { $format }, fel i kolumn { $column }.
refusal-too-deep = För många nivåer inuti varandra.
refusal-too-long = Längre än { $bytes } byte.
refusal-missing-field = Fältet { $field } saknas.
refusal-bad-field = Fältet { $field } borde vara { $expected }.
refusal-twice-field = Fältet { $field } står två gånger.
refusal-zero-byte = Fältet { $field } har ett nolltecken (U+0000), som ingen databas kan lagra.
refusal-no-offset = Tiden i { $field } anger inget avstånd till UTC.
refusal-time-out-of-range = Tiden i { $field } ligger utanför åren 1900 till 2100.
refusal-not-an-event = Detta är en { $what }, inte en logghändelse.
refusal-template = En mall med platshållare, inte ett meddelande.
refusal-unknown-format = Formatet är inte bland dem vi känner till.
refusal-broken-compression = Den komprimerade filen tar slut eller är skadad.
refusal-columns = Raden har { $found } kolumner, rubriken { $expected }.
refusal-cycle = { $field } pekar tillbaka på sig själv.
refusal-ends-before-start = Slutet ligger före början.
refusal-same-key-twice = En tidigare rad i filen har samma nyckel och annat innehåll.
refusal-name-not-utf8 = Inte UTF-8
refusal-name-not-readable = Kan inte läsas
refusal-name-too-deep = För djupt
refusal-name-too-long = För lång
refusal-name-missing-field = Fält saknas
refusal-name-bad-field = Fel i fält
refusal-name-twice-field = Fält två gånger
refusal-name-zero-byte = Nolltecken
refusal-name-no-offset = Tid utan avstånd till UTC
refusal-name-time-out-of-range = Tid utanför 1900–2100
refusal-name-not-an-event = Inte en logghändelse
refusal-name-template = Mall
refusal-name-unknown-format = Okänt format
refusal-name-broken-compression = Skadad fil
refusal-name-columns = Fel antal kolumner
refusal-name-cycle = Ring
refusal-name-ends-before-start = Slut före början
refusal-name-same-key-twice = Samma nyckel två gånger
problem-archive = Arkivet kunde inte läsas. Loggen är orörd. Felet har antecknats för driften.
problem-disk-full = Disken är full. Inget av det som har bekräftats har gått förlorat.
problem-disk-reserve = Disken är nästan full: Tilsyn tar inte in något medan mindre än { $mebibytes } MiB är ledigt, så att uppslag fortfarande kan loggas. Inget av det som har bekräftats har gått förlorat.
problem-ledger = Den oföränderliga loggen kunde inte läsas eller skrivas. Felet har antecknats för driften.
problem-registry = Registret kunde inte läsas. Felet har antecknats för driften.
problem-zero-byte = Ett nolltecken (U+0000) kan varken lagras eller sökas.
problem-look-not-filed = Din slagning kunde inte loggas, och därför visas inget. Felet har antecknats för driften.
problem-no-such-event = Det finns ingen sådan händelse.
problem-no-such-piece = Det finns ingen sådan bit i karantänen.
problem-no-such-file = { $path } finns inte.
problem-may-not-read = { $path } får inte läsas av den användare som Tilsyn körs som. Ge den läsrättighet och försök igen.
problem-not-a-folder = { $path } är ingen mapp.
problem-no-directory-file = Mappen { $path } har ingen av registrets filer. De heter { $names }.
problem-cannot-read-file = Filen { $path } kunde inte läsas.
problem-rolled-back = Data har lagts tillbaka från en äldre kopia: loggen har { $own } poster, men { $signed } är redan signerade. Inget tas in och inget signeras.
problem-import-running = En inläsning pågår redan.
problem-quarantine-full = Karantänen är full. Inläsningen stannade i { $path }; det som lästs är bevarat.
problem-search-too-short = Skriv minst { $chars } tecken.
problem-bad-setting = Den här inställningen finns inte, eller så passar inte värdet.
hint-quarantine-full = Rätta filen, eller höj gränsen för karantänen, och läs in på nytt. Det som redan lästs räknas bara en gång.
hint-make-room = Säg till driften: det måste frigöras plats på disken. Gör sedan samma sak igen.
hint-rolled-back = Lägg tillbaka en kopia som är minst lika ny. Detaljer: tilsyn doctor
hint-wait-for-import = Vänta tills den är klar och försök igen.
