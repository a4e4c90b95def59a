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
problem-setting-decided = Det gemensamma organet har bestämt den här inställningen för alla organisationer.
hint-quarantine-full = Rätta filen, eller höj gränsen för karantänen, och läs in på nytt. Det som redan lästs räknas bara en gång.
hint-make-room = Säg till driften: det måste frigöras plats på disken. Gör sedan samma sak igen.
hint-rolled-back = Lägg tillbaka en kopia som är minst lika ny. Detaljer: tilsyn doctor
hint-wait-for-import = Vänta tills den är klar och försök igen.
sources-answer-whole = Allt har kommit in, så långt varje källa kan bedömas.
sources-answer-open = { $n ->
    [one] { $count } källa behöver ses över: { $sources }.
   *[other] { $count } källor behöver ses över: { $sources }.
 }
sources-col-heard = Mot sin egen vecka
sources-col-statements = Källans uppgifter
sources-no-statements = Inga
sources-agreeing = { $n ->
    [one] { $count } stämmer
   *[other] { $count } stämmer
 }
sources-heard-usual = Som vanligt
sources-heard-so-far = Som vanligt, så långt det har kommit
sources-heard-early = { $n ->
    [one] För tidigt att säga: känd i { $count } vecka, det krävs sex
   *[other] För tidigt att säga: känd i { $count } veckor, det krävs sex
 }
sources-heard-silent = Tyst sedan { $at }
sources-heard-late = En leverans skulle ha kommit { $at }
sources-heard-few = Långt färre än vanligt { $day }
source-title = Källa: { $source }
source-whole = Allt från den här källan har kommit in, så långt det kan bedömas.
source-open = Något från den här källan kan saknas.
source-unexplained = { $n ->
    [one] { $count } lucka är inte förklarad
   *[other] { $count } luckor är inte förklarade
 }
source-disagreeing = { $n ->
    [one] { $count } uppgift från en källa stämmer inte med det som kom
   *[other] { $count } uppgifter från källor stämmer inte med det som kom
 }
source-quarantined = { $n ->
    [one] { $count } bit väntar i karantän och kan vara bland det som saknas.
   *[other] { $count } bitar väntar i karantän och kan vara bland det som saknas.
 }
source-late = { $n ->
    [one] En leverans skulle ha kommit { $at }. På { $count } sådan dag före kom det alltid en innan dess.
   *[other] En leverans skulle ha kommit { $at }. På de { $count } sådana dagarna före kom det alltid en innan dess.
 }
source-silent = Inget har kommit sedan { $from }. Vanligtvis skulle omkring { $expected } ha kommit vid det här laget. Under de { $weeks } veckorna före var det minsta vid samma tid { $fewest }.
source-was-silent = Inget hände från { $from } till { $to }. Vanligtvis skulle omkring { $expected } ha kommit. Under de { $weeks } veckorna före var det minsta vid samma tid { $fewest }.
source-few = { $day } gav { $came } händelser; omkring { $expected } är vanligt. Det är mindre än hälften av någon sådan dag före.
source-judged = Bedömd till och med
source-delay = Hur sent händelser kommer
source-delay-hours = { $n ->
    [one] Nio av tio leveranser är högst { $count } timme efter
   *[other] Nio av tio leveranser är högst { $count } timmar efter
 }
source-no-delay = För få leveranser för att säga när nästa ska komma
source-week = De senaste sju dagarna
source-week-note = Bandet är det som nio av tio sådana timmar ger; staplarna är det som kom. Ett märke under linjen är en timme av tystnad.
source-week-about = Timme för timme: { $came } händelser kom, omkring { $expected } är vanligt.
source-no-week = Veckan kan inte ritas än: för lite har kommit.
source-col-hour = Timme
source-col-came = Kom
source-col-usual = Vanligt
source-silences = Tystnad
source-silences-note = Tider utan något alls som slumpen inte förklarar, bedömda enbart efter veckorna före. En som fylls av sena händelser försvinner.
source-col-silent = Tyst
source-col-why = Varför det räknas
source-lasts = fortfarande
source-gaps-note = Löpnummer mellan det första och det sista som aldrig kom. En lucka sluter sig själv när de kommer.
source-col-numbers = Nummer
source-col-between = Mellan
source-col-noticed = Upptäckt
source-col-explained = Förklaring
source-filled-at = kom { $at }
source-filled = Luckor som har fyllts
source-not-explained = Ingen än
source-not-known = inte känt
source-reason-erased = (raderad)
source-explain = Förklara en lucka
source-explain-note = Bevaras med ditt namn i den oföränderliga loggen och kan inte ändras. Luckan står kvar. Skriv inte andras namn eller personnummer.
source-explain-button = Bevara förklaringen
source-reason = Varför saknas de?
source-statements = Det källan uppger att den har skickat
source-statements-note = Bevarat i den oföränderliga loggen som det gavs, och jämfört med det som har kommit hittills.
source-no-statements = Källan har inte uppgett hur mycket den har skickat.
source-col-stated = Uppgett
source-col-says = Säger
source-col-result = Det som kom
source-stated = { $n ->
    [one] { $count } skickad
   *[other] { $count } skickade
 }
source-of-numbers = nummer { $numbers }
source-stored = { $n ->
    [one] { $count } lagrad
   *[other] { $count } lagrade
 }
source-agrees = Stämmer
source-more = { $n ->
    [one] { $count } mer än uppgett
   *[other] { $count } fler än uppgett
 }
source-lacking = { $n ->
    [one] { $count } saknas
   *[other] { $count } saknas
 }
source-conflicting = { $n ->
    [one] { $count } kom med ett id som hade kommit förut, och räknas inte
   *[other] { $count } kom med id som hade kommit förut, och räknas inte
 }
source-state = Skriv ned vad källan uppger att den har skickat
source-state-note = Det första och det sista löpnumret, eller en tid och hur många. Det bevaras med ditt namn och kan inte ändras.
source-from-number = Från nummer
source-to-number = Till nummer
source-from-time = Från och med
source-to-time = Till (ej med)
source-count = Hur många
source-state-button = Bevara uppgiften
source-file-unexplained = Luckor utan förklaring
source-file-statements = Uppgifter från källan
source-file-disagreeing = Uppgifter som inte stämmer
problem-no-such-source = Det finns ingen sådan källa.
problem-no-such-gap = Inget av dessa nummer saknas.
problem-no-reason = Skriv varför numren saknas.
problem-bad-statement = Det här säger inte vad som skickades.
hint-statement = Ange det första och det sista löpnumret, eller en början, ett senare slut och hur många.
action-explain-gap = Förklarade en lucka
