# Front page, search and own log.
front-title = Dette venter
front-empty = Her er ingen logger ennå. Les inn katalogen og den første loggen:
front-none-late = Alle kilder med avtalt frekvens er i rute
front-none-agreed = Ingen kilde har avtalt frekvens ennå
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
front-all-looks = Alle oppslag i Tilsyn
search-title = Søk
search-lead = Søk på navn, ansattnummer, brukerkonto eller fødselsnummer. Det du skriver, står aldri i adressen.
search-not-in-addresses = Et fødselsnummer hører ikke hjemme i et filter, for da blir det stående i adresser og historikk. Søk her i stedet.
search-found = { $n ->
    [one] { $count } treff
   *[other] { $count } treff
 }
search-most = Viser { $count } treff, det kan finnes flere
search-most-advice = Skriv mer av navnet, eller søk på ansattnummer, brukerkonto eller fødselsnummer.
search-none-advice = Prøv en del av navnet, hele ansattnummeret, hele brukerkontoen eller hele fødselsnummeret.
search-person = Hvem har slått opp personen
search-user = Hva brukeren har sett
own-log-title = Oppslag i Tilsyn
own-log-lead = Hvert oppslag gjennom dette programmet, også ditt: hvem som så hva, og om hvem, og hva som ble nektet. Det kan verken endres eller slettes.
own-log-col-who = Hvem
own-log-col-action = Så hva
own-log-col-about = Om hvem
own-log-col-period = Periode og utvalg
own-log-col-rows = Rader
own-log-denied = Nektet: { $action }
own-log-kept-back = Vises ikke
own-log-file-form = Form
own-log-file-from = Fra
own-log-file-to = Til
own-log-local-operator = lokal operatør
own-log-nobody = Ingen navngitte
own-log-named = { $n ->
    [one] 1 navngitt person
   *[other] { $count } navngitte personer
}
own-log-named-more = { $n ->
    [one] og 1 annen navngitt person
   *[other] og { $count } andre navngitte personer
}
own-log-named-many = { $count } eller flere navngitte personer
own-log-rows-of = { $rows } av { $all }
own-log-rows-from = fra rad { $row }
own-log-setting = Innstilling
own-log-value = Verdi
look-setting-set = Satte en innstilling
own-log-text = Tekst
own-log-number = et nummer som ikke vises
own-log-file-named = Navngitte personer
own-log-file-filter = Utvalg
own-log-file-all = Rader i alt
own-log-file-first = Første rad
look-overview = Forsiden
look-statement = Loggregnskapet
look-statement-pictures = Loggregnskapet i bilder
look-subjects = Personer det er slått opp på
look-pictures = Bilder og dokumenter
look-picture = Hvem som åpnet et bilde eller dokument
look-elements = Bruk av skjermbilder
look-usage = Hvordan systemene brukes
look-person = Hvem som slo opp på en person
look-user = Hva en bruker slo opp
look-element = Oppslag på ett skjermbilde
look-log = Alle hendelser
look-changes = Endringsloggen
look-logons = Påloggingsloggen
look-event = Én hendelse
look-search = Søk etter personer
look-sources = Kildene og innlesningene
look-quarantine = Karantenen
look-piece = Én bit i karantene
look-mine = Egne oppslag
look-own-log = Oppslag i Tilsyn
action-read-overview = Så forsiden
action-read-statement = Så loggregnskapet
action-read-subjects = Så personer det er slått opp på
action-read-pictures = Så bilder og dokumenter
action-read-elements = Så bruk av skjermbilder
action-read-history = Så enkelthendelser
action-search-people = Søkte etter personer
action-read-quarantine = Så karantenen
action-read-sources = Så kildene
action-read-mine = Så egne oppslag
action-read-own-log = Så oppslag i Tilsyn
action-import-events = Leste inn hendelser
action-import-directory = Leste inn katalogen
action-change-settings = Endret innstillinger
action-verify-ledger = Kontrollerte loggen
action-make-backup = Tok sikkerhetskopi
action-manage-keys = Byttet nøkler
form-page = på skjerm
form-xlsx = som Excel-fil
form-csv = som CSV-fil
form-json = som data
form-command = fra kommandolinjen
front-all-heard = Ingen kilde er stillere enn sin egen uke
front-heard = { $n ->
    [one] { $count } kilde er stillere enn sin egen uke: { $sources }
   *[other] { $count } kilder er stillere enn sin egen uke: { $sources }
 }
front-all-agree = Det kildene oppgir å ha sendt, er kommet
look-source = En kilde
