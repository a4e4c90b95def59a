# What went wrong: the folder, the server, the command line.
cli-failed = That did not work. Details: { $detail }
cli-detail = Details: { $detail }
cli-held = { $path } is in use by { $holder }. Wait until it has finished, or stop it.
cli-holder = { $what } (process { $process })
cli-holder-unknown = another program
cli-disk-full = There is no space left for { $path }. Free some, and try again.
cli-no-room = There is no space left for { $path }. Opening the data folder needs { $mebibytes } MiB of free disk, even for a question: the last file of the log is written anew, and each answer is logged before it is shown. Free some, and try again. Nothing that was stored is lost.
cli-not-durable = { $path } could not be written durably to the disk. Check the disk before you go on.
cli-cannot-use-file = { $path } cannot be read or written.
cli-folder-older = { $path } has format { $found }, this program writes { $known }. Make a copy, then run tilsyn upgrade.
cli-folder-newer = { $path } has format { $found }, and this program knows formats up to { $known }. A newer version wrote it: start that version, or put back the copy made before its upgrade.
cli-folder-of-another = { $path } belongs to { $owner }. As root this would leave files there that { $owner } cannot open. Run it as { $owner }: runuser -u { $owner } -- tilsyn …
cli-no-folder = There is no data folder in { $path }.
cli-upgrade-failed = { $path } still has format { $from }: the way to { $to } failed. Mend the cause, and run tilsyn upgrade again.
cli-no-root-key = The root key { $path } cannot be read.
cli-no-such-zone = The setting time_zone: there is no zone { $zone }. Write one such as Europe/Oslo.
cli-file-not-as-expected = { $path } does not hold what is expected.
cli-server-runs = { $path } is held by a running server. Stop that first.
cli-server-broke-off = The server broke off before the answer was complete. Try again.
cli-server-gone = The server has ended. Start it again, and the import goes on.
cli-server-stops = A write to the log failed, and it is not known what the disk holds. The server ends; when it starts again, it finds out. Nothing that was acknowledged is lost. Check the disk.
cli-waits = { $n ->
    [one] Waiting one second before the next try.
   *[other] Waiting { $count } seconds before the next try.
 }
cli-cannot-listen = The program cannot listen on { $address }.
cli-no-address = --listen: { $address } is no address. Write one such as 127.0.0.1:8080.
cli-only-loopback = --listen: only addresses of the machine itself. Put a proxy in front.
cli-not-a-date = { $option }: this is no date. Write YYYY-MM-DD.
cli-period-backwards = --to lies before --from.
cli-no-such-kind = --kind: there is no such kind. The kinds are { $kinds }.
cli-no-such-format = --format: there is no such format. See tilsyn import events --help.
cli-use-unknown-option = { $option } is not known here.
cli-use-unknown-word = There is a word too many.
cli-use-unknown-command = There is no such command.
cli-use-missing-command = Say what to do: a command is missing.
cli-use-missing = This is missing: { $options }
cli-use-conflict = { $option } cannot stand together with { $other }.
cli-use-bad-value = { $option }: the value does not fit.
cli-use-other = The command cannot be understood.
cli-use-values = Possible values: { $values }
cli-use-meant = Did you mean { $word }?
cli-use-help = Help: tilsyn --help, tilsyn COMMAND --help
