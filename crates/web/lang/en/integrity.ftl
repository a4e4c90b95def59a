# Is the log whole: checkpoint, witnesses, the last full check, the sheet for the binder.
tab-integrity = Is the log whole?
integrity-title = Is the log whole?
look-integrity = Whether the log is whole
look-checkpoint = A signed checkpoint
action-read-integrity = Saw whether the log is whole
problem-not-verified = The check could not be started. The fault has been written down for operations.
integrity-yes = Yes. The last full check, { $at }, went through { $size } entries, and everything agreed.
integrity-no = { $n ->
    [one] No. The last full check, { $at }, found { $count } fault.
   *[other] No. The last full check, { $at }, found { $count } faults.
 }
integrity-not-done = We do not know. The last check, { $at }, could not be carried through.
integrity-never = We do not know yet: everything has never been checked at once.
integrity-rolled-back = No. The data are older than what has already been signed.
integrity-broken-hint = What is stored does not agree with what was signed. Keep the disk as it is, and tell operations and the data protection officer. Details: tilsyn verify
integrity-say-so = { $n ->
    [one] Besides us, { $names } has signed for { $count } entry.
   *[other] Besides us, { $names } signed for the first { $count } entries.
 }
integrity-too-few = Too few besides us have signed. Missing: { $names }.
integrity-nobody-else = Nobody besides us confirms it.
integrity-tile-signed = Entries signed
integrity-tile-witnesses = Witnesses keeping up
integrity-tile-holes = Holes without explanation
integrity-tile-holes-note = at the last full check
age-seconds = { $n ->
    [one] { $count } second ago
   *[other] { $count } seconds ago
 }
age-minutes = { $n ->
    [one] { $count } minute ago
   *[other] { $count } minutes ago
 }
age-hours = { $n ->
    [one] { $count } hour ago
   *[other] { $count } hours ago
 }
age-days = { $n ->
    [one] { $count } day ago
   *[other] { $count } days ago
 }
integrity-checkpoint = Last checkpoint
integrity-checkpoint-about = A checkpoint is a signature over all entries up to the last. If one of them is changed afterwards, the root becomes another.
integrity-origin = Name of the log
integrity-size = Entries
integrity-until = Covers all received until
integrity-waiting = Waiting for the next
integrity-waiting-count = { $n ->
    [one] { $count } entry
   *[other] { $count } entries
 }
integrity-root = Root
integrity-download = Download the checkpoint
integrity-verification = Last full check
integrity-never-checked = No full check has been made yet.
integrity-checked-by = { $n ->
    [one] { $who }. It took { $count } second.
   *[other] { $who }. It took { $count } seconds.
 }
integrity-checked = Entries checked
integrity-checkpoints = Checkpoints that agree
integrity-erased = Erased lawfully
integrity-unexplained = Holes without explanation
integrity-faults = Other faults
integrity-found = What the check found
integrity-running = The check is running: { $done } of { $total } entries. Started by { $by }.
integrity-reload = See how far it has come
integrity-start = Check everything now
integrity-start-about = Everything stored is computed again and compared. You can use Tilsyn meanwhile.
integrity-witnesses = Witnesses
integrity-no-witness = No witnesses are set up. Without a witness in another organisation nobody can find out that the whole disk was put back from an older copy. The operating manual says how to set them up (witness_policy).
integrity-col-witness = Witness
integrity-col-standing = Standing
integrity-col-signed = Signed last
integrity-col-size = Entries
integrity-col-at = Time
integrity-witness-well = Keeps up
integrity-witness-silent = Silent
integrity-witness-never = Has never signed
witness-unreachable = Does not answer.
witness-knows-not = Does not know the log.
witness-unbelievable = Its answer does not fit, and was not used.
witness-odd = Gives answers that do not belong here.
witness-no-address = Has no address.
integrity-growth = How the log has grown
integrity-growth-about = The line is the number of signed entries, the circles are checkpoints. Each witness has a line below, with a diamond where it signed last.
integrity-outside = Check it yourself
integrity-outside-about = Nobody needs to believe this page. With the key and a copy of the log’s folder anybody can check everything, without access to personal data. Get the key by another way than the file to be checked.
integrity-key = Key of the log
integrity-commands = Commands
integrity-outside-exit = The answer is 0 when everything agrees, 1 when something was changed, and 2 when it cannot be read. Other programs that read the C2SP formats can be used as well.
integrity-print = Print the page and put it in a binder: the paper is then a witness that no server can change.
sheet-title = Checkpoint sheet
sheet-made = Printed from Tilsyn { $at }.
sheet-witness-size = { $n ->
    [one] signed for { $count } entry
   *[other] signed for { $count } entries
 }
sheet-about = Compare later: a log that is the same has the same root at this number of entries. tilsyn-verify shows it.
sheet-signature = Date, name and signature
checkpoint-label = Checkpoint
checkpoint-line = Checkpoint over { $size } entries until { $until }, root { $root } ({ $origin }).
checkpoint-newer = { $n ->
    [one] { $count } entry is newer and not in it.
   *[other] { $count } entries are newer and not in it.
 }
integrity-erasures = What was erased, and why
integrity-erasures-about = Each has an entry in the log, with two names. A hole without such an entry is found by the check.
integrity-col-what = What
integrity-col-lost = Entries
integrity-col-why = Legal basis and reason
integrity-col-asked = Asked by
integrity-col-approved = Approved by
integrity-of-person = A person
integrity-of-event = Events, or parts of them
integrity-of-period = Everything of { $month }
integrity-erased-count = { $n ->
    [one] { $count } erasure was carried out.
   *[other] { $count } erasures were carried out.
 }
