# Front page, search and own log.
front-title = What waits
front-empty = There are no logs here yet. Import the directory and the first log:
front-none-late = All sources with an agreed interval are on time
front-none-agreed = No source has an agreed interval yet
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
front-all-looks = All looks in Tilsyn
search-title = Search
search-lead = Search by name, employee number, account or national identity number. What you write never stands in the address.
search-not-in-addresses = A national identity number does not belong in a filter, where it would stay in addresses and history. Search here instead.
search-found = { $n ->
    [one] { $count } hit
   *[other] { $count } hits
 }
search-person = Who looked this person up
search-user = What this user saw
own-log-title = Looks in Tilsyn
own-log-lead = Every look through this program, yours too: who saw what, and about whom. None can be changed or deleted.
own-log-col-who = Who
own-log-col-action = Saw what
own-log-col-about = About whom
own-log-col-period = Period and filters
own-log-col-rows = Rows
own-log-file-form = Form
own-log-file-from = From
own-log-file-to = To
own-log-local-operator = local operator
own-log-nobody = Nobody by name
own-log-named = { $n ->
    [one] 1 person by name
   *[other] { $count } people by name
}
own-log-named-more = { $n ->
    [one] and 1 other person by name
   *[other] and { $count } other people by name
}
own-log-named-many = { $count } people or more by name
own-log-rows-of = { $rows } of { $all }
own-log-rows-from = from row { $row }
own-log-text = Text
own-log-number = a number that is not shown
own-log-file-named = People by name
own-log-file-filter = Filters
own-log-file-all = Rows in all
own-log-file-first = First row
look-overview = The front page
look-statement = The access statement
look-statement-pictures = The statement in pictures
look-subjects = People looked up
look-pictures = Pictures and documents
look-elements = Use of screens
look-person = Who looked a person up
look-user = What a user looked up
look-element = Look-ups on one screen
look-log = All events
look-changes = The change log
look-logons = The sign-in log
look-event = One event
look-search = A search for people
look-sources = Sources and imports
look-quarantine = The quarantine
look-piece = A piece in quarantine
look-own-log = Looks in Tilsyn
action-read-overview = Saw the front page
action-read-statement = Saw the access statement
action-read-subjects = Saw people looked up
action-read-pictures = Saw pictures and documents
action-read-elements = Saw use of screens
action-read-history = Saw single events
action-search-people = Searched for people
action-read-quarantine = Saw the quarantine
action-read-sources = Saw the sources
action-read-own-log = Saw looks in Tilsyn
action-import-events = Imported events
action-import-directory = Imported the directory
action-change-settings = Changed settings
action-verify-ledger = Checked the ledger
form-page = on screen
form-xlsx = as an Excel file
form-csv = as a CSV file
form-json = as data
form-command = from the command line
