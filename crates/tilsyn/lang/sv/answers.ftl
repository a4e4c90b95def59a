# What commands answer: headings, counts, checks.
cli-col-employee = Anst.nr.
cli-col-national-id = Personnr.
cli-col-piece = Bit nr
cli-col-setting = Inställning
cli-col-value = Värde
cli-col-records = Poster
cli-col-count = Antal
cli-col-added = Nya
cli-col-changed = Ändrade
cli-col-unchanged = Oändrade
cli-col-ended = Avslutade
cli-col-checked = Kontrollerat
cli-col-ok = I ordning
cli-col-mend = Vad du gör
cli-nothing-statement = Ingen har slagningar utanför egen enhet eller utan känd enhet under perioden.
cli-nothing-subjects = Ingen har slagits upp under perioden.
cli-nothing-pictures = Inga bilder eller dokument har hämtats under perioden.
cli-nothing-usage = Inga händelser svarar på frågan.
cli-usage-withheld = Talen skulle berätta om färre än 5 personer och visas inte. Välj en längre period eller färre filter.
cli-nothing-history = Inga händelser motsvarar frågan.
cli-nothing-search = Inga personer hittades.
cli-nothing-sources = Det finns inga källor ännu. Läs in en logg: tilsyn import events FIL
cli-nothing-own-log = Ingen har tittat på något ännu.
cli-nothing-directory = Mappen har ingen av registrets filer.
cli-past-the-end = Så långt går inte listan. Välj ett mindre tal för --skip.
cli-left = { $n ->
    [one] { $count } äldre visas inte. Se den: --skip { $skip }
   *[other] { $count } äldre visas inte. Se dem: --skip { $skip }
 }
cli-import-events = Händelser totalt
cli-import-gaps = Luckor i löpnumren
cli-import-see-quarantine = Se vad som inte kunde läsas: tilsyn quarantine
cli-import-seconds = Klart på { $seconds } sekunder.
cli-import-read = { $n ->
    [one] { $count } post läst
   *[other] { $count } poster lästa
 }
cli-import-progress = { $n ->
    [one] { $percent } % · { $count } post läst
   *[other] { $percent } % · { $count } poster lästa
 }
cli-directory-refused = { $file } lästes inte in, och det som var känt sedan tidigare gäller fortfarande: { $reason }
cli-directory-columns = { $file }, rad 1: de här kolumnerna saknas: { $columns }. Filen lästes inte in, och det som var känt sedan tidigare gäller fortfarande. Skriv dem på första raden med komma eller semikolon emellan och läs in mappen på nytt.
cli-directory-row = { $file }, rad { $line }: { $reason }
cli-directory-more = { $n ->
    [one] Och { $count } rad till. Se alla: tilsyn quarantine
   *[other] Och { $count } rader till. Se alla: tilsyn quarantine
 }
cli-directory-kept-rows = { $n ->
    [one] { $file }: { $count } rad saknas och skulle ha upphört i dag. Den gäller fortfarande, eftersom en rad som inte lästes in handlar om samma person, enhet eller användarkonto. Det som fortfarande saknas när de rättade raderna läses in upphör den dagen.
   *[other] { $file }: { $count } rader saknas och skulle ha upphört i dag. De gäller fortfarande, eftersom rader som inte lästes in handlar om samma personer, enheter eller användarkonton. Det som fortfarande saknas när de rättade raderna läses in upphör den dagen.
 }
cli-directory-kept-file = { $n ->
    [one] { $file }: { $count } rad saknas och skulle ha upphört i dag. Den gäller fortfarande, och inget i den här filen upphörde: i minst en rad som inte lästes in går det inte att läsa vem eller vad den handlar om. Det som fortfarande saknas när de rättade raderna läses in upphör den dagen.
   *[other] { $file }: { $count } rader saknas och skulle ha upphört i dag. De gäller fortfarande, och inget i den här filen upphörde: i minst en rad som inte lästes in går det inte att läsa vem eller vad den handlar om. Det som fortfarande saknas när de rättade raderna läses in upphör den dagen.
 }
cli-directory-encoding = Spara filen som UTF-8 och läs in mappen på nytt.
cli-directory-mend = Raderna som inte lästes in är bevarade i karantänen. Rätta dem i filen och läs in mappen på nytt.
cli-directory-other = { $file } är ingen av registrets filer och lästes inte.
cli-directory-column = { $file }: kolumnen { $column } är okänd och lästes inte.
cli-setting-later = Inställningen gäller från nästa start.
cli-upgrade-same = Format { $format }: aktuellt, inget att göra.
cli-upgrade-done = Flyttad från format { $from } till { $to }.
cli-verify-whole = Loggen är hel: allt stämmer med de signerade kontrollpunkterna.
cli-verify-broken = Loggen är INTE hel. Se nedan vad som inte stämmer.
cli-verify-checkpoints = Signerade kontrollpunkter
cli-verify-erased = Gallrade med stöd i lag
cli-verify-unexplained = Luckor utan förklaring
cli-verify-hole = Oförklarad lucka i loggen: { $hole }
cli-verify-pieces = Bitar i karantän, öppnade
cli-verify-sqlite = Registret: SQLite har gått igenom databasen (integrity_check) och fann inga fel.
cli-verify-sqlite-broken = Registret: SQLite har gått igenom databasen (integrity_check) och fann fel.
cli-verify-postgres = Registret: PostgreSQL har kontrollsummor (data_checksums) och prövar dem varje gång den läser.
cli-verify-postgres-none = Registret: PostgreSQL har inga kontrollsummor (data_checksums = off), så skador på disken upptäcks inte.
cli-verify-not-covered = Täcks inte av signaturerna: personer, enheter och resten av registrets innehåll, inställningarna och källornas namn. Har ett värde där bytts ut mot ett annat av samma form hittas det inte.
cli-fault-ledger = { $file } är inte som den skrevs. Detaljer: { $detail }
cli-fault-archive = Arkivet är skadat. Radera mappen archive; den görs på nytt ur loggen. Detaljer: { $detail }
cli-fault-counts = Arkivet har { $archive } händelser, loggen { $ledger }. Radera mappen archive; den görs på nytt ur loggen.
cli-fault-registry = Registret är skadat: { $file }. Lägg tillbaka den senaste goda kopian. Detaljer: { $detail }
cli-fault-piece = Bit { $number } i karantänen är inte det som kom in: registret har ändrats. Lägg tillbaka den senaste goda kopian.
cli-fault-looks = Registret listar { $registry } slagningar i Tilsyn, loggen har { $ledger }. Lägg tillbaka den senaste goda kopian av registret.
cli-doctor-events = Händelser
cli-doctor-running-numbers = Löpnummer
cli-doctor-quarantine = Karantän
cli-doctor-conflicts = Konflikter
cli-doctor-imports = Inläsningar
cli-doctor-root-key = Rotnyckel
cli-doctor-registry = Registret
cli-doctor-data-checksums = Kontrollsummor
cli-mend-events = Läs in en logg: tilsyn import events FIL
cli-mend-running-numbers = { $n ->
    [one] { $count } lucka: be källan om det som saknas. Se tilsyn sources
   *[other] { $count } luckor: be källan om det som saknas. Se tilsyn sources
 }
cli-mend-quarantine = { $n ->
    [one] { $count } bit väntar. Se tilsyn quarantine
   *[other] { $count } bitar väntar. Se tilsyn quarantine
 }
cli-mend-conflicts = { $n ->
    [one] { $count } id kom igen med annat innehåll. Fråga källan.
   *[other] { $count } id:n kom igen med annat innehåll. Fråga källan.
 }
cli-mend-imports = { $n ->
    [one] { $count } avbröts. Kör den igen; inget lagras två gånger.
   *[other] { $count } avbröts. Kör dem igen; inget lagras två gånger.
 }
cli-mend-root-key = Rotnyckeln ligger tillsammans med data. Lägg den på ett annat ställe och sätt key_file i settings.toml.
cli-mend-registry = Registrets databas är skadad. Lägg tillbaka den senaste goda kopian. Detaljer: tilsyn verify
cli-mend-data-checksums = PostgreSQL har inga kontrollsummor. Stoppa databasen och slå på dem med pg_checksums --enable.
# Mails that wait.
cli-doctor-notices = Meddelanden via e-post
cli-notices-late = { $n ->
    [one] { $count } meddelande har väntat sedan { $since }. Se efter på e-postservern och i [mail] i settings.toml.
   *[other] { $count } meddelanden väntar, det äldsta sedan { $since }. Se efter på e-postservern och i [mail] i settings.toml.
 }
cli-notices-nowhere = För { $count } av dem är ingen e-postadress känd här: låt leverantören av inloggningar skicka emails.
cli-notices-given-up = { $n ->
    [one] { $count } meddelande kom inte fram på en vecka och skickas inte längre.
   *[other] { $count } meddelanden kom inte fram på en vecka och skickas inte längre.
 }
# Witnesses.
cli-doctor-roll-back = Äldre kopia
cli-doctor-witnesses = Vittnen
cli-mend-roll-back = Data har lagts tillbaka från en äldre kopia och inget tas in. Lägg tillbaka en kopia som är minst lika ny som det som är signerat.
cli-mend-witnesses = Vittnen svarar inte.
cli-doctor-log-key = Loggens nyckel, till vittnena: { $key }
cli-witness-silent = { $n ->
    [one] Vittnet { $name } har inte signerat på { $count } minut.
   *[other] Vittnet { $name } har inte signerat på { $count } minuter.
 }
cli-witness-never = Vittnet { $name } har aldrig signerat.
cli-witness-unreachable = Det svarar inte: kontrollera adressen och nätet.
cli-witness-knows-not = Det känner inte till loggen: be dem som driver det att lägga till loggens nyckel.
cli-witness-unbelievable = Svaret stämmer inte: en felaktig signatur, eller en storlek som det inte kan visa. Svaret har inte använts. Fråga dem som driver det.
cli-witness-odd = Det svarar med { $status }, som inte hör hemma här.
cli-witness-no-address = Policyn ger ingen adress för det.
cli-verify-witnessed = { $n ->
    [one] Tillräckligt många vittnen har signerat { $count } post.
   *[other] Tillräckligt många vittnen har signerat { $count } poster.
 }
cli-verify-witnessed-without = { $n ->
    [one] Tillräckligt många vittnen har signerat { $count } post. Dessa saknas: { $missing }
   *[other] Tillräckligt många vittnen har signerat { $count } poster. Dessa saknas: { $missing }
 }
cli-verify-not-witnessed = För få vittnen har signerat. Dessa saknas: { $missing }
cli-doctor-source-rhythm = Källorna som vanligt
cli-doctor-source-statements = Det källorna uppger att de har skickat
cli-mend-source-rhythm = { $n ->
    [one] { $count } källa är tyst, sen eller långt tystare än sin egen vecka. Se: tilsyn source show NAMN
   *[other] { $count } källor är tysta, sena eller långt tystare än sin egen vecka. Se: tilsyn source show NAMN
 }
cli-mend-source-statements = { $n ->
    [one] { $count } uppgift stämmer inte med det som kom. Låt källan skicka det som saknas: tilsyn source show NAMN
   *[other] { $count } uppgifter stämmer inte med det som kom. Låt källorna skicka det som saknas: tilsyn source show NAMN
 }
cli-source-stated = Uppgiften är bevarad.
cli-source-explained = Förklaringen är bevarad. Luckan står kvar.
cli-bad-numbers = { $numbers } är inga nummer: skriv FÖRSTA-SISTA, till exempel 4411-4415.
cli-duty-proposed = Roll nr { $number } är föreslagen. Någon annan måste ge den.
cli-duty-given = Roll nr { $number } är given.
cli-duty-declined = Roll nr { $number } är avslagen.
cli-duty-ended = Roll nr { $number } är avslutad.
cli-duties-begun = De första rollerna är givna. Från och med nu gäller de också för kommandon på den här datorn.
cli-staff-done = Det är gjort och står i den egna loggen.
cli-no-such-role = Det finns ingen sådan roll. Rollerna är: { $known }.
cli-no-file = Filen kan inte läsas: { $path }
cli-bad-staff-file = Rad { $line } i { $path } passar inte rubrikerna user, name, employee_no, issuer, subject, role, scope, need, to. Inget har getts.
cli-nothing-staff = Ingen får logga in än. De första rollerna ges med: tilsyn duties begin FIL
