# Front page, search and own log.
front-title = What waits
front-empty = There are no logs here yet. Import the directory and the first log:
front-none-late = All sources with an agreed interval are on time
front-late = { $n ->
    [one] { $count } source is late: { $sources }
   *[other] { $count } sources are late: { $sources }
 }
front-no-gaps = No gaps in the sources' running numbers
front-gaps = { $n ->
    [one] { $count } gap in the sources' running numbers
   *[other] { $count } gaps in the sources' running numbers
 }
front-no-quarantine = Nothing in quarantine
front-quarantine = { $n ->
    [one] { $count } piece in quarantine
   *[other] { $count } pieces in quarantine
 }
front-open-sources = See the sources
front-open-quarantine = See the quarantine
front-outside = { $n ->
    [one] { $count } look-up outside the own unit
   *[other] { $count } look-ups outside the own unit
 }
front-users = { $n ->
    [one] by { $count } user.
   *[other] by { $count } users.
 }
front-whole-statement = The whole statement
front-find = Find a person or user
front-all-looks = All own looks
search-title = Search
search-lead = Search by name, employee number, account or national identity number. What you write never stands in the address.
search-not-in-addresses = A national identity number does not belong in a filter, where it would stay in addresses and history. Search here instead.
search-found = { $n ->
    [one] { $count } hit
   *[other] { $count } hits
 }
search-person = Who looked this person up
search-user = What this user saw
own-log-title = Own looks
own-log-lead = Every look through this program, yours too. None can be changed or deleted.
own-log-col-who = Who
own-log-col-action = What
own-log-col-about = About
own-log-col-period = Period
own-log-col-rows = Rows
own-log-file-form = Form
own-log-file-from = From
own-log-file-to = To
action-read-statement = Saw the access statement
action-read-subjects = Saw people looked up
action-read-pictures = Saw pictures and documents
action-read-elements = Saw use of screens
action-read-history = Saw single events
action-search-people = Searched for people
action-read-quarantine = Saw the quarantine
action-read-sources = Saw the sources
action-read-own-log = Saw the own looks
action-import-events = Imported events
action-import-directory = Imported the directory
action-change-settings = Changed settings
action-verify-ledger = Checked the ledger
form-page = on screen
form-xlsx = as an Excel file
form-csv = as a CSV file
form-json = as data
form-command = from the command line
