# What went wrong: the folder, the server, the command line.
cli-failed = Det gick inte. Detaljer: { $detail }
cli-detail = Detaljer: { $detail }
cli-held = { $path } används av { $holder }. Vänta tills det är klart, eller stoppa det.
cli-holder = { $what } (process { $process })
cli-holder-unknown = ett annat program
cli-disk-full = Det finns inte plats för { $path }. Frigör utrymme och försök igen.
cli-no-room = Det finns inte plats för { $path }. För att öppna datamappen behövs { $mebibytes } MiB ledigt utrymme, även för att ställa en fråga: loggens sista fil skrivs på nytt, och varje svar loggas innan det visas. Frigör utrymme och försök igen. Inget som har sparats har gått förlorat.
cli-not-durable = { $path } kunde inte skrivas varaktigt till disken. Kontrollera disken innan du fortsätter.
cli-cannot-use-file = { $path } kan inte läsas eller skrivas.
cli-folder-older = { $path } har format { $found }, detta program skriver { $known }. Ta en kopia och kör tilsyn upgrade.
cli-folder-newer = { $path } har format { $found }, och detta program känner till format till och med { $known }. En nyare version har skrivit mappen: starta den, eller lägg tillbaka kopian från före uppgraderingen.
cli-folder-of-another = { $path } tillhör { $owner }. Som root skulle detta lämna filer där som { $owner } inte kan öppna. Kör det som { $owner }: runuser -u { $owner } -- tilsyn …
cli-no-folder = Det finns ingen datamapp i { $path }.
cli-upgrade-failed = { $path } har fortfarande format { $from }: vägen till { $to } gick inte. Åtgärda orsaken och kör tilsyn upgrade igen.
cli-no-root-key = Rotnyckeln { $path } kan inte läsas.
cli-no-such-zone = Inställningen time_zone: tidszonen { $zone } finns inte. Skriv en som Europe/Stockholm.
cli-file-not-as-expected = { $path } har inte det innehåll som väntas.
cli-server-runs = { $path } hålls av en server som körs. Stoppa den först.
cli-server-broke-off = Servern bröt av innan svaret var klart. Försök igen.
cli-server-gone = Servern har avslutats. Starta den igen, så fortsätter inläsningen.
cli-server-stops = En skrivning till loggen misslyckades, och det är inte känt vad disken har. Servern avslutas; när den startar igen tar den reda på det. Inget av det som har bekräftats har gått förlorat. Kontrollera disken.
cli-waits = { $n ->
    [one] Väntar en sekund före nästa försök.
   *[other] Väntar { $count } sekunder före nästa försök.
 }
cli-cannot-listen = Programmet kan inte lyssna på { $address }.
cli-no-address = --listen: { $address } är ingen adress. Skriv en som 127.0.0.1:8080.
cli-only-loopback = --listen: bara adresser på datorn själv. Sätt en proxy framför.
cli-not-a-date = { $option }: detta är inget datum. Skriv ÅÅÅÅ-MM-DD.
cli-period-backwards = --to ligger före --from.
cli-no-such-kind = --kind: den typen finns inte. Typerna är { $kinds }.
cli-no-such-format = --format: det formatet finns inte. Se tilsyn import events --help.
cli-use-unknown-option = { $option } finns inte här.
cli-use-unknown-word = Det står ett ord för mycket.
cli-use-unknown-command = Det kommandot finns inte.
cli-use-missing-command = Säg vad som ska göras: ett kommando saknas.
cli-use-missing = Detta saknas: { $options }
cli-use-conflict = { $option } kan inte stå tillsammans med { $other }.
cli-use-bad-value = { $option }: värdet passar inte.
cli-use-other = Kommandot kan inte förstås.
cli-use-values = Möjliga värden: { $values }
cli-use-meant = Menade du { $word }?
cli-use-help = Hjälp: tilsyn --help, tilsyn KOMMANDO --help
