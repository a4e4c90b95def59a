# What commands answer: headings, counts, checks.
cli-col-employee = Employee no.
cli-col-national-id = National id
cli-col-piece = Piece no.
cli-col-setting = Setting
cli-col-value = Value
cli-col-records = Records
cli-col-count = Count
cli-col-added = New
cli-col-changed = Changed
cli-col-unchanged = Unchanged
cli-col-ended = Ended
cli-col-checked = Checked
cli-col-ok = In order
cli-col-mend = What to do
cli-nothing-statement = Nobody has look-ups outside their own unit, or without a known unit, in this period.
cli-nothing-subjects = Nobody was looked up in this period.
cli-nothing-pictures = No pictures or documents were fetched in this period.
cli-nothing-usage = No events answer the question.
cli-usage-withheld = The figures would tell about fewer than 5 people, and are not shown. Choose a longer period or fewer filters.
cli-nothing-history = No events answer the question.
cli-nothing-search = No people were found.
cli-nothing-sources = There are no sources yet. Bring in a log: tilsyn import events FILE
cli-nothing-own-log = Nobody has looked at anything yet.
cli-nothing-directory = The folder holds none of the directory's files.
cli-past-the-end = The list does not go that far. Choose a smaller number for --skip.
cli-left = { $n ->
    [one] { $count } older is not shown. See it: --skip { $skip }
   *[other] { $count } older are not shown. See them: --skip { $skip }
 }
cli-import-events = Events in all
cli-import-gaps = Gaps in sequence numbers
cli-import-see-quarantine = See what could not be read: tilsyn quarantine
cli-import-seconds = Done in { $seconds } seconds.
cli-import-read = { $n ->
    [one] { $count } record read
   *[other] { $count } records read
 }
cli-import-progress = { $n ->
    [one] { $percent }% · { $count } record read
   *[other] { $percent }% · { $count } records read
 }
cli-directory-refused = { $file } was not brought in, and what was known before still holds: { $reason }
cli-directory-columns = { $file }, line 1: these columns are missing: { $columns }. The file was not brought in, and what was known before still holds. Write them in the first line with commas or semicolons between, and import the folder again.
cli-directory-row = { $file }, line { $line }: { $reason }
cli-directory-more = { $n ->
    [one] And { $count } more row. See all: tilsyn quarantine
   *[other] And { $count } more rows. See all: tilsyn quarantine
 }
cli-directory-kept-rows = { $n ->
    [one] { $file }: { $count } row is missing and would have ended today. It still holds, since a row that was not brought in is about the same person, unit or account. What is still missing when the corrected rows are imported ends on that day.
   *[other] { $file }: { $count } rows are missing and would have ended today. They still hold, since rows that were not brought in are about the same people, units or accounts. What is still missing when the corrected rows are imported ends on that day.
 }
cli-directory-kept-file = { $n ->
    [one] { $file }: { $count } row is missing and would have ended today. It still holds, and nothing of this file ended: in at least one row that was not brought in, it cannot be read whom or what it is about. What is still missing when the corrected rows are imported ends on that day.
   *[other] { $file }: { $count } rows are missing and would have ended today. They still hold, and nothing of this file ended: in at least one row that was not brought in, it cannot be read whom or what it is about. What is still missing when the corrected rows are imported ends on that day.
 }
cli-directory-encoding = Save the file as UTF-8, and import the folder again.
cli-directory-mend = The rows that were not brought in are kept in quarantine. Put them right in the file, and import the folder again.
cli-directory-other = { $file } is none of the directory's files and was not read.
cli-directory-column = { $file }: the column { $column } is not known and was not read.
cli-setting-later = The setting holds from the next start on.
cli-upgrade-same = Format { $format }: up to date, nothing to do.
cli-upgrade-done = Moved from format { $from } to { $to }.
cli-verify-whole = The log is whole: everything agrees with the signed checkpoints.
cli-verify-broken = The log is NOT whole. What does not agree stands below.
cli-verify-checkpoints = Signed checkpoints
cli-verify-erased = Lawfully erased
cli-verify-unexplained = Holes without explanation
cli-verify-hole = Unexplained hole in the log: { $hole }
cli-verify-pieces = Pieces in quarantine, opened
cli-verify-sqlite = The registry: SQLite went through the database (integrity_check) and found nothing wrong.
cli-verify-sqlite-broken = The registry: SQLite went through the database (integrity_check) and found faults.
cli-verify-postgres = The registry: PostgreSQL has checksums (data_checksums) and checks them whenever it reads.
cli-verify-postgres-none = The registry: PostgreSQL has no checksums (data_checksums = off), so damage on the disk is not noticed.
cli-verify-not-covered = Not covered by the signatures: people, units and the rest of what the directory holds, the settings, and the names of sources. A value there that was exchanged for another of the same form is not found.
cli-fault-ledger = { $file } is not as it was written. Details: { $detail }
cli-fault-archive = The archive is damaged. Delete the folder archive; it is made anew from the log. Details: { $detail }
cli-fault-counts = The archive holds { $archive } events, the log { $ledger }. Delete the folder archive; it is made anew from the log.
cli-fault-registry = The registry is damaged: { $file }. Put back the last good copy. Details: { $detail }
cli-fault-piece = Piece { $number } in quarantine is not what came in: the registry was changed. Put back the last good copy.
cli-fault-looks = The registry lists { $registry } look-ups in Tilsyn, the log holds { $ledger }. Put back the last good copy of the registry.
cli-doctor-events = Events
cli-doctor-running-numbers = Running numbers
cli-doctor-quarantine = Quarantine
cli-doctor-conflicts = Conflicts
cli-doctor-imports = Imports
cli-doctor-root-key = Root key
cli-doctor-registry = Registry
cli-doctor-data-checksums = Checksums
cli-mend-events = Bring in a log: tilsyn import events FILE
cli-mend-running-numbers = { $n ->
    [one] { $count } gap: ask the source for what is missing. See tilsyn sources
   *[other] { $count } gaps: ask the source for what is missing. See tilsyn sources
 }
cli-mend-quarantine = { $n ->
    [one] { $count } piece waits. See tilsyn quarantine
   *[other] { $count } pieces wait. See tilsyn quarantine
 }
cli-mend-conflicts = { $n ->
    [one] { $count } id came again with other content. Ask the source.
   *[other] { $count } ids came again with other content. Ask the source.
 }
cli-mend-imports = { $n ->
    [one] { $count } was cut off. Run it again; nothing is stored twice.
   *[other] { $count } were cut off. Run them again; nothing is stored twice.
 }
cli-mend-root-key = The root key lies beside the data. Put it elsewhere, and set key_file in settings.toml.
cli-mend-registry = The registry's database is damaged. Put back the last good copy. Details: tilsyn verify
cli-mend-data-checksums = PostgreSQL has no checksums. Stop the database, and turn them on with pg_checksums --enable.
# Mails that wait.
cli-doctor-notices = Notices by mail
cli-notices-late = { $n ->
    [one] { $count } notice has waited since { $since }. Look at the mail server and at [mail] in settings.toml.
   *[other] { $count } notices wait, the oldest since { $since }. Look at the mail server and at [mail] in settings.toml.
 }
cli-notices-nowhere = For { $count } of them no address is known here: let the provider of logins send emails.
cli-notices-given-up = { $n ->
    [one] { $count } notice did not arrive within a week and is not sent any more.
   *[other] { $count } notices did not arrive within a week and are not sent any more.
 }
# Witnesses.
cli-doctor-roll-back = Older copy
cli-doctor-witnesses = Witnesses
cli-mend-roll-back = The data was put back from an older copy, and nothing is taken in. Put back a copy that is at least as new as what has been signed.
cli-mend-witnesses = Witnesses do not answer.
cli-doctor-log-key = The log's key, for witnesses: { $key }
cli-witness-silent = { $n ->
    [one] The witness { $name } has not signed for { $count } minute.
   *[other] The witness { $name } has not signed for { $count } minutes.
 }
cli-witness-never = The witness { $name } has never signed.
cli-witness-unreachable = It does not answer: check the address and the network.
cli-witness-knows-not = It does not know the log: ask those who run it to add the log's key.
cli-witness-unbelievable = Its answer does not fit: a wrong signature, or a size that it cannot show. The answer was not used. Ask those who run it.
cli-witness-odd = It answers { $status }, which does not belong here.
cli-witness-no-address = The policy gives no address for it.
cli-verify-witnessed = { $n ->
    [one] Enough witnesses have signed { $count } entry.
   *[other] Enough witnesses have signed { $count } entries.
 }
cli-verify-witnessed-without = { $n ->
    [one] Enough witnesses have signed { $count } entry. Missing: { $missing }
   *[other] Enough witnesses have signed { $count } entries. Missing: { $missing }
 }
cli-verify-not-witnessed = Too few witnesses have signed. Missing: { $missing }
cli-doctor-source-rhythm = Sources as usual
cli-doctor-source-statements = What sources say they sent
cli-mend-source-rhythm = { $n ->
    [one] { $count } source is silent, late or far quieter than its own week. See: tilsyn source show NAME
   *[other] { $count } sources are silent, late or far quieter than their own week. See: tilsyn source show NAME
 }
cli-mend-source-statements = { $n ->
    [one] { $count } statement does not agree with what came. Have the source send what is missing: tilsyn source show NAME
   *[other] { $count } statements do not agree with what came. Have the sources send what is missing: tilsyn source show NAME
 }
cli-source-stated = The statement is kept.
cli-source-explained = The explanation is kept. The gap stays.
cli-bad-numbers = { $numbers } are no numbers: write FIRST-LAST, such as 4411-4415.
cli-duty-proposed = Role no. { $number } is proposed. Somebody else has to give it.
cli-duty-given = Role no. { $number } is given.
cli-duty-declined = Role no. { $number } is declined.
cli-duty-ended = Role no. { $number } is ended.
cli-duties-begun = The first roles are given. From now on they hold for commands on this machine too.
cli-staff-done = Done, and written down in the own log.
cli-no-such-role = There is no such role. The roles are: { $known }.
cli-no-file = The file cannot be read: { $path }
cli-bad-staff-file = Line { $line } of { $path } does not fit the headings user, name, employee_no, issuer, subject, role, scope, need, to. Nothing is given.
cli-nothing-staff = Nobody may sign in yet. The first roles are given with: tilsyn duties begin FILE
