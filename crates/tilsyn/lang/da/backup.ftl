# Sikkerhedskopi og genskabelse, nøgler.
cli-backup-done = Sikkerhedskopien ligger i { $path }: { $entries } poster, kontrolpunkt over { $checkpoint }.
cli-backup-amounts = Skrevet: { $written } MiB. Der i forvejen: { $known } MiB.
cli-backup-root-key = Den kan kun åbnes med rodnøglen { $key }, som ikke er i nogen sikkerhedskopi. Opbevar den et andet sted.
cli-backup-root-key-module = Den kan kun åbnes med rodnøglen { $key }, som ligger i et hardwaremodul. Uden modulet, eller en kopi af nøglen i et andet, kan den aldrig åbnes igen.
cli-backup-keys-apart = De indpakkede nøgler kopieres for sig: tilsyn backup keys FIL. Uden dem kan intet åbnes.
cli-backup-keys-done = De indpakkede nøgler ligger i { $path }. Læg filen et andet sted end dataene, og slet ældre kopier inden 30 dage: så længe de findes, kan det slettede hentes tilbage.
cli-backup-exists = { $path } findes allerede. Vælg et andet navn.
cli-backup-inside = { $path } ligger i datamappen og ville gå tabt sammen med den. Vælg et andet sted.
cli-backup-foreign = { $path } indeholder andre filer og ingen sikkerhedskopi. Vælg en tom mappe.
cli-backup-place = Sikkerhedskopien kunne ikke skrives til { $path }. Den, der var der i forvejen, gælder stadig.
cli-backup-damaged = Noget, der skulle kopieres, er beskadiget eller kan ikke læses. Den forrige sikkerhedskopi gælder stadig; kør tilsyn verify.
cli-restore-whole = { $path } er genskabt og kontrolleret: { $entries } poster, { $events } hændelser. Alt stemmer med de signerede kontrolpunkter.
cli-restore-broken = { $path } er genskabt ({ $entries } poster, { $events } hændelser), men ikke alt stemmer. Det, der ikke stemmer, står nedenfor.
cli-restore-missing = { $n ->
    [one] { $count } post kom ind efter sikkerhedskopien af dataene og er ikke med. Indlæs kildernes filer igen.
   *[other] { $count } poster kom ind efter sikkerhedskopien af dataene og er ikke med. Indlæs kildernes filer igen.
 }
cli-restore-erased-again = { $n ->
    [one] { $count } person eller konto er slettet efter sikkerhedskopien og blev slettet igen. Afgørelsen om sletningen er ikke med: gentag den, og se efter i personkataloget.
   *[other] { $count } personer eller konti er slettet efter sikkerhedskopien og blev slettet igen. Afgørelserne om sletningen er ikke med: gentag dem, og se efter i personkataloget.
 }
cli-restore-keys-destroyed = { $n ->
    [one] { $count } nøgle er slettet efter sikkerhedskopien. Det, den åbnede, er stadig slettet. Gentag afgørelsen.
   *[other] { $count } nøgler er slettet efter sikkerhedskopien. Det, de åbnede, er stadig slettet. Gentag afgørelserne.
 }
cli-restore-unexplained = { $n ->
    [one] { $count } hul har ingen forklaring i loggen. Var det en sletning efter sikkerhedskopien, så gentag afgørelsen.
   *[other] { $count } huller har ingen forklaring i loggen. Var det sletninger efter sikkerhedskopien, så gentag afgørelserne.
 }
cli-restore-erasures-unknown = Kopien af nøglerne er ældre end kopien af dataene. Det, der er slettet siden, kender den ikke: se efter i sagerne, og gentag sletningerne.
cli-restore-later-signed = Er der signeret noget efter denne kopi, vil vidnerne sige det, og intet tages ind. Så kræves en nyere kopi; se »Restore« i docs/operating.md.
cli-restore-not-empty = { $path } er ikke tom. Angiv en tom mappe, eller fjern det, som en afbrudt genskabelse efterlod.
cli-restore-other-log = { $path } er nøglerne til loggen { $origin }, men dataene er fra { $wanted }.
cli-restore-root-key = Rodnøglen { $key } er nødvendig. Angiv filen med --key-file, eller indstillinger, der fører til den, med --settings.
cli-restore-root-key-module = Nøglerne er pakket ind med rodnøglen { $key } i et hardwaremodul (token { $token }, etiket { $label }). Angiv en settings.toml med [key_pkcs11], der fører til den, med --settings.
cli-restore-keys-older = Kopien af nøglerne er ældre end dataene: { $count } nøgler mangler, og det, de åbner, kunne ikke læses. Find en nyere kopi af nøglerne.
cli-restore-piece = { $path } mangler i sikkerhedskopien eller er beskadiget der. Brug en anden sikkerhedskopi.
cli-restore-changed = { $path } er ikke det, der blev skrevet: signaturen passer ikke. Brug en anden sikkerhedskopi.
cli-restore-unusable = { $path } kan ikke bruges til genskabelse.
cli-restore-unwritten = Datamappen kunne ikke skrives.
cli-restore-registry = Registeret kunne ikke genskabes i { $path }. Stedet skal være tomt.
cli-restore-key-place = Ifølge indstillingerne ligger rodnøglen i { $path }, og der er ingen. Læg rodnøglen { $key } der, eller angiv andre indstillinger med --settings.
cli-registry-gone = Registeret i { $path } mangler, er tomt eller ældre end loggen. Loggen er hel. Læg den sidste gode kopi af registeret tilbage; intet er skrevet.
cli-registry-of-another = Registeret i { $path } er forseglet med nøglen til en anden log. Log og register hører sammen; læg begge tilbage fra samme kopi. Intet er skrevet.
cli-registry-unopened = En forseglet værdi i registeret ({ $column }) kan ikke åbnes: den er ændret eller forseglet med en anden nøgle. Læg den sidste gode kopi af registeret tilbage.
cli-keys-rotated = Alle nøgler er pakket ind på ny. Rodnøglen er nu { $key }.
cli-keys-copy-now = Tag nu kopier af rodnøglen og af de indpakkede nøgler (tilsyn backup keys FIL). De gamle kopier hører sammen; slet dem inden 30 dage.
cli-keys-copy-now-module = Rodnøglen ligger i hardwaremodulet. Tag nu en kopi af de indpakkede nøgler (tilsyn backup keys FIL), og slet de gamle kopier inden 30 dage. Sørg for, at modulet har en sikkerhedskopi.
cli-keys-left = Den forrige rodnøgle, { $key }, ligger stadig i modulet og åbner ældre kopier af de indpakkede nøgler. Når de er slettet, så fjern den med modulets egne værktøjer (navnet ender på CKA_ID).
cli-keys-not-settled = Den nye rodnøgle gælder, men den forrige er ikke fjernet endnu; hver start prøver igen. { $why }
cli-keys-not-rotated = Rodnøglen { $path } kunne ikke udskiftes. Den gældende er den, de indpakkede nøgler nævner; næste start klarer resten.
cli-keys-parquet = { $path } har nu nøglen til arkivets Parquet-filer (parquet.key) og ordene i dem i klartekst (words.ndjson). Den, der har begge, læser alle hændelser, med numre for personer. Det står i loggen, at de er udleveret. Slet dem, når de ikke længere skal bruges.
cli-keys-counts = Andre nøgler: { $sources } til kilder, { $periods } til måneder, { $others } til resten. Slettede måneder: { $destroyed }.
cli-keys-root-file = Rodnøglen, i en fil
cli-keys-root-module = Rodnøglen, i et hardwaremodul
cli-keys-ledger = Loggens nøgle
cli-col-key = Nøgle
cli-col-key-name = Navn
cli-col-days = Dage i brug
cli-doctor-backup = Sikkerhedskopi
cli-doctor-backup-of-keys = Kopi af nøglerne
cli-doctor-backup-place = Kopiernes sted
cli-doctor-root-key-file = Rodnøglens fil
cli-doctor-root-key-age = Rodnøglens alder
cli-doctor-root-key-module = Hardwaremodulet
cli-doctor-pin-file = Filen med PIN-koden
cli-doctor-root-key-in-file = Rodnøglen { $key } ligger i en fil.
cli-doctor-root-key-in-module = Rodnøglen { $key } ligger i et hardwaremodul.
cli-mend-backup = { $n ->
    [one] Tag en sikkerhedskopi: tilsyn backup MAPPE
   *[other] Seneste sikkerhedskopi er { $count } dage gammel. Tag en ny: tilsyn backup MAPPE
 }
cli-mend-backup-of-keys = { $n ->
    [one] Kopier nøglerne: tilsyn backup keys FIL
   *[other] Seneste kopi af nøglerne er { $count } dage gammel. Tag en ny, og slet den gamle: tilsyn backup keys FIL
 }
cli-mend-backup-place = { $n ->
    [one] Stedet, hvor seneste kopi blev lagt, findes ikke nu. Er disken tilsluttet?
   *[other] Stederne, hvor seneste kopier blev lagt, findes ikke nu. Er diskene tilsluttet?
 }
cli-mend-root-key-file = Andre end ejeren kan læse rodnøglen eller skrive i mappen, den ligger i. Sæt filen til 0600 og mappen til 0700.
cli-mend-root-key-age = Rodnøglen har været i brug i { $count } dage. Udskift den: tilsyn keys rotate root
cli-mend-root-key-module = Indstillingerne nævner et hardwaremodul, men rodnøglen ligger i en fil. Flyt den: tilsyn keys rotate root. Eller fjern [key_pkcs11].
cli-mend-pin-file = Andre end ejeren kan læse filen med PIN-koden. Sæt den til 0600.
cli-doctor-login-strength = Hvor stærkt loginet er
cli-mend-login-strength = Angiv under [login] strengths, hvilke styrker (acr) der er nok, for eksempel to faktorer. Nu afgør logintjenesten det alene.
