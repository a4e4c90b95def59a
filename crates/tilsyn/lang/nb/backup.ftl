# Sikkerhetskopi og gjenoppretting, nøkler.
cli-backup-done = Sikkerhetskopien ligger i { $path }: { $entries } poster, sjekkpunkt over { $checkpoint }.
cli-backup-amounts = Skrevet: { $written } MiB. Der fra før: { $known } MiB.
cli-backup-root-key = Den åpnes bare med rotnøkkelen { $key }, som ikke er i noen sikkerhetskopi. Ta vare på den et annet sted.
cli-backup-root-key-module = Den åpnes bare med rotnøkkelen { $key }, som ligger i en maskinvaremodul. Uten modulen, eller en kopi av nøkkelen i en annen, åpnes den aldri mer.
cli-backup-keys-apart = De innpakkede nøklene kopieres for seg: tilsyn backup keys FIL. Uten dem kan ingenting åpnes.
cli-backup-keys-done = De innpakkede nøklene ligger i { $path }. Legg filen et annet sted enn dataene, og slett eldre kopier innen 30 dager: så lenge de finnes, kan det som er slettet, hentes tilbake.
cli-backup-exists = { $path } finnes allerede. Velg et annet navn.
cli-backup-inside = { $path } ligger i datamappen og ville gå tapt sammen med den. Velg et annet sted.
cli-backup-foreign = { $path } inneholder andre filer og ingen sikkerhetskopi. Velg en tom mappe.
cli-backup-place = Sikkerhetskopien kunne ikke skrives til { $path }. Den som var der fra før, gjelder fortsatt.
cli-backup-damaged = Noe som skulle kopieres, er skadet eller kan ikke leses. Forrige sikkerhetskopi gjelder fortsatt; kjør tilsyn verify.
cli-restore-whole = { $path } er gjenopprettet og kontrollert: { $entries } poster, { $events } hendelser. Alt stemmer med de signerte sjekkpunktene.
cli-restore-broken = { $path } er gjenopprettet ({ $entries } poster, { $events } hendelser), men ikke alt stemmer. Det som ikke stemmer, står nedenfor.
cli-restore-missing = { $n ->
    [one] { $count } post kom inn etter sikkerhetskopien av dataene og er ikke med. Les inn kildenes filer på nytt.
   *[other] { $count } poster kom inn etter sikkerhetskopien av dataene og er ikke med. Les inn kildenes filer på nytt.
 }
cli-restore-erased-again = { $n ->
    [one] { $count } person eller konto er slettet etter sikkerhetskopien, og ble slettet igjen. Vedtaket om slettingen er ikke med: gjenta det, og se etter i personkatalogen.
   *[other] { $count } personer eller kontoer er slettet etter sikkerhetskopien, og ble slettet igjen. Vedtakene om slettingen er ikke med: gjenta dem, og se etter i personkatalogen.
 }
cli-restore-keys-destroyed = { $n ->
    [one] { $count } nøkkel er slettet etter sikkerhetskopien. Det den åpnet, er fortsatt slettet. Gjenta vedtaket.
   *[other] { $count } nøkler er slettet etter sikkerhetskopien. Det de åpnet, er fortsatt slettet. Gjenta vedtakene.
 }
cli-restore-unexplained = { $n ->
    [one] { $count } hull har ingen forklaring i loggen. Var det en sletting etter sikkerhetskopien, så gjenta vedtaket.
   *[other] { $count } hull har ingen forklaring i loggen. Var det slettinger etter sikkerhetskopien, så gjenta vedtakene.
 }
cli-restore-erasures-unknown = Kopien av nøklene er eldre enn kopien av dataene. Det som er slettet siden, kjenner den ikke: se etter i sakene, og gjenta slettingene.
cli-restore-later-signed = Er det signert noe etter denne kopien, vil vitnene si det, og ingenting tas inn. Da trengs en nyere kopi; se «Restore» i docs/operating.md.
cli-restore-not-empty = { $path } er ikke tom. Gi en tom mappe, eller fjern det en avbrutt gjenoppretting etterlot.
cli-restore-other-log = { $path } er nøklene til loggen { $origin }, men dataene er fra { $wanted }.
cli-restore-root-key = Rotnøkkelen { $key } trengs. Gi filen med --key-file, eller innstillinger som fører til den med --settings.
cli-restore-root-key-module = Nøklene er pakket inn med rotnøkkelen { $key } i en maskinvaremodul (token { $token }, etikett { $label }). Gi en settings.toml med [key_pkcs11] som fører til den, med --settings.
cli-restore-keys-older = Kopien av nøklene er eldre enn dataene: { $count } nøkler mangler, og det de åpner, kunne ikke leses. Finn en nyere kopi av nøklene.
cli-restore-piece = { $path } mangler i sikkerhetskopien eller er skadet der. Bruk en annen sikkerhetskopi.
cli-restore-changed = { $path } er ikke det som ble skrevet: signaturen stemmer ikke. Bruk en annen sikkerhetskopi.
cli-restore-unusable = { $path } kan ikke brukes til gjenoppretting.
cli-restore-unwritten = Datamappen kunne ikke skrives.
cli-restore-registry = Registeret kunne ikke gjenopprettes i { $path }. Stedet må være tomt.
cli-restore-key-place = Ifølge innstillingene ligger rotnøkkelen i { $path }, og der er ingen. Legg rotnøkkelen { $key } der, eller gi andre innstillinger med --settings.
cli-registry-gone = Registeret i { $path } mangler, er tomt eller eldre enn loggen. Loggen er hel. Legg tilbake siste gode kopi av registeret; ingenting er skrevet.
cli-registry-of-another = Registeret i { $path } er forseglet med nøkkelen til en annen logg. Logg og register hører sammen; legg tilbake begge fra samme kopi. Ingenting er skrevet.
cli-registry-unopened = En forseglet verdi i registeret ({ $column }) lar seg ikke åpne: den er endret, eller forseglet med en annen nøkkel. Legg tilbake siste gode kopi av registeret.
cli-keys-rotated = Alle nøkler er pakket inn på nytt. Rotnøkkelen er nå { $key }.
cli-keys-copy-now = Ta nå kopier av rotnøkkelen og av de innpakkede nøklene (tilsyn backup keys FIL). De gamle kopiene hører sammen; slett dem innen 30 dager.
cli-keys-copy-now-module = Rotnøkkelen ligger i maskinvaremodulen. Ta nå en kopi av de innpakkede nøklene (tilsyn backup keys FIL), og slett de gamle kopiene innen 30 dager. Se til at modulen har en sikkerhetskopi.
cli-keys-left = Den forrige rotnøkkelen, { $key }, ligger fortsatt i modulen og åpner eldre kopier av de innpakkede nøklene. Når de er slettet, fjern den med modulens egne verktøy (navnet slutter på CKA_ID).
cli-keys-not-settled = Den nye rotnøkkelen gjelder, men den forrige er ikke fjernet ennå; hver start prøver igjen. { $why }
cli-keys-not-rotated = Rotnøkkelen { $path } kunne ikke byttes. Den som gjelder, er den de innpakkede nøklene nevner; neste start ordner resten.
cli-keys-parquet = { $path } har nå nøkkelen til arkivets Parquet-filer (parquet.key) og ordene i dem i klartekst (words.ndjson). Den som har begge, leser alle hendelser, med numre for personer. Det står i loggen at de er utlevert. Slett dem når de ikke trengs lenger.
cli-keys-counts = Andre nøkler: { $sources } til kilder, { $periods } til måneder, { $others } til resten. Slettede måneder: { $destroyed }.
cli-keys-root-file = Rotnøkkelen, i en fil
cli-keys-root-module = Rotnøkkelen, i en maskinvaremodul
cli-keys-ledger = Loggens nøkkel
cli-col-key = Nøkkel
cli-col-key-name = Navn
cli-col-days = Dager i bruk
cli-doctor-backup = Sikkerhetskopi
cli-doctor-backup-of-keys = Kopi av nøklene
cli-doctor-backup-place = Stedet for kopiene
cli-doctor-root-key-file = Rotnøkkelens fil
cli-doctor-root-key-age = Rotnøkkelens alder
cli-doctor-root-key-module = Maskinvaremodulen
cli-doctor-pin-file = Filen med PIN-koden
cli-doctor-root-key-in-file = Rotnøkkelen { $key } ligger i en fil.
cli-doctor-root-key-in-module = Rotnøkkelen { $key } ligger i en maskinvaremodul.
cli-mend-backup = { $n ->
    [one] Ta en sikkerhetskopi: tilsyn backup MAPPE
   *[other] Siste sikkerhetskopi er { $count } dager gammel. Ta en ny: tilsyn backup MAPPE
 }
cli-mend-backup-of-keys = { $n ->
    [one] Kopier nøklene: tilsyn backup keys FIL
   *[other] Siste kopi av nøklene er { $count } dager gammel. Ta en ny, og slett den gamle: tilsyn backup keys FIL
 }
cli-mend-backup-place = { $n ->
    [one] Stedet der siste kopi ble lagt, finnes ikke nå. Er disken koblet til?
   *[other] Stedene der siste kopier ble lagt, finnes ikke nå. Er diskene koblet til?
 }
cli-mend-root-key-file = Andre enn eieren kan lese rotnøkkelen eller skrive i mappen den ligger i. Sett filen til 0600 og mappen til 0700.
cli-mend-root-key-age = Rotnøkkelen har vært i bruk i { $count } dager. Bytt den: tilsyn keys rotate root
cli-mend-root-key-module = Innstillingene nevner en maskinvaremodul, men rotnøkkelen ligger i en fil. Flytt den: tilsyn keys rotate root. Eller fjern [key_pkcs11].
cli-mend-pin-file = Andre enn eieren kan lese filen med PIN-koden. Sett den til 0600.
cli-doctor-login-strength = Hvor sterk innloggingen er
cli-mend-login-strength = Oppgi under [login] strengths hvilke styrker (acr) som er nok, for eksempel to faktorer. Nå avgjør påloggingstjenesten det alene.
