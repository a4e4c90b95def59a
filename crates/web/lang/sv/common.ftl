# The frame of every page, lists, files and problems.
nav-label = Huvudmeny
nav-front = Startsida
nav-statement = Loggsammanställning
nav-log = Logg
nav-sources = Källor
tabs-label = Sidor här
tab-statement = Användare
tab-statement-pictures = I bilder
tab-subjects = Personer som slagits upp
tab-pictures = Bilder och dokument
tab-log = Alla händelser
tab-changes = Ändringar
tab-logons = Inloggningar
tab-elements = Skärmbilder
tab-usage = Användning
tab-search = Sök
tab-sources = Källor
tab-imports = Inläsningar
tab-quarantine = Karantän
tab-own-log = Slagningar i Tilsyn
skip-content = Hoppa till innehållet
skip-list = Hoppa till listan
strip-development = Inloggning för utveckling: alla på den här datorn väljer själva vem de är. Inte för riktiga data.
login-as = Du är
login-choose = Byt
find-label = Namn, anställningsnummer, användarkonto eller personnummer
find-placeholder = Hitta en person eller användare
find-button = Sök
reader-logged = Dina slagningar loggas också
language-label = Språk
foot-fair = Loggen används bara för kontroll, säkerhet och tillsyn, inte för att mäta arbete.
period-quarter = kvartal { $quarter } { $year }
period-all = hela loggen
period-until = till och med { $day }
period-unknown = Det finns ingen sådan period. Välj en i listan.
period-without-day = Skriv minst en av de dagar som perioden går mellan.
period-no-day = Det är ingen dag i kalendern mellan 1900 och 2100. Skriv den så här: 2026-03-31.
period-reversed = Den sista dagen ligger före den första. Byt plats på dem eller ändra en av dem.
filter-label = Filter
filter-period = Period
filter-span = Från datum till datum
filter-from = Från
filter-to = Till
filter-unit = Enhet
filter-all-units = { $n ->
    [one] Alla ({ $count })
   *[other] Alla ({ $count })
 }
filter-all = Alla
filter-user = Användare
filter-client = Dator eller nätverksadress
filter-source = Källsystem
filter-more = Fler filter
filter-star = Skriv hela namnet, eller använd * för resten: PC-0*, 10.20.*. Flera användare skiljs åt med komma. Användare kan vara användarnamn, namn eller anställningsnummer.
filter-show = Visa
filter-clear = Återställ
paging-shown = { $from }–{ $to } av { $all }
paging-label = Sidor i listan
paging-previous = Föregående
paging-next = Nästa
export-label = Hämta
export-xlsx = Excel
export-csv = CSV
export-json = JSON
export-cut = Excel-filen får med de första { $rows } av { $all } rader. CSV och JSON får med alla.
made-label = Underlag
made-fair = En slagning här är inte i sig en överträdelse.
made-logged = Även dina egna slagningar loggas.
made-source = { $source }: fullständig till { $until }, { $gaps }
made-no-gaps = inga luckor
made-gaps = { $n ->
    [one] { $count } lucka
   *[other] { $count } luckor
 }
made-leaves = { $n ->
    [one] { $count } post i den oföränderliga loggen.
   *[other] { $count } poster i den oföränderliga loggen.
 }
made-conflicts = { $n ->
    [one] { $count } händelse med samma id men olika innehåll räknas inte.
   *[other] { $count } händelser med samma id men olika innehåll räknas inte.
 }
made-quarantined = { $n ->
    [one] { $count } inläst bit ligger i karantän.
   *[other] { $count } inlästa bitar ligger i karantän.
 }
list-empty = Inget passar filtren. Prova en annan period, eller återställ filtren.
unit-none = Utan enhet
name-unknown = Okänt namn
chart-table = Talen bakom bilden
chart-sideways = Bilden är bredare än skärmen: rulla i sidled, eller läs siffrorna under den.
about-sheet = Om
about-list = Lista
about-organisation = Organisation
about-period = Period
about-rows = Rader här / totalt
about-zone = Tidszon
about-address = Adress
about-note = Obs
about-masked = Personnummer är delvis dolda. De står bara på personens egen sida.
problem-title = Det gick inte
problem-hint-front = Inget har ändrats. Gå till startsidan, eller försök igen.
problem-no-such-page = Sidan finns inte. Adressen kan vara felskriven, eller så har sidan flyttats.
problem-hint-rules = Inget har ändrats. Reglerna säger varför, och vad du får göra.
problem-not-allowed = Du får inte göra detta: { $action }.
problem-busy = Det är många frågor på en gång just nu. Försök igen om några sekunder.
problem-too-slow = Svaret tog för lång tid. Välj en kortare period, eller försök igen.
problem-broken = Något gick fel hos oss. Loggen är orörd. Felet har antecknats för driften.
problem-no-file = Filen kunde inte skapas.
problem-period = Perioden kan inte läsas, och därför visas ingenting.
problem-hint-period = Det du fyllde i finns kvar. Rätta det som är markerat och välj Visa.
problem-parameter = Adressen har ett värde som inte kan läsas ({ $names }), och därför visas ingenting.
parameter-unreadable = Värdet är inget av dem som den här adressen tar emot.
problem-stale-form = Formuläret var för gammalt. Gå tillbaka, ladda om sidan och försök igen.
problem-foreign-form = Formuläret skickades från en annan webbplats, så ingenting har gjorts. Öppna sidan här och skicka det igen.
problem-address-too-long = Adressen är för lång. Ta bort några av filtren.
problem-method = Adressen tar inte emot en sådan begäran. Öppna sidan på nytt och fortsätt därifrån.
problem-too-long = Det du skickade är för långt.
problem-form-slow = Formuläret var för länge på väg. Skicka det en gång till.
