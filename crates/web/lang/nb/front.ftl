# Front page, search and own log.
front-title = Hva venter
front-empty = Her er ingen logger ennå. Les inn katalogen og den første loggen:
front-none-late = Alle kilder med avtalt frekvens er i rute
front-late = { $n ->
    [one] { $count } kilde er forsinket: { $sources }
   *[other] { $count } kilder er forsinket: { $sources }
 }
front-no-gaps = Ingen hull i kildenes løpenumre
front-gaps = { $n ->
    [one] { $count } hull i kildenes løpenumre
   *[other] { $count } hull i kildenes løpenumre
 }
front-no-quarantine = Ingenting i karantene
front-quarantine = { $n ->
    [one] { $count } bit i karantene
   *[other] { $count } biter i karantene
 }
front-open-sources = Se kildene
front-open-quarantine = Se karantenen
front-outside = { $n ->
    [one] { $count } oppslag utenfor egen avdeling
   *[other] { $count } oppslag utenfor egen avdeling
 }
front-users = { $n ->
    [one] av { $count } bruker.
   *[other] av { $count } brukere.
 }
front-whole-statement = Hele loggregnskapet
front-find = Finn en person eller bruker
front-all-looks = Alle egne oppslag
search-title = Søk
search-lead = Søk på navn, ansattnummer, brukerkonto eller fødselsnummer. Det du skriver, står aldrig i adressen.
search-not-in-addresses = Et fødselsnummer hører ikke hjemme i et filter, for da blir det stående i adresser og historikk. Søk her i stedet.
search-found = { $n ->
    [one] { $count } treff
   *[other] { $count } treff
 }
search-person = Hvem har slått opp personen
search-user = Hva brukeren har sett
own-log-title = Egne oppslag
own-log-lead = Hvert oppslag gjennom dette programmet, også ditt. Det kan verken endres eller slettes.
own-log-col-who = Hvem
own-log-col-action = Hva
own-log-col-about = Om
own-log-col-period = Periode
own-log-col-rows = Rader
own-log-file-form = Form
own-log-file-from = Fra
own-log-file-to = Til
action-read-statement = Så loggregnskapet
action-read-subjects = Så personer det er slått opp på
action-read-pictures = Så bilder og dokumenter
action-read-elements = Så bruk av skjermbilder
action-read-history = Så enkelthendelser
action-search-people = Søkte etter personer
action-read-quarantine = Så karantenen
action-read-sources = Så kildene
action-read-own-log = Så egne oppslag
action-import-events = Leste inn hendelser
action-import-directory = Leste inn katalogen
action-change-settings = Endret innstillinger
action-verify-ledger = Kontrollerte loggen
form-page = på skjerm
form-xlsx = som Excel-fil
form-csv = som CSV-fil
form-json = som data
form-command = fra kommandolinjen
