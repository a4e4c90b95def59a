# Front page, search and own log.
front-title = Dette venter
front-empty = Her er ingen logger endnu. Indlæs kataloget og den første log:
front-none-late = Alle kilder med aftalt frekvens er til tiden
front-none-agreed = Ingen kilde har aftalt frekvens endnu
front-late = { $n ->
    [one] { $count } kilde er forsinket: { $sources }
   *[other] { $count } kilder er forsinkede: { $sources }
 }
front-no-gaps = Ingen huller i kildernes løbenumre
front-gaps = { $n ->
    [one] { $count } hul i kildernes løbenumre
   *[other] { $count } huller i kildernes løbenumre
 }
front-no-quarantine = Intet i karantæne
front-quarantine = { $n ->
    [one] { $count } stykke i karantæne
   *[other] { $count } stykker i karantæne
 }
front-open-sources = Se kilderne
front-open-quarantine = Se karantænen
front-outside = { $n ->
    [one] { $count } opslag uden for egen afdeling
   *[other] { $count } opslag uden for egen afdeling
 }
front-users = { $n ->
    [one] af { $count } bruger.
   *[other] af { $count } brugere.
 }
front-whole-statement = Hele logopgørelsen
front-find = Find en person eller bruger
front-all-looks = Alle opslag i Tilsyn
search-title = Søg
search-lead = Søg på navn, medarbejdernummer, brugerkonto eller cpr-nummer. Det, du skriver, står aldrig i adressen.
search-not-in-addresses = Et cpr-nummer hører ikke hjemme i et filter, for så bliver det stående i adresser og historik. Søg her i stedet.
search-found = { $n ->
    [one] { $count } fund
   *[other] { $count } fund
 }
search-most = Viser { $count } fund, der kan være flere
search-most-advice = Skriv mere af navnet, eller søg på medarbejdernummer, brugerkonto eller cpr-nummer.
search-none-advice = Prøv en del af navnet, hele medarbejdernummeret, hele brugerkontoen eller hele cpr-nummeret.
search-person = Hvem har slået personen op
search-user = Hvad brugeren har set
own-log-title = Opslag i Tilsyn
own-log-lead = Hvert opslag gennem dette program, også dit: hvem der så hvad, og om hvem, og hvad der blev afvist. Det kan hverken ændres eller slettes.
own-log-col-who = Hvem
own-log-col-action = Så hvad
own-log-col-about = Om hvem
own-log-col-period = Periode og udvalg
own-log-col-rows = Rækker
own-log-denied = Afvist: { $action }
own-log-kept-back = Vises ikke
own-log-file-form = Form
own-log-file-from = Fra
own-log-file-to = Til
own-log-local-operator = lokal operatør
own-log-nobody = Ingen navngivne
own-log-named = { $n ->
    [one] 1 navngiven person
   *[other] { $count } navngivne personer
}
own-log-named-more = { $n ->
    [one] og 1 anden navngiven person
   *[other] og { $count } andre navngivne personer
}
own-log-named-many = { $count } eller flere navngivne personer
own-log-rows-of = { $rows } af { $all }
own-log-rows-from = fra række { $row }
own-log-setting = Indstilling
own-log-value = Værdi
look-setting-set = Satte en indstilling
own-log-text = Tekst
own-log-number = et nummer der ikke vises
own-log-file-named = Navngivne personer
own-log-file-filter = Udvalg
own-log-file-all = Rækker i alt
own-log-file-first = Første række
look-overview = Forsiden
look-statement = Logopgørelsen
look-statement-pictures = Logopgørelsen i billeder
look-subjects = Personer der er slået op
look-pictures = Billeder og dokumenter
look-picture = Hvem der har åbnet et billede eller dokument
look-elements = Brug af skærmbilleder
look-usage = Hvordan systemerne bruges
look-person = Hvem der slog en person op
look-user = Hvad en bruger slog op
look-element = Opslag på ét skærmbillede
look-log = Alle hændelser
look-changes = Ændringsloggen
look-logons = Login-loggen
look-event = Én hændelse
look-search = Søgning efter personer
look-sources = Kilderne og indlæsningerne
look-quarantine = Karantænen
look-piece = Ét stykke i karantæne
look-mine = Egne opslag
look-own-log = Opslag i Tilsyn
action-read-overview = Så forsiden
action-read-statement = Så logopgørelsen
action-read-subjects = Så personer der er slået op
action-read-pictures = Så billeder og dokumenter
action-read-elements = Så brug af skærmbilleder
action-read-history = Så enkelthændelser
action-search-people = Søgte efter personer
action-read-quarantine = Så karantænen
action-read-sources = Så kilderne
action-read-mine = Så egne opslag
action-read-own-log = Så opslag i Tilsyn
action-import-events = Indlæste hændelser
action-import-directory = Indlæste kataloget
action-change-settings = Ændrede indstillinger
action-verify-ledger = Kontrollerede loggen
action-make-backup = Tog sikkerhedskopi
action-manage-keys = Udskiftede nøgler
form-page = på skærm
form-xlsx = som Excel-fil
form-csv = som CSV-fil
form-json = som data
form-command = fra kommandolinjen
front-all-heard = Ingen kilde er mere stille end sin egen uge
front-heard = { $n ->
    [one] { $count } kilde er mere stille end sin egen uge: { $sources }
   *[other] { $count } kilder er mere stille end deres egen uge: { $sources }
 }
front-all-agree = Det, kilderne oplyser at have sendt, er kommet
look-source = En kilde
