# Backup and restore, keys.
cli-backup-done = The backup lies in { $path }: { $entries } entries, a checkpoint over { $checkpoint }.
cli-backup-amounts = Written: { $written } MiB. There already: { $known } MiB.
cli-backup-root-key = It opens with the root key { $key } only, which is in no backup. Keep that somewhere else.
cli-backup-root-key-module = It opens with the root key { $key } only, which lies in a hardware module. Without the module, or a copy of the key in another, it never opens again.
cli-backup-keys-apart = The wrapped keys are copied apart: tilsyn backup keys FILE. Without them nothing opens.
cli-backup-keys-done = The wrapped keys lie in { $path }. Put the file elsewhere than the data, and delete older copies within 30 days: as long as they are kept, what was erased can be brought back.
cli-backup-exists = { $path } exists already. Choose another name.
cli-backup-inside = { $path } lies in the data folder and would be lost with it. Choose another place.
cli-backup-foreign = { $path } holds other files and no backup. Choose an empty folder.
cli-backup-place = The backup could not be written to { $path }. The one that was there still stands.
cli-backup-damaged = Something to be copied is damaged or cannot be read. The backup before still stands; run tilsyn verify.
cli-restore-whole = { $path } has been restored and checked: { $entries } entries, { $events } events. Everything agrees with the signed checkpoints.
cli-restore-broken = { $path } has been restored ({ $entries } entries, { $events } events), but not everything agrees. What does not stands below.
cli-restore-missing = { $n ->
    [one] { $count } entry came in after the backup of the data and is not in it. Import the files of the sources again.
   *[other] { $count } entries came in after the backup of the data and are not in it. Import the files of the sources again.
 }
cli-restore-erased-again = { $n ->
    [one] { $count } person or account was erased after the backup, and has been erased again. The decision about it is not in the backup: repeat it, and look in the directory too.
   *[other] { $count } people or accounts were erased after the backup, and have been erased again. The decisions about it are not in the backup: repeat them, and look in the directory too.
 }
cli-restore-keys-destroyed = { $n ->
    [one] { $count } key was destroyed after the backup. What it opened stays erased. Repeat the decision.
   *[other] { $count } keys were destroyed after the backup. What they opened stays erased. Repeat the decisions.
 }
cli-restore-unexplained = { $n ->
    [one] { $count } hole has no explanation in the log. If it was an erasure after the backup, repeat the decision.
   *[other] { $count } holes have no explanation in the log. If they were erasures after the backup, repeat the decisions.
 }
cli-restore-erasures-unknown = The copy of the keys is older than that of the data. It does not know what was erased since: look in the cases, and repeat the erasures.
cli-restore-later-signed = If anything was signed after this copy, the witnesses will say so, and nothing is taken in. Then a newer copy is needed; see Restore in docs/operating.md.
cli-restore-not-empty = { $path } is not empty. Give an empty folder, or remove what a restore that broke off has left.
cli-restore-other-log = { $path } has the keys of the log { $origin }, but the data are those of { $wanted }.
cli-restore-root-key = The root key { $key } is needed. Give its file with --key-file, or settings that lead to it with --settings.
cli-restore-root-key-module = The keys were wrapped with the root key { $key } in a hardware module (token { $token }, label { $label }). Give a settings.toml whose [key_pkcs11] leads to it, with --settings.
cli-restore-keys-older = The copy of the keys is older than the data: { $count } keys are missing, and what they open could not be read. Find a newer copy of the keys.
cli-restore-piece = { $path } is missing from the backup, or damaged there. Use another backup.
cli-restore-changed = { $path } is not what was written: its signature does not fit. Use another backup.
cli-restore-unusable = { $path } cannot be used to restore from.
cli-restore-unwritten = The data folder could not be written.
cli-restore-registry = The registry could not be restored to { $path }. The place must be empty.
cli-restore-key-place = The settings say that the root key lies in { $path }, and there is none. Put the root key { $key } there, or give other settings with --settings.
cli-registry-gone = The registry in { $path } is missing, empty or older than the log. The log is whole. Put back the last good copy of the registry; nothing was written.
cli-registry-of-another = The registry in { $path } was sealed with the key of another log. Log and registry belong together; put both back from the same copy. Nothing was written.
cli-registry-unopened = A sealed value in the registry ({ $column }) does not open: it was altered, or sealed with another key. Put back the last good copy of the registry.
cli-keys-rotated = Every key has been wrapped anew. The root key is now { $key }.
cli-keys-copy-now = Now copy the root key, and the wrapped keys (tilsyn backup keys FILE). The old copies belong together; delete them within 30 days.
cli-keys-copy-now-module = The root key lies in the hardware module. Now copy the wrapped keys (tilsyn backup keys FILE), and delete the old copies within 30 days. See to it that the module has a backup.
cli-keys-left = The root key before, { $key }, is still in the module and opens older copies of the wrapped keys. When those are deleted, remove it with the module’s own tools (the name ends in the CKA_ID).
cli-keys-not-settled = The new root key is in force, but the one before has not been removed yet; each start tries again. { $why }
cli-keys-not-rotated = The root key { $path } could not be replaced. The one in force is the one that the wrapped keys name; the next start does the rest.
cli-keys-parquet = { $path } now holds the key of the archive's Parquet files (parquet.key) and the words in them in plain text (words.ndjson). Whoever has both reads every event, with numbers for people. That they were given out stands in the log. Delete them when they are no longer needed.
cli-keys-counts = Other keys: { $sources } for sources, { $periods } for months, { $others } for the rest. Months destroyed: { $destroyed }.
cli-keys-root-file = The root key, in a file
cli-keys-root-module = The root key, in a hardware module
cli-keys-ledger = The key of the log
cli-col-key = Key
cli-col-key-name = Name
cli-col-days = Days in use
cli-doctor-backup = Backup
cli-doctor-backup-of-keys = Backup of keys
cli-doctor-backup-place = Backup place
cli-doctor-root-key-file = Root key file
cli-doctor-root-key-age = Root key age
cli-doctor-root-key-module = Hardware module
cli-doctor-pin-file = PIN file
cli-doctor-root-key-in-file = The root key { $key } lies in a file.
cli-doctor-root-key-in-module = The root key { $key } lies in a hardware module.
cli-mend-backup = { $n ->
    [one] Make a backup: tilsyn backup FOLDER
   *[other] The last backup is { $count } days old. Make a new one: tilsyn backup FOLDER
 }
cli-mend-backup-of-keys = { $n ->
    [one] Copy the keys: tilsyn backup keys FILE
   *[other] The last copy of the keys is { $count } days old. Make a new one, and delete the old: tilsyn backup keys FILE
 }
cli-mend-backup-place = { $n ->
    [one] The place of the last copy is not there now. Is the disk connected?
   *[other] The places of the last copies are not there now. Are the disks connected?
 }
cli-mend-root-key-file = Others than the owner can read the root key, or write to the folder it lies in. Set the file to 0600 and the folder to 0700.
cli-mend-root-key-age = The root key has been in use for { $count } days. Replace it: tilsyn keys rotate root
cli-mend-root-key-module = The settings name a hardware module, but the root key lies in a file. Move it: tilsyn keys rotate root. Or remove [key_pkcs11].
cli-mend-pin-file = Others than the owner can read the file with the PIN. Set it to 0600.
cli-doctor-login-strength = How strong the login is
cli-mend-login-strength = Say in [login] strengths which strengths (acr) are enough, for example two factors. For now the sign-in service decides alone.
