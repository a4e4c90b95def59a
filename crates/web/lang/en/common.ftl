# The frame of every page, lists, files and problems.
nav-label = Main menu
nav-front = Front page
nav-statement = Access statement
nav-log = Log
nav-sources = Sources
tabs-label = Pages here
tab-statement = Who looked
tab-statement-pictures = In pictures
tab-subjects = People looked up
tab-pictures = Pictures and documents
tab-log = All events
tab-changes = Changes
tab-logons = Sign-ins
tab-elements = Screens
tab-usage = Usage
tab-search = Search
tab-sources = Sources
tab-imports = Imports
tab-quarantine = Quarantine
tab-own-log = Look-ups in Tilsyn
skip-content = Skip to the content
skip-list = Skip to the list
strip-development = Development sign-in: everyone on this machine chooses who to be. Not for real data.
login-as = You are
login-choose = Change
find-label = Name, employee number, account or national identity number
find-placeholder = Find a person or user
find-button = Search
reader-logged = Your own look-ups are logged too
language-label = Language
foot-fair = The log serves control, security and supervision only, never the measuring of work.
period-quarter = Q{ $quarter } { $year }
period-all = the whole log
period-until = until { $day }
period-unknown = There is no such period. Choose one from the list.
period-without-day = Write at least one of the days that the period lies between.
period-no-day = This is no day of the calendar between 1900 and 2100. Write it as 2026-03-31.
period-reversed = The last day lies before the first. Swap the two, or change one.
filter-label = Filters
filter-period = Period
filter-span = Date range
filter-from = From
filter-to = To
filter-unit = Unit
filter-all-units = { $n ->
    [one] All ({ $count })
   *[other] All ({ $count })
 }
filter-all = All
filter-user = User
filter-client = PC or network address
filter-source = Source system
filter-more = More filters
filter-star = Write the whole name, or * for the rest: PC-0*, 10.20.*. Separate several users by commas. A user can be a user name, a name or an employee number.
filter-show = Show
filter-clear = Clear
paging-shown = { $from }–{ $to } of { $all }
paging-label = Pages of the list
paging-previous = Previous
paging-next = Next
export-label = Download
export-xlsx = Excel
export-csv = CSV
export-json = JSON
export-cut = The Excel file holds the first { $rows } of { $all } rows. CSV and JSON hold all of them.
made-label = Based on
made-fair = A look-up here is not in itself a breach.
made-logged = Your own look-ups are logged too.
made-source = { $source }: complete up to { $until }, { $gaps }
made-no-gaps = no gaps
made-gaps = { $n ->
    [one] { $count } gap
   *[other] { $count } gaps
 }
made-leaves = { $n ->
    [one] { $count } entry in the append-only ledger.
   *[other] { $count } entries in the append-only ledger.
 }
made-conflicts = { $n ->
    [one] { $count } event with the same id but other content is not counted.
   *[other] { $count } events with the same id but other content are not counted.
 }
made-quarantined = { $n ->
    [one] { $count } piece of input is in quarantine.
   *[other] { $count } pieces of input are in quarantine.
 }
list-empty = Nothing fits the filters. Try another period, or clear the filters.
unit-none = No unit
name-unknown = Name not known
chart-table = The figures behind the picture
chart-sideways = The picture is wider than the screen: scroll sideways, or read the figures below it.
about-sheet = About
about-list = List
about-organisation = Organisation
about-period = Period
about-rows = Rows here / in all
about-zone = Time zone
about-address = Address
about-note = Note
about-masked = National identity numbers are partly hidden. They stand only on the person's own page.
problem-title = That did not work
problem-hint-front = Nothing has been changed. Go to the front page, or try again.
problem-no-such-page = There is no such page. The address may be mistyped, or the page has moved.
problem-hint-rules = Nothing has been changed. The rules say why, and what you may do.
problem-not-allowed = You are not allowed to do this: { $action }.
problem-busy = There are many questions at once just now. Try again in a few seconds.
problem-too-slow = The answer took too long. Choose a shorter period, or try again.
problem-broken = Something went wrong on our side. The ledger is untouched. The fault has been noted for operations.
problem-no-file = The file could not be made.
problem-period = The period cannot be read, so nothing is shown.
problem-hint-period = What you filled in is kept. Put right what is marked, and choose Show.
problem-parameter = The address has a value that cannot be read ({ $names }), so nothing is shown.
parameter-unreadable = The value is none of those that this address takes.
problem-stale-form = The form was too old. Go back, reload the page and try again.
problem-foreign-form = This form was sent from another site, so nothing has been done. Open the page here and send it again.
problem-address-too-long = The address is too long. Take some of the filters away.
problem-method = This address takes no such request. Open the page again and go on from there.
problem-too-long = What you sent is too long.
problem-form-slow = The form took too long to arrive. Send it once more.
