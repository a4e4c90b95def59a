# Front page, search and own log.
front-title = To do
front-empty = There are no logs here yet. Import the directory and the first log:
front-none-late = All sources with an agreed interval are on time
front-none-agreed = No source has an agreed interval yet
front-late = { $n ->
    [one] { $count } source is late: { $sources }
   *[other] { $count } sources are late: { $sources }
 }
front-no-gaps = No gaps in the sources' sequence numbers
front-gaps = { $n ->
    [one] { $count } gap in the sources' sequence numbers
   *[other] { $count } gaps in the sources' sequence numbers
 }
front-no-quarantine = Nothing in quarantine
front-quarantine = { $n ->
    [one] { $count } piece in quarantine
   *[other] { $count } pieces in quarantine
 }
front-open-sources = See the sources
front-open-quarantine = See the quarantine
front-outside = { $n ->
    [one] { $count } look-up outside their own unit
   *[other] { $count } look-ups outside their own unit
 }
front-users = { $n ->
    [one] by { $count } user.
   *[other] by { $count } users.
 }
front-whole-statement = The whole statement
front-find = Find a person or user
front-all-looks = All look-ups in Tilsyn
search-title = Search
search-lead = Search by name, employee number, account or national identity number. What you write never appears in the address.
search-not-in-addresses = A national identity number does not belong in a filter, where it would stay in addresses and history. Search here instead.
search-found = { $n ->
    [one] { $count } hit
   *[other] { $count } hits
 }
search-most = Showing { $count } hits, there may be more
search-most-advice = Write more of the name, or search by employee number, account or national identity number.
search-none-advice = Try part of the name, the whole employee number, the whole account or the whole national identity number.
search-person = Who looked this person up
search-user = What this user saw
own-log-title = Look-ups in Tilsyn
own-log-lead = Every look-up through this program, yours too: who saw what, and about whom, and what was refused. None can be changed or deleted.
own-log-col-who = Who
own-log-col-action = Saw what
own-log-col-about = About whom
own-log-col-period = Period and filters
own-log-col-rows = Rows
own-log-denied = Refused: { $action }
own-log-kept-back = Not shown
own-log-file-form = Form
own-log-file-from = From
own-log-file-to = To
own-log-local-operator = local operator
own-log-nobody = Nobody named
own-log-named = { $n ->
    [one] 1 named person
   *[other] { $count } named people
}
own-log-named-more = { $n ->
    [one] and 1 other named person
   *[other] and { $count } other named people
}
own-log-named-many = { $count } or more named people
own-log-rows-of = { $rows } of { $all }
own-log-rows-from = from row { $row }
own-log-setting = Setting
own-log-value = Value
look-setting-set = Set a setting
own-log-text = Text
own-log-number = a number that is not shown
own-log-file-named = Named people
own-log-file-filter = Filters
own-log-file-all = Rows in all
own-log-file-first = First row
look-overview = The front page
look-statement = The access statement
look-statement-pictures = The statement in pictures
look-subjects = People looked up
look-pictures = Pictures and documents
look-picture = Who opened a picture or document
look-elements = Screen usage
look-usage = How the systems are used
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
look-mine = Own look-ups
look-own-log = Look-ups in Tilsyn
action-read-overview = Saw the front page
action-read-statement = Saw the access statement
action-read-subjects = Saw people looked up
action-read-pictures = Saw pictures and documents
action-read-elements = Saw screen usage
action-read-history = Saw single events
action-search-people = Searched for people
action-read-quarantine = Saw the quarantine
action-read-sources = Saw the sources
action-read-mine = Saw own look-ups
action-read-own-log = Saw look-ups in Tilsyn
action-import-events = Imported events
action-import-directory = Imported the directory
action-change-settings = Changed settings
action-verify-ledger = Checked the ledger
action-make-backup = Made a backup
action-manage-keys = Changed keys
form-page = viewed on screen
form-xlsx = as an Excel file
form-csv = as a CSV file
form-json = as data
form-command = from the command line
front-all-heard = No source is quieter than its own week
front-heard = { $n ->
    [one] { $count } source is quieter than its own week: { $sources }
   *[other] { $count } sources are quieter than their own week: { $sources }
 }
front-all-agree = What the sources say they sent has come
look-source = A source
