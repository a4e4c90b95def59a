# What went wrong: the folder, the server, the command line.
cli-failed = Det gikk ikke. Detaljer: { $detail }
cli-detail = Detaljer: { $detail }
cli-held = { $path } er i bruk av { $holder }. Vent til det er ferdig, eller stopp det.
cli-holder = { $what } (prosess { $process })
cli-holder-unknown = et annet program
cli-disk-full = Det er ikke plass til { $path }. Frigjør plass, og prøv igjen.
cli-no-room = Det er ikke plass til { $path }. For å åpne datamappen trengs { $mebibytes } MiB ledig plass, også for å stille et spørsmål: den siste filen i loggen skrives på nytt, og hvert svar logges før det vises. Frigjør plass, og prøv igjen. Ingenting som er lagret, er tapt.
cli-not-durable = { $path } kunne ikke skrives varig til disken. Kontroller disken før du fortsetter.
cli-cannot-use-file = { $path } kan ikke leses eller skrives.
cli-folder-older = { $path } har format { $found }, dette programmet skriver { $known }. Ta en kopi, og kjør tilsyn upgrade.
cli-folder-newer = { $path } har format { $found }, og dette programmet kjenner formater til og med { $known }. En nyere versjon har skrevet mappen: start den, eller legg tilbake kopien fra før oppgraderingen.
cli-folder-of-another = { $path } tilhører { $owner }. Som root ville dette legge igjen filer der som { $owner } ikke kan åpne. Kjør det som { $owner }: runuser -u { $owner } -- tilsyn …
cli-no-folder = Det er ingen datamappe i { $path }.
cli-upgrade-failed = { $path } har fortsatt format { $from }: veien til { $to } gikk ikke. Rett årsaken, og kjør tilsyn upgrade igjen.
cli-no-root-key = Rotnøkkelen { $path } kan ikke leses.
cli-no-such-zone = Innstillingen time_zone: tidssonen { $zone } finnes ikke. Skriv en som Europe/Oslo.
cli-file-not-as-expected = { $path } har ikke det innholdet som ventes.
cli-server-runs = { $path } holdes av en tjener som kjører. Stopp den først.
cli-server-broke-off = Tjeneren brøt av før svaret var ferdig. Prøv igjen.
cli-server-gone = Tjeneren har sluttet. Start den igjen, så fortsetter innlesningen.
cli-server-stops = En skriving til loggen mislyktes, og det er ikke kjent hva disken har. Tjeneren slutter; når den starter igjen, finner den det ut. Ingenting av det som er bekreftet, er gått tapt. Kontroller disken.
cli-waits = { $n ->
    [one] Venter ett sekund før neste forsøk.
   *[other] Venter { $count } sekunder før neste forsøk.
 }
cli-cannot-listen = Programmet kan ikke lytte på { $address }.
cli-no-address = --listen: { $address } er ingen adresse. Skriv en som 127.0.0.1:8080.
cli-only-loopback = --listen: bare adresser på maskinen selv. Sett en proxy foran.
cli-not-a-date = { $option }: dette er ingen dato. Skriv ÅÅÅÅ-MM-DD.
cli-period-backwards = --to ligger før --from.
cli-no-such-kind = --kind: denne typen finnes ikke. Typene er { $kinds }.
cli-no-such-format = --format: dette formatet finnes ikke. Se tilsyn import events --help.
cli-use-unknown-option = { $option } finnes ikke her.
cli-use-unknown-word = Det står et ord for mye.
cli-use-unknown-command = Denne kommandoen finnes ikke.
cli-use-missing-command = Si hva som skal gjøres: en kommando mangler.
cli-use-missing = Dette mangler: { $options }
cli-use-conflict = { $option } kan ikke stå sammen med { $other }.
cli-use-bad-value = { $option }: verdien passer ikke.
cli-use-other = Kommandoen kan ikke forstås.
cli-use-values = Mulige verdier: { $values }
cli-use-meant = Mente du { $word }?
cli-use-help = Hjelp: tilsyn --help, tilsyn KOMMANDO --help
