# What went wrong: the folder, the server, the command line.
cli-failed = Det lykkedes ikke. Detaljer: { $detail }
cli-detail = Detaljer: { $detail }
cli-held = { $path } er i brug af { $holder }. Vent, til det er færdigt, eller stop det.
cli-holder = { $what } (proces { $process })
cli-holder-unknown = et andet program
cli-disk-full = Der er ikke plads til { $path }. Frigør plads, og prøv igen.
cli-no-room = Der er ikke plads til { $path }. Det kræver { $mebibytes } MiB ledig plads at åbne datamappen, også for at stille et spørgsmål: loggens sidste fil skrives på ny, og hvert svar logges, før det vises. Frigør plads, og prøv igen. Intet af det, der er gemt, er gået tabt.
cli-not-durable = { $path } kunne ikke skrives varigt til disken. Kontrollér disken, før du fortsætter.
cli-cannot-use-file = { $path } kan ikke læses eller skrives.
cli-folder-older = { $path } har format { $found }, dette program skriver { $known }. Tag en kopi, og kør tilsyn upgrade.
cli-folder-newer = { $path } har format { $found }, og dette program kender formater til og med { $known }. En nyere version har skrevet mappen: start den, eller læg kopien fra før opgraderingen tilbage.
cli-folder-of-another = { $path } tilhører { $owner }. Som root ville dette efterlade filer der, som { $owner } ikke kan åbne. Kør det som { $owner }: runuser -u { $owner } -- tilsyn …
cli-no-folder = Der er ingen datamappe i { $path }.
cli-upgrade-failed = { $path } har stadig format { $from }: vejen til { $to } lykkedes ikke. Ret årsagen, og kør tilsyn upgrade igen.
cli-no-root-key = Rodnøglen { $path } kan ikke læses.
cli-no-such-zone = Indstillingen time_zone: tidszonen { $zone } findes ikke. Skriv en som Europe/Copenhagen.
cli-file-not-as-expected = { $path } har ikke det forventede indhold.
cli-server-runs = { $path } holdes af en server, der kører. Stop den først.
cli-server-broke-off = Serveren brød af, før svaret var færdigt. Prøv igen.
cli-server-gone = Serveren er lukket ned. Start den igen, så fortsætter indlæsningen.
cli-server-stops = En skrivning til loggen mislykkedes, og det vides ikke, hvad disken har. Serveren lukker ned; når den starter igen, finder den ud af det. Intet af det, der er bekræftet, er gået tabt. Kontrollér disken.
cli-waits = { $n ->
    [one] Venter et sekund før næste forsøg.
   *[other] Venter { $count } sekunder før næste forsøg.
 }
cli-cannot-listen = Programmet kan ikke lytte på { $address }.
cli-no-address = --listen: { $address } er ingen adresse. Skriv en som 127.0.0.1:8080.
cli-only-loopback = --listen: kun adresser på maskinen selv. Sæt en proxy foran.
cli-not-a-date = { $option }: dette er ingen dato. Skriv ÅÅÅÅ-MM-DD.
cli-period-backwards = --to ligger før --from.
cli-no-such-kind = --kind: denne type findes ikke. Typerne er { $kinds }.
cli-no-such-format = --format: dette format findes ikke. Se tilsyn import events --help.
cli-use-unknown-option = { $option } findes ikke her.
cli-use-unknown-word = Der står et ord for meget.
cli-use-unknown-command = Denne kommando findes ikke.
cli-use-missing-command = Sig, hvad der skal gøres: en kommando mangler.
cli-use-missing = Dette mangler: { $options }
cli-use-conflict = { $option } kan ikke stå sammen med { $other }.
cli-use-bad-value = { $option }: værdien passer ikke.
cli-use-other = Kommandoen kan ikke forstås.
cli-use-values = Mulige værdier: { $values }
cli-use-meant = Mente du { $word }?
cli-use-help = Hjælp: tilsyn --help, tilsyn KOMMANDO --help
