# The frame of every page, lists, files and problems.
nav-label = Hovedmenu
nav-front = Forside
nav-statement = Logopgørelse
nav-log = Log
nav-sources = Kilder
tabs-label = Sider her
tab-statement = Brugere
tab-statement-pictures = I billeder
tab-subjects = Personer der er slået op
tab-pictures = Billeder og dokumenter
tab-log = Alle hændelser
tab-changes = Ændringer
tab-logons = Logins
tab-elements = Skærmbilleder
tab-usage = Brug
tab-search = Søg
tab-sources = Kilder
tab-imports = Indlæsninger
tab-quarantine = Karantæne
tab-own-log = Opslag i Tilsyn
skip-content = Gå til indholdet
skip-list = Gå til listen
strip-development = Login til udvikling: alle på denne maskine vælger selv, hvem de er. Ikke til rigtige data.
login-as = Du er
login-choose = Skift
find-label = Navn, medarbejdernummer, brugerkonto eller cpr-nummer
find-placeholder = Find en person eller bruger
find-button = Søg
reader-logged = Dine opslag logges også
language-label = Sprog
foot-fair = Loggen bruges kun til kontrol, sikkerhed og tilsyn, ikke til at måle arbejde.
period-quarter = { $quarter }. kvartal { $year }
period-all = hele loggen
period-until = til og med { $day }
period-unknown = Den periode findes ikke. Vælg en fra listen.
period-without-day = Skriv mindst én af de dage perioden går mellem.
period-no-day = Det er ikke en dag i kalenderen mellem 1900 og 2100. Skriv den sådan: 2026-03-31.
period-reversed = Den sidste dag ligger før den første. Byt om på dem, eller ret en af dem.
filter-label = Filtre
filter-period = Periode
filter-span = Fra dato til dato
filter-from = Fra
filter-to = Til
filter-unit = Afdeling
filter-all-units = { $n ->
    [one] Alle ({ $count })
   *[other] Alle ({ $count })
 }
filter-all = Alle
filter-user = Bruger
filter-client = PC eller netværksadresse
filter-source = Kildesystem
filter-more = Flere filtre
filter-star = Skriv hele navnet, eller brug * for resten: PC-0*, 10.20.*. Flere brugere adskilles med komma. Bruger kan være brugernavn, navn eller medarbejdernummer.
filter-show = Vis
filter-clear = Nulstil
paging-shown = { $from }–{ $to } af { $all }
paging-label = Sider i listen
paging-previous = Forrige
paging-next = Næste
export-label = Hent
export-xlsx = Excel
export-csv = CSV
export-json = JSON
export-cut = Excel-filen får de første { $rows } af { $all } rækker med. CSV og JSON får alle med.
made-label = Grundlag
made-fair = Et opslag her er ikke i sig selv et brud.
made-logged = Også dine egne opslag logges.
made-source = { $source }: fuldstændig til { $until }, { $gaps }
made-no-gaps = ingen huller
made-gaps = { $n ->
    [one] { $count } hul
   *[other] { $count } huller
 }
made-leaves = { $n ->
    [one] { $count } post i den uforanderlige log.
   *[other] { $count } poster i den uforanderlige log.
 }
made-conflicts = { $n ->
    [one] { $count } hændelse med samme id, men forskelligt indhold, tæller ikke med.
   *[other] { $count } hændelser med samme id, men forskelligt indhold, tæller ikke med.
 }
made-quarantined = { $n ->
    [one] { $count } indlæst stykke ligger i karantæne.
   *[other] { $count } indlæste stykker ligger i karantæne.
 }
list-empty = Intet passer til filtrene. Prøv en anden periode, eller nulstil filtrene.
unit-none = Uden afdeling
name-unknown = Ukendt navn
chart-table = Tallene bag billedet
chart-sideways = Billedet er bredere end skærmen: rul til siden, eller læs tallene under det.
about-sheet = Om
about-list = Liste
about-organisation = Organisation
about-period = Periode
about-rows = Rækker her / i alt
about-zone = Tidszone
about-address = Adresse
about-note = Bemærk
about-masked = Cpr-numre er delvis skjult. De står kun på personens egen side.
problem-title = Det gik ikke
problem-hint-front = Intet er ændret. Gå til forsiden, eller prøv igen.
problem-no-such-page = Denne side findes ikke. Adressen kan være skrevet forkert, eller siden er flyttet.
problem-hint-rules = Intet er ændret. Reglerne siger hvorfor, og hvad du må.
problem-not-allowed = Du har ikke lov til dette: { $action }.
problem-busy = Der er mange spørgsmål på én gang lige nu. Prøv igen om nogle sekunder.
problem-too-slow = Svaret tog for lang tid. Vælg en kortere periode, eller prøv igen.
problem-broken = Noget gik galt hos os. Loggen er urørt. Fejlen er noteret til driften.
problem-no-file = Filen kunne ikke laves.
problem-period = Perioden kan ikke læses, og derfor vises der ikke noget.
problem-hint-period = Det, du har udfyldt, er bevaret. Ret det markerede, og vælg Vis.
problem-parameter = Adressen har en værdi, der ikke kan læses ({ $names }), og derfor vises der ikke noget.
parameter-unreadable = Værdien er ingen af dem, som denne adresse tager imod.
problem-stale-form = Formularen var for gammel. Gå tilbage, genindlæs siden og prøv igen.
problem-foreign-form = Formularen blev sendt fra et andet websted, så der er ikke gjort noget. Åbn siden her, og send den igen.
problem-address-too-long = Adressen er for lang. Fjern nogle af filtrene.
problem-method = Adressen tager ikke imod den slags forespørgsler. Åbn siden igen, og fortsæt derfra.
problem-too-long = Det, du sendte, er for langt.
problem-form-slow = Formularen var for længe undervejs. Send den en gang til.
