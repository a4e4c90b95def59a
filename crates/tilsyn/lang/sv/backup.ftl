# Säkerhetskopia och återställning, nycklar.
cli-backup-done = Säkerhetskopian ligger i { $path }: { $entries } poster, kontrollpunkt över { $checkpoint }.
cli-backup-amounts = Skrivet: { $written } MiB. Fanns redan: { $known } MiB.
cli-backup-root-key = Den öppnas bara med rotnyckeln { $key }, som inte finns i någon säkerhetskopia. Förvara den någon annanstans.
cli-backup-root-key-module = Den öppnas bara med rotnyckeln { $key }, som ligger i en hårdvarumodul. Utan modulen, eller en kopia av nyckeln i en annan, öppnas den aldrig mer.
cli-backup-keys-apart = De inpackade nycklarna kopieras för sig: tilsyn backup keys FIL. Utan dem kan ingenting öppnas.
cli-backup-keys-done = De inpackade nycklarna ligger i { $path }. Lägg filen på en annan plats än data, och radera äldre kopior inom 30 dagar: så länge de finns kan det raderade hämtas tillbaka.
cli-backup-exists = { $path } finns redan. Välj ett annat namn.
cli-backup-inside = { $path } ligger i datamappen och skulle gå förlorad tillsammans med den. Välj en annan plats.
cli-backup-foreign = { $path } innehåller andra filer och ingen säkerhetskopia. Välj en tom mapp.
cli-backup-place = Säkerhetskopian kunde inte skrivas till { $path }. Den som fanns där gäller fortfarande.
cli-backup-damaged = Något som skulle kopieras är skadat eller kan inte läsas. Den förra säkerhetskopian gäller fortfarande; kör tilsyn verify.
cli-restore-whole = { $path } är återställd och kontrollerad: { $entries } poster, { $events } händelser. Allt stämmer med de signerade kontrollpunkterna.
cli-restore-broken = { $path } är återställd ({ $entries } poster, { $events } händelser), men allt stämmer inte. Det som inte stämmer står nedan.
cli-restore-missing = { $n ->
    [one] { $count } post kom in efter säkerhetskopian av data och är inte med. Läs in källornas filer på nytt.
   *[other] { $count } poster kom in efter säkerhetskopian av data och är inte med. Läs in källornas filer på nytt.
 }
cli-restore-erased-again = { $n ->
    [one] { $count } person eller konto har raderats efter säkerhetskopian och raderades igen. Beslutet om raderingen är inte med: upprepa det, och se efter i personkatalogen.
   *[other] { $count } personer eller konton har raderats efter säkerhetskopian och raderades igen. Besluten om raderingen är inte med: upprepa dem, och se efter i personkatalogen.
 }
cli-restore-keys-destroyed = { $n ->
    [one] { $count } nyckel har raderats efter säkerhetskopian. Det den öppnade är fortfarande raderat. Upprepa beslutet.
   *[other] { $count } nycklar har raderats efter säkerhetskopian. Det de öppnade är fortfarande raderat. Upprepa besluten.
 }
cli-restore-unexplained = { $n ->
    [one] { $count } lucka har ingen förklaring i loggen. Var det en radering efter säkerhetskopian, upprepa beslutet.
   *[other] { $count } luckor har ingen förklaring i loggen. Var det raderingar efter säkerhetskopian, upprepa besluten.
 }
cli-restore-erasures-unknown = Kopian av nycklarna är äldre än kopian av data. Det som har raderats sedan dess känner den inte till: se efter i ärendena, och upprepa raderingarna.
cli-restore-later-signed = Har något signerats efter denna kopia säger vittnena det, och ingenting tas in. Då krävs en nyare kopia; se ”Restore” i docs/operating.md.
cli-restore-not-empty = { $path } är inte tom. Ange en tom mapp, eller ta bort det som en avbruten återställning lämnade.
cli-restore-other-log = { $path } är nycklarna till loggen { $origin }, men data är från { $wanted }.
cli-restore-root-key = Rotnyckeln { $key } behövs. Ange filen med --key-file, eller inställningar som leder till den med --settings.
cli-restore-root-key-module = Nycklarna är inslagna med rotnyckeln { $key } i en hårdvarumodul (token { $token }, etikett { $label }). Ange en settings.toml med [key_pkcs11] som leder till den, med --settings.
cli-restore-keys-older = Kopian av nycklarna är äldre än data: { $count } nycklar saknas, och det de öppnar skulle inte gå att läsa. Hitta en nyare kopia av nycklarna.
cli-restore-piece = { $path } saknas i säkerhetskopian eller är skadad där. Använd en annan säkerhetskopia.
cli-restore-changed = { $path } är inte det som skrevs: signaturen stämmer inte. Använd en annan säkerhetskopia.
cli-restore-unusable = { $path } kan inte användas för återställning.
cli-restore-unwritten = Datamappen kunde inte skrivas.
cli-restore-registry = Registret kunde inte återställas i { $path }. Platsen måste vara tom.
cli-restore-key-place = Enligt inställningarna ligger rotnyckeln i { $path }, och där finns ingen. Lägg rotnyckeln { $key } där, eller ange andra inställningar med --settings.
cli-registry-gone = Registret i { $path } saknas, är tomt eller äldre än loggen. Loggen är hel. Lägg tillbaka den senaste goda kopian av registret; ingenting har skrivits.
cli-registry-of-another = Registret i { $path } är förseglat med nyckeln till en annan logg. Logg och register hör ihop; lägg tillbaka båda från samma kopia. Ingenting har skrivits.
cli-registry-unopened = Ett förseglat värde i registret ({ $column }) går inte att öppna: det har ändrats eller förseglats med en annan nyckel. Lägg tillbaka den senaste goda kopian av registret.
cli-keys-rotated = Alla nycklar har packats in på nytt. Rotnyckeln är nu { $key }.
cli-keys-copy-now = Ta nu kopior av rotnyckeln och av de inpackade nycklarna (tilsyn backup keys FIL). De gamla kopiorna hör ihop; radera dem inom 30 dagar.
cli-keys-copy-now-module = Rotnyckeln ligger i hårdvarumodulen. Ta nu en kopia av de inslagna nycklarna (tilsyn backup keys FIL), och radera de gamla kopiorna inom 30 dagar. Se till att modulen har en säkerhetskopia.
cli-keys-left = Den förra rotnyckeln, { $key }, ligger kvar i modulen och öppnar äldre kopior av de inslagna nycklarna. När de är raderade, ta bort den med modulens egna verktyg (namnet slutar på CKA_ID).
cli-keys-not-settled = Den nya rotnyckeln gäller, men den förra är inte borttagen än; varje start försöker igen. { $why }
cli-keys-not-rotated = Rotnyckeln { $path } kunde inte bytas. Den som gäller är den som de inpackade nycklarna nämner; nästa start klarar resten.
cli-keys-parquet = { $path } har nu nyckeln till arkivets Parquet-filer (parquet.key) och orden i dem i klartext (words.ndjson). Den som har båda läser alla händelser, med nummer för personer. Det står i loggen att de har lämnats ut. Radera dem när de inte längre behövs.
cli-keys-counts = Andra nycklar: { $sources } för källor, { $periods } för månader, { $others } för resten. Raderade månader: { $destroyed }.
cli-keys-root-file = Rotnyckeln, i en fil
cli-keys-root-module = Rotnyckeln, i en hårdvarumodul
cli-keys-ledger = Loggens nyckel
cli-col-key = Nyckel
cli-col-key-name = Namn
cli-col-days = Dagar i bruk
cli-doctor-backup = Säkerhetskopia
cli-doctor-backup-of-keys = Kopia av nycklarna
cli-doctor-backup-place = Kopiornas plats
cli-doctor-root-key-file = Rotnyckelns fil
cli-doctor-root-key-age = Rotnyckelns ålder
cli-doctor-root-key-module = Hårdvarumodulen
cli-doctor-pin-file = Filen med PIN-koden
cli-doctor-root-key-in-file = Rotnyckeln { $key } ligger i en fil.
cli-doctor-root-key-in-module = Rotnyckeln { $key } ligger i en hårdvarumodul.
cli-mend-backup = { $n ->
    [one] Ta en säkerhetskopia: tilsyn backup MAPP
   *[other] Senaste säkerhetskopian är { $count } dagar gammal. Ta en ny: tilsyn backup MAPP
 }
cli-mend-backup-of-keys = { $n ->
    [one] Kopiera nycklarna: tilsyn backup keys FIL
   *[other] Senaste kopian av nycklarna är { $count } dagar gammal. Ta en ny, och radera den gamla: tilsyn backup keys FIL
 }
cli-mend-backup-place = { $n ->
    [one] Platsen där senaste kopian lades finns inte nu. Är disken ansluten?
   *[other] Platserna där senaste kopiorna lades finns inte nu. Är diskarna anslutna?
 }
cli-mend-root-key-file = Andra än ägaren kan läsa rotnyckeln eller skriva i mappen där den ligger. Sätt filen till 0600 och mappen till 0700.
cli-mend-root-key-age = Rotnyckeln har använts i { $count } dagar. Byt den: tilsyn keys rotate root
cli-mend-root-key-module = Inställningarna nämner en hårdvarumodul, men rotnyckeln ligger i en fil. Flytta den: tilsyn keys rotate root. Eller ta bort [key_pkcs11].
cli-mend-pin-file = Andra än ägaren kan läsa filen med PIN-koden. Sätt den till 0600.
cli-doctor-login-strength = Hur stark inloggningen är
cli-mend-login-strength = Ange under [login] strengths vilka styrkor (acr) som räcker, till exempel två faktorer. Nu avgör inloggningstjänsten det ensam.
