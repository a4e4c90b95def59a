# The frame of every page, lists, files and problems.
nav-label = Hovedmeny
nav-front = Forside
nav-statement = Loggregnskap
nav-log = Logg
nav-sources = Kilder
tabs-label = Sider her
tab-statement = Brukere
tab-statement-pictures = I bilder
tab-subjects = Personer det er slått opp på
tab-pictures = Bilder og dokumenter
tab-log = Alle hendelser
tab-changes = Endringer
tab-logons = Pålogginger
tab-elements = Skjermbilder
tab-usage = Bruk
tab-search = Søk
tab-sources = Kilder
tab-imports = Innlesninger
tab-quarantine = Karantene
tab-own-log = Oppslag i Tilsyn
skip-content = Hopp til innholdet
skip-list = Hopp til listen
strip-development = Pålogging for utvikling: alle på denne maskinen velger selv hvem de er. Ikke til ekte data.
login-as = Du er
login-choose = Bytt
find-label = Navn, ansattnummer, brukerkonto eller fødselsnummer
find-placeholder = Finn en person eller bruker
find-button = Søk
reader-logged = Dine oppslag logges også
language-label = Språk
foot-fair = Loggen brukes bare til kontroll, sikkerhet og tilsyn, ikke til å måle arbeid.
period-quarter = { $quarter }. kvartal { $year }
period-all = hele loggen
period-until = til og med { $day }
period-unknown = Det finnes ingen slik periode. Velg en fra listen.
period-without-day = Skriv minst én av dagene perioden går mellom.
period-no-day = Dette er ingen dag i kalenderen mellom 1900 og 2100. Skriv den slik: 2026-03-31.
period-reversed = Den siste dagen ligger før den første. Bytt dem om, eller endre en av dem.
filter-label = Filtre
filter-period = Periode
filter-span = Fra dato til dato
filter-from = Fra
filter-to = Til
filter-unit = Avdeling
filter-all-units = { $n ->
    [one] Alle ({ $count })
   *[other] Alle ({ $count })
 }
filter-all = Alle
filter-user = Bruker
filter-client = PC eller nettverksadresse
filter-source = Kildesystem
filter-more = Flere filtre
filter-star = Skriv hele navnet, eller bruk * for resten: PC-0*, 10.20.*. Flere brukere skilles med komma. Bruker kan være brukernavn, navn eller ansattnummer.
filter-show = Vis
filter-clear = Nullstill
paging-shown = { $from }–{ $to } av { $all }
paging-label = Sider i listen
paging-previous = Forrige
paging-next = Neste
export-label = Last ned
export-xlsx = Excel
export-csv = CSV
export-json = JSON
export-cut = Excel-filen får med de første { $rows } av { $all } rader. CSV og JSON får med alle.
made-label = Grunnlag
made-fair = Et oppslag her er ikke i seg selv et brudd.
made-logged = Også dine egne oppslag logges.
made-source = { $source }: fullstendig til { $until }, { $gaps }
made-no-gaps = ingen hull
made-gaps = { $n ->
    [one] { $count } hull
   *[other] { $count } hull
 }
made-leaves = { $n ->
    [one] { $count } post i den uforanderlige loggen.
   *[other] { $count } poster i den uforanderlige loggen.
 }
made-conflicts = { $n ->
    [one] { $count } hendelse med samme id, men ulikt innhold, telles ikke.
   *[other] { $count } hendelser med samme id, men ulikt innhold, telles ikke.
 }
made-quarantined = { $n ->
    [one] { $count } innlest bit ligger i karantene.
   *[other] { $count } innleste biter ligger i karantene.
 }
list-empty = Ingenting passer med filtrene. Prøv en annen periode, eller nullstill filtrene.
unit-none = Uten avdeling
name-unknown = Ukjent navn
chart-table = Tallene bak bildet
chart-sideways = Bildet er bredere enn skjermen: rull sidelengs, eller les tallene under det.
about-sheet = Om
about-list = Liste
about-organisation = Virksomhet
about-period = Periode
about-rows = Rader her / i alt
about-zone = Tidssone
about-address = Adresse
about-note = Merk
about-masked = Fødselsnumre er delvis skjult. De står bare på personens egen side.
problem-title = Dette gikk ikke
problem-hint-front = Ingenting er endret. Gå til forsiden, eller prøv igjen.
problem-no-such-page = Denne siden finnes ikke. Adressen kan være skrevet feil, eller siden er flyttet.
problem-hint-rules = Ingenting er endret. Reglene sier hvorfor, og hva du kan gjøre.
problem-not-allowed = Du har ikke lov til dette: { $action }.
problem-busy = Det er mange spørsmål på en gang akkurat nå. Prøv igjen om noen sekunder.
problem-too-slow = Svaret tok for lang tid. Velg en kortere periode, eller prøv igjen.
problem-broken = Noe gikk galt hos oss. Loggen er urørt. Feilen er skrevet ned for driften.
problem-no-file = Filen kunne ikke lages.
problem-period = Perioden kan ikke leses, og derfor vises ingenting.
problem-hint-period = Det du fylte ut, er beholdt. Rett det som er merket, og velg Vis.
problem-parameter = Adressen har en verdi som ikke kan leses ({ $names }), og derfor vises ingenting.
parameter-unreadable = Verdien er ingen av dem som denne adressen tar imot.
problem-stale-form = Skjemaet var for gammelt. Gå tilbake, last siden på nytt og prøv igjen.
problem-foreign-form = Skjemaet ble sendt fra et annet nettsted, så ingenting er gjort. Åpne siden her og send det på nytt.
problem-address-too-long = Adressen er for lang. Ta bort noen av filtrene.
problem-method = Denne adressen tar ikke imot en slik forespørsel. Åpne siden på nytt og fortsett derfra.
problem-too-long = Det du sendte, er for langt.
problem-form-slow = Skjemaet brukte for lang tid på veien. Send det en gang til.
