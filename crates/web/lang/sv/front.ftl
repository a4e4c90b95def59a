# Front page, search and own log.
front-title = Att göra
front-empty = Här finns inga loggar ännu. Läs in katalogen och den första loggen:
front-none-late = Alla källor med avtalad frekvens är i tid
front-none-agreed = Ingen källa har avtalad frekvens än
front-late = { $n ->
    [one] { $count } källa är försenad: { $sources }
   *[other] { $count } källor är försenade: { $sources }
 }
front-no-gaps = Inga luckor i källornas löpnummer
front-gaps = { $n ->
    [one] { $count } lucka i källornas löpnummer
   *[other] { $count } luckor i källornas löpnummer
 }
front-no-quarantine = Inget i karantän
front-quarantine = { $n ->
    [one] { $count } bit i karantän
   *[other] { $count } bitar i karantän
 }
front-open-sources = Se källorna
front-open-quarantine = Se karantänen
front-outside = { $n ->
    [one] { $count } slagning utanför egen enhet
   *[other] { $count } slagningar utanför egen enhet
 }
front-users = { $n ->
    [one] av { $count } användare.
   *[other] av { $count } användare.
 }
front-whole-statement = Hela sammanställningen
front-find = Hitta en person eller användare
front-all-looks = Alla slagningar i Tilsyn
search-title = Sök
search-lead = Sök på namn, anställningsnummer, användarkonto eller personnummer. Det du skriver står aldrig i adressen.
search-not-in-addresses = Ett personnummer hör inte hemma i ett filter, för då blir det kvar i adresser och historik. Sök här i stället.
search-found = { $n ->
    [one] { $count } träff
   *[other] { $count } träffar
 }
search-most = Visar { $count } träffar, det kan finnas fler
search-most-advice = Skriv mer av namnet, eller sök på anställningsnummer, användarkonto eller personnummer.
search-none-advice = Prova en del av namnet, hela anställningsnumret, hela användarkontot eller hela personnumret.
search-person = Vilka har slagit upp personen
search-user = Vad användaren har sett
own-log-title = Slagningar i Tilsyn
own-log-lead = Varje slagning genom det här programmet, även din: vem som såg vad, och om vem, och vad som nekades. Den kan varken ändras eller raderas.
own-log-col-who = Vem
own-log-col-action = Såg vad
own-log-col-about = Om vem
own-log-col-period = Period och urval
own-log-col-rows = Rader
own-log-denied = Nekad: { $action }
own-log-kept-back = Visas inte
own-log-file-form = Form
own-log-file-from = Från
own-log-file-to = Till
own-log-local-operator = lokal operatör
own-log-nobody = Inga namngivna
own-log-named = { $n ->
    [one] 1 namngiven person
   *[other] { $count } namngivna personer
}
own-log-named-more = { $n ->
    [one] och 1 annan namngiven person
   *[other] och { $count } andra namngivna personer
}
own-log-named-many = { $count } eller fler namngivna personer
own-log-rows-of = { $rows } av { $all }
own-log-rows-from = från rad { $row }
own-log-setting = Inställning
own-log-value = Värde
look-setting-set = Satte en inställning
own-log-text = Text
own-log-number = ett nummer som inte visas
own-log-file-named = Namngivna personer
own-log-file-filter = Urval
own-log-file-all = Rader i allt
own-log-file-first = Första raden
look-overview = Startsidan
look-statement = Loggsammanställningen
look-statement-pictures = Loggsammanställningen i bilder
look-subjects = Personer som slagits upp
look-pictures = Bilder och dokument
look-picture = Vem som har öppnat en bild eller ett dokument
look-elements = Användning av skärmbilder
look-usage = Hur systemen används
look-person = Vem som slog upp en person
look-user = Vad en användare slog upp
look-element = Slagningar på en skärmbild
look-log = Alla händelser
look-changes = Ändringsloggen
look-logons = Inloggningsloggen
look-event = En händelse
look-search = Sökning efter personer
look-sources = Källorna och inläsningarna
look-quarantine = Karantänen
look-piece = En bit i karantän
look-mine = Egna slagningar
look-own-log = Slagningar i Tilsyn
action-read-overview = Såg startsidan
action-read-statement = Såg loggsammanställningen
action-read-subjects = Såg personer som slagits upp
action-read-pictures = Såg bilder och dokument
action-read-elements = Såg användning av skärmbilder
action-read-history = Såg enskilda händelser
action-search-people = Sökte efter personer
action-read-quarantine = Såg karantänen
action-read-sources = Såg källorna
action-read-mine = Såg egna slagningar
action-read-own-log = Såg slagningar i Tilsyn
action-import-events = Läste in händelser
action-import-directory = Läste in katalogen
action-change-settings = Ändrade inställningar
action-verify-ledger = Kontrollerade loggen
action-make-backup = Tog säkerhetskopia
action-manage-keys = Bytte nycklar
form-page = på skärm
form-xlsx = som Excel-fil
form-csv = som CSV-fil
form-json = som data
form-command = från kommandoraden
front-all-heard = Ingen källa är tystare än sin egen vecka
front-heard = { $n ->
    [one] { $count } källa är tystare än sin egen vecka: { $sources }
   *[other] { $count } källor är tystare än sin egen vecka: { $sources }
 }
front-all-agree = Det källorna uppger att de har skickat har kommit
look-source = En källa
