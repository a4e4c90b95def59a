# Nödinloggning: två koder på papper för när inloggningstjänsten inte svarar.
tab-emergency = Nödinloggning
emergency-title = Nödinloggning
emergency-waiting = { $n ->
    [0] Ingen användning väntar på genomgång.
    [one] En användning väntar på genomgång.
   *[other] { $count } användningar väntar på genomgång.
 }
emergency-lead = En nödinloggning består av två koder på papper: Den ena gör den som ska logga in, den andra en ansvarig för loggranskningen. Tillsammans öppnar de en session på en timme, när inloggningstjänsten inte svarar.
emergency-none = Ingen har en nödinloggning. Den som ska kunna logga in i ett nödläge gör första delen på sidan ”Mina slagningar”.
emergency-of-whom = Nödinloggning för { $name }
emergency-first-made = Första delen gjord { $at }
emergency-second-made = Andra delen gjord { $at } av { $name }
emergency-second-missing = Andra delen saknas, så den öppnar inget ännu
emergency-used = Använd { $at }
emergency-reviewed = Genomgången { $at } av { $name }
emergency-not-reviewed = Användningen är inte genomgången
emergency-reason-was = Skäl: { $reason }
emergency-remark-was = Genomgången: { $remark }
emergency-make-second = Gör andra delen
emergency-review-how = Det som gjordes under sessionen är märkt ”nödinloggning” på sidan ”Slagningar i Tilsyn”, som loggranskare ser.
emergency-remark = Vad genomgången visade
emergency-sign = Signera genomgången
emergency-first-title = Första delen
emergency-second-title = Andra delen
emergency-once = Koden visas bara nu. Skriv ut den eller skriv av den innan du lämnar sidan.
emergency-of = Nödinloggning för
emergency-user = Användarnamn i Tilsyn
emergency-where = Används på sidan
emergency-paper-first = Lägg arket i ett förseglat kuvert på ett ställe dit bara du kommer åt. En ansvarig för loggranskningen gör andra delen och förvarar den på ett annat ställe. Gör du en ny första del gäller ingen av de gamla.
emergency-paper-second = Lägg arket i ett förseglat kuvert på ett ställe dit den som nödinloggningen tillhör inte kommer åt ensam. Den öppnar inget utan första delen.
emergency-done = Arket är förseglat
my-emergency-title = Nödinloggning
my-emergency-about = För när inloggningstjänsten inte svarar. Den ger en session på en timme, med de roller du har.
my-emergency-none = Du har ingen.
my-emergency-half = Första delen gjordes { $at }. En ansvarig för loggranskningen måste göra andra delen innan den kan användas.
my-emergency-ready = Den är klar att använda; andra delen gjordes { $at }.
my-emergency-make = Gör första delen
my-emergency-again = Gör en ny första del
sign-in-by-codes = Inloggningstjänsten svarar inte: logga in med nödinloggning
by-codes-title = Nödinloggning
by-codes-lead = Bara när inloggningstjänsten inte svarar. Du behöver båda koderna. De kan användas en gång.
by-codes-reason = Varför det behövs
by-codes-enter = Logga in i en timme
by-codes-told = De ansvariga för loggranskningen, loggranskarna och dataskyddsombudet får veta det, och det du gör gås igenom.
strip-emergency = Nödinloggning: Sessionen varar högst en timme, och allt du gör gås igenom efteråt.
front-emergencies = { $n ->
    [one] En användning av nödinloggning är inte genomgången.
   *[other] { $count } användningar av nödinloggning är inte genomgångna.
 }
front-open-emergencies = Gå igenom
own-log-emergency = nödinloggning
notice-title-emergency-used = En nödinloggning i Tilsyn har använts
notice-emergency-used = Någon har använt en nödinloggning i Tilsyn. Användningen ska gås igenom.
look-emergency = Nödinloggningar
look-emergency-first = Gjorde första delen av en nödinloggning
look-emergency-second = Gjorde andra delen av en nödinloggning
look-emergency-reviewed = Gick igenom användningen av en nödinloggning
look-signed-in-by-codes = Loggade in med nödinloggning
action-read-emergency = Såg nödinloggningar
action-make-first-half = Gjorde första delen av en nödinloggning
action-make-second-half = Gjorde andra delen av en nödinloggning
action-review-emergency = Gick igenom användningen av en nödinloggning
may-read-emergency = Se vem som har en nödinloggning, och när en har använts
may-make-first-half = Göra första delen av sin egen nödinloggning
may-make-second-half = Göra andra delen av någon annans nödinloggning
may-review-emergency = Gå igenom användningen av en nödinloggning
rule-who-answers-keeps-first-half = Den som måste in även när inloggningstjänsten är nere gör första delen av sin egen nödinloggning. Den ger ingen mer än de roller de har.
rule-head-makes-second-half = Den ansvariga för loggranskningen gör andra delen.
rule-emergency-is-reviewed = Loggranskare, den ansvariga för loggranskningen och dataskyddsombud går igenom varje användning av en nödinloggning.
rule-no-second-half-for-oneself = Ingen gör båda delarna av sin egen nödinloggning.
rule-another-reviews-emergency = Användningen gås igenom av någon som inte hade någon av delarna.
problem-emergency-wrong = Användarnamnet och de två koderna öppnar inget. Se efter att båda är skrivna som på papperet; en kod kan användas en gång.
problem-emergency-no-half = Den här nödinloggningen är redan använd.
problem-emergency-reviewed = Här finns ingen användning som väntar på genomgång.
problem-no-such-emergency = Det finns ingen sådan nödinloggning.
problem-emergency-second-own = Du gör inte andra delen av din egen nödinloggning. En annan ansvarig för loggranskningen måste göra det.
problem-emergency-review-own = Du hade själv en av delarna. Någon annan måste gå igenom användningen.
own-log-file-emergency = Nödinloggning
emergency-make-second-again = Gör en ny andra del
