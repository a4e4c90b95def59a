# Sources, imports and quarantine.
sources-title = Sources
sources-lead = What came in from each system, how far it is complete, and whether anything is missing.
sources-leaves = Entries in the append-only ledger
sources-signed = signed up to { $size }, { $at }
sources-conflicts = Conflicts
sources-conflicts-note = same id, other content: kept but not counted
sources-quarantined = In quarantine
sources-quarantined-note = could not be read, but kept word for word
sources-col-source = Source
sources-col-standing = Standing
sources-col-complete = Complete up to
sources-col-first = From
sources-col-events = Events
sources-col-gaps = Gaps
sources-every = { $n ->
    [one] agreed every hour
   *[other] agreed every { $count } hours
 }
sources-missing = { $n ->
    [one] { $count } sequence number is missing
   *[other] { $count } sequence numbers are missing
 }
sources-on-time = On time
sources-late = Late
sources-not-agreed = No agreed interval
sources-file-every = Agreed every (hours)
sources-file-missing = Missing sequence numbers
sources-file-numbers = Gaps from–to
imports-title = Imports
imports-lead = Read is the sum of stored, duplicates, conflicts and quarantine. Nothing disappears.
imports-col-started = Started
imports-col-what = What
imports-col-read = Read
imports-col-stored = Stored
imports-col-duplicates = Duplicates
imports-col-conflicts = Conflicts
imports-col-quarantined = Quarantine
imports-col-events = Events
imports-unfinished = Not finished
imports-made-good = Cut off; has come whole since
imports-file-finished = Finished
imports-file-seconds = Seconds
quarantine-title = Quarantine
quarantine-lead = What could not be read is kept word for word. Put it right in the source, and import it again.
quarantine-col-place = Where
quarantine-col-reason = Reason
quarantine-col-bytes = Bytes
quarantine-col-at = Imported
quarantine-line = Line { $line }
quarantine-piece = A piece in quarantine
quarantine-length = { $n ->
    [one] { $count } byte
   *[other] { $count } bytes
 }
quarantine-cut = { $n ->
    [one] Only the first byte is shown.
   *[other] Only the first { $count } bytes are shown.
 }
quarantine-file-file = File
quarantine-file-line = Line
refusal-not-utf8 = The text is not UTF-8 from byte { $at } on.
refusal-not-readable = Cannot be read as { $format }; the fault is at column { $column }.
refusal-too-deep = Nested too deep.
refusal-too-long = Longer than { $bytes } bytes.
refusal-missing-field = The field { $field } is missing.
refusal-bad-field = The field { $field } should be { $expected }.
refusal-twice-field = The field { $field } stands twice.
refusal-zero-byte = The field { $field } holds a zero character (U+0000), which no database can keep.
refusal-no-offset = The time in { $field } states no offset from UTC.
refusal-time-out-of-range = The time in { $field } is outside the years 1900 to 2100.
refusal-not-an-event = This is a { $what }, not an access event.
refusal-template = A template with placeholders, not a message.
refusal-unknown-format = The format is none of those known here.
refusal-broken-compression = The compressed file breaks off or is damaged.
refusal-columns = The row has { $found } columns, the header { $expected }.
refusal-cycle = { $field } points back to itself.
refusal-ends-before-start = The end lies before the start.
refusal-same-key-twice = An earlier row of the file has the same key and other content.
refusal-name-not-utf8 = Not UTF-8
refusal-name-not-readable = Not readable
refusal-name-too-deep = Nested too deep
refusal-name-too-long = Too long
refusal-name-missing-field = Field missing
refusal-name-bad-field = Field not as expected
refusal-name-twice-field = Field twice
refusal-name-zero-byte = Zero character
refusal-name-no-offset = Time without offset
refusal-name-time-out-of-range = Time outside 1900–2100
refusal-name-not-an-event = Not an access event
refusal-name-template = Template
refusal-name-unknown-format = Unknown format
refusal-name-broken-compression = Damaged file
refusal-name-columns = Wrong number of columns
refusal-name-cycle = Cycle
refusal-name-ends-before-start = End before start
refusal-name-same-key-twice = Same key twice
problem-archive = The archive could not be read. The ledger is untouched. The fault has been noted for operations.
problem-disk-full = The disk is full. Nothing that was acknowledged is lost.
problem-disk-reserve = The disk is nearly full: Tilsyn takes nothing in while less than { $mebibytes } MiB is free, so that looks can still be logged. Nothing that was acknowledged is lost.
problem-ledger = The ledger could not be read or written. The fault has been noted for operations.
problem-registry = The registry could not be read. The fault has been noted for operations.
problem-zero-byte = A zero character (U+0000) can be neither kept nor looked for.
problem-look-not-filed = Your look could not be filed, so nothing is shown. The fault has been noted for operations.
problem-no-such-event = There is no such event.
problem-no-such-piece = There is no such piece in quarantine.
problem-no-such-file = { $path } does not exist.
problem-may-not-read = { $path } may not be read by the user that Tilsyn runs as. Give it leave to read, and try again.
problem-not-a-folder = { $path } is not a folder.
problem-no-directory-file = The folder { $path } holds none of the directory's files. They are called { $names }.
problem-cannot-read-file = The file { $path } could not be read.
problem-rolled-back = The data was put back from an older copy: the log has { $own } entries, but { $signed } have been signed already. Nothing is taken in, and nothing is signed.
problem-import-running = An import is already running.
problem-quarantine-full = The quarantine is full. The import stopped in { $path }; what was read is kept.
problem-search-too-short = Write at least { $chars } characters.
problem-bad-setting = There is no such setting, or the value does not fit.
problem-setting-decided = The common body has decided this setting for all organisations.
hint-quarantine-full = Put the file right, or raise the limit of the quarantine, and import again. What has been read counts only once.
hint-make-room = Tell operations to make room on the disk, then do the same again.
hint-rolled-back = Put back a copy that is at least as new. Details: tilsyn doctor
hint-wait-for-import = Wait until it has finished, and try again.
sources-answer-whole = Everything is in, as far as each source can be judged.
sources-answer-open = { $n ->
    [one] { $count } source needs someone to look: { $sources }.
   *[other] { $count } sources need someone to look: { $sources }.
 }
sources-col-heard = By its own week
sources-col-statements = Source statements
sources-no-statements = None
sources-agreeing = { $n ->
    [one] { $count } agrees
   *[other] { $count } agree
 }
sources-heard-usual = As usual
sources-heard-so-far = As usual, as far as it has come
sources-heard-early = { $n ->
    [one] Too early to tell: known for { $count } week, six are needed
   *[other] Too early to tell: known for { $count } weeks, six are needed
 }
sources-heard-silent = Silent since { $at }
sources-heard-late = A delivery was due { $at }
sources-heard-few = Far fewer than usual on { $day }
source-title = Source: { $source }
source-whole = Everything from this source is in, as far as that can be judged.
source-open = Something from this source may be missing.
source-unexplained = { $n ->
    [one] { $count } gap is not explained
   *[other] { $count } gaps are not explained
 }
source-disagreeing = { $n ->
    [one] { $count } statement of a source does not agree with what came
   *[other] { $count } statements of sources do not agree with what came
 }
source-quarantined = { $n ->
    [one] { $count } piece waits in quarantine, and may be among what is missing.
   *[other] { $count } pieces wait in quarantine, and may be among what is missing.
 }
source-late = { $n ->
    [one] A delivery was due { $at }. On { $count } day like it before, one always came by then.
   *[other] A delivery was due { $at }. On the { $count } days like it before, one always came by then.
 }
source-silent = Nothing has come since { $from }. About { $expected } would usually have come by now. In the { $weeks } weeks before, the fewest at the same time was { $fewest }.
source-was-silent = Nothing happened from { $from } to { $to }. About { $expected } would usually have come. In the { $weeks } weeks before, the fewest at the same time was { $fewest }.
source-few = { $day } brought { $came } events; about { $expected } are usual. It is less than half of any such day before.
source-judged = Judged up to
source-delay = How late events come
source-delay-hours = { $n ->
    [one] Nine in ten deliveries are no more than { $count } hour behind
   *[other] Nine in ten deliveries are no more than { $count } hours behind
 }
source-no-delay = Too few deliveries to tell when the next is due
source-week = The last seven days
source-week-note = The band is what nine in ten hours like it bring; the bars are what came. A mark below the line is an hour of silence.
source-week-about = Hour by hour: { $came } events came, about { $expected } are usual.
source-no-week = Its week cannot be drawn yet: too little has come.
source-col-hour = Hour
source-col-came = Came
source-col-usual = Usual
source-silences = Silences
source-silences-note = Times without anything that chance does not explain, judged by the weeks before alone. One that was filled by late events goes away.
source-col-silent = Silent
source-col-why = Why it counts
source-lasts = still
source-gaps-note = Running numbers between the first and the last that never came. A gap closes by itself when they come.
source-col-numbers = Numbers
source-col-between = Between
source-col-noticed = Noticed
source-col-explained = Explanation
source-filled-at = came { $at }
source-filled = Gaps that have been filled
source-not-explained = None yet
source-not-known = not known
source-reason-erased = (erased)
source-explain = Explain a gap
source-explain-note = Kept with your name in the ledger; it cannot be changed. The gap stays where it is. Write no names or identity numbers of others.
source-explain-button = Keep the explanation
source-reason = Why are they missing?
source-statements = What the source says it has sent
source-statements-note = Kept in the ledger as it was made, and held against what has come by now.
source-no-statements = The source has not said how much it has sent.
source-col-stated = Stated
source-col-says = Says
source-col-result = What came
source-stated = { $n ->
    [one] { $count } sent
   *[other] { $count } sent
 }
source-of-numbers = numbers { $numbers }
source-stored = { $n ->
    [one] { $count } stored
   *[other] { $count } stored
 }
source-agrees = Agrees
source-more = { $n ->
    [one] { $count } more than stated
   *[other] { $count } more than stated
 }
source-lacking = { $n ->
    [one] { $count } is missing
   *[other] { $count } are missing
 }
source-conflicting = { $n ->
    [one] { $count } came with an id that had come before, and does not count
   *[other] { $count } came with ids that had come before, and do not count
 }
source-state = Write down what the source says it has sent
source-state-note = The first and the last running number, or a time and how many. It is kept with your name and cannot be changed.
source-from-number = From number
source-to-number = To number
source-from-time = From (included)
source-to-time = Up to (not included)
source-count = How many
source-state-button = Keep the statement
source-file-unexplained = Gaps not explained
source-file-statements = Source statements
source-file-disagreeing = Statements that do not agree
problem-no-such-source = There is no such source.
problem-no-such-gap = None of these numbers is missing.
problem-no-reason = Write why the numbers are missing.
problem-bad-statement = This does not say what was sent.
hint-statement = Give the first and the last running number, or a start, a later end, and how many.
action-explain-gap = Explained a gap
