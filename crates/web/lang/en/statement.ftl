# The access statement and its pictures (H8.1).
statement-title = Access statement { $period }
statement-lead = Users who looked up people outside their own unit. A look-up here is not in itself a breach: assess the need to know.
statement-users = Users on the list
statement-outside = Look-ups outside their own unit
statement-lookups = Look-ups by the users on the list
statement-no-unit = Look-ups without a known unit
statement-no-unit-note = user or person had no unit that day
statement-of-lookups = { $share } of all
statement-since = { $change } against { $period }
statement-unfinished = The period is not over: the log ends on { $day }.
statement-compared = It is compared with as many days of the period before: { $period }.
statement-not-compared = It is not compared with the period before.
statement-text = Name, employee number or account
statement-col-user = User
statement-col-outside = Outside own unit
statement-col-people = People
statement-col-unexplained = People without a reason
statement-file-unexplained = Look-ups without a reason
statement-file-expected = Expected people without a reason
statement-expected = expected { $expected }
statement-col-weeks = Week by week
statement-col-before = Against the period before
statement-col-no-unit = No unit
statement-col-remark = Remark
statement-col-changes = Changes
statement-col-searches = Searches
statement-share = { $share } of { $all }
statement-before-new = none in the previous period
statement-weeks-label = Look-ups outside the user's own unit a week, from week { $first } to { $last }: { $counts }
statement-weeks-partial = Only partly in: week { $weeks }
statement-even = No unusual weeks
statement-unusual = { $n ->
    [one] Unusually many in week { $weeks }
   *[other] Unusually many in weeks { $weeks }
 }
statement-account-only = Account without a known owner
statement-accounts = { $n ->
    [one] { $count } account
   *[other] { $count } accounts
 }
statement-key = Week far above the user's own median of look-ups outside their own unit (dashed line). Open points are weeks that are only partly in. Each line has its own scale: heights cannot be compared between users.
statement-counts = A look-up is one person shown in one event: an event that shows three people is three look-ups, but one row in the list of events.
statement-file-accounts = Accounts
statement-file-name = Name
statement-file-employee = Employee number
statement-file-unit = Unit
statement-file-unit-code = Unit code
statement-file-id = National identity number (partly)
statement-file-before = Outside own unit, period before
statement-file-lists = Lists
statement-file-own = Own record
statement-file-register = Look-ups in the population register
statement-file-transfers = Transfers
statement-file-exports = Exports
statement-pictures-title = The statement in pictures
statement-pictures-lead = The { $count } users with most look-ups outside their own unit, and the way from unit to unit.
heat-title = User and unit
heat-description = Number of look-ups by each user into each unit. At most { $count } units are shown: those most looked into from outside. A dashed frame is the user's own unit. A stronger colour is more. The last column is all other units and people without a unit, the last row all other users, so that every row adds up.
heat-own = own unit
heat-elsewhere = Other or none
heat-other-users = Other users
heat-all = All
flows-title = From unit to unit
flows-description = Look-ups of people in other units. At most { $count } flows are shown: the largest. The width is the count.
flows-from = Unit of the user
flows-to = Unit of the person
flows-others = Other units
flows-count = Look-ups
