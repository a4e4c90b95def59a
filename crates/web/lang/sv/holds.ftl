# Events that are held, holding one and letting it go; how long what came is kept.
tab-holds = Kvarhållet
holds-title = Händelser som hålls kvar
holds-one = En händelse som hålls kvar
holds-number = Kvarhållning nr { $number }
holds-holding = { $n ->
    [one] { $count } kvarhållning gäller nu.
   *[other] { $count } kvarhållningar gäller nu.
 }
holds-lead = Det som hålls kvar raderas inte, vem som än begär det, förrän någon häver kvarhållningen. Händelserna i ett öppet ärende hålls kvar av ärendet självt och står inte här.
holds-all = Alla kvarhållningar
holds-none = Inga händelser har hållits kvar.
holds-hold = Håll kvar en händelse
holds-hold-this = Håll kvar den här händelsen
holds-for-about = Numret på ett ärende eller en polisanmälan, inga namn. Högst 100 tecken.
holds-col-number = Nr
holds-col-event = Händelse
holds-col-for = Hålls kvar för
holds-col-held = Hölls kvar av
holds-col-released = Hävdes av
holds-file-held = Hölls kvar
holds-file-released = Hävdes
holds-still = Gäller
holds-erased = Raderad
holds-answer-released = Kvarhållningen är hävd. Den står bara kvar som upplysning.
holds-release = Häv kvarhållningen
holds-release-about = När inget annat håller kvar händelsen kan den raderas. Det beslutar två personer, som vid all radering.
retention-title = Lagringstid
retention-one = En gallringsklass
retention-class = Gallringsklass { $class }
retention-lead = En regel säger hur många hela månader efter händelsens månad något lagras. En regel raderar ingenting: det som är över väntar tills en begär radering och en annan godkänner.
retention-over = { $n ->
    [one] { $count } månad är över enligt reglerna och väntar på beslut.
   *[other] { $count } månader är över enligt reglerna och väntar på beslut.
 }
retention-answer-no-rule = Klassen har ingen regel. Det den innehåller lagras tills någon begär radering.
retention-own-log = Tilsyns egen logg
retention-own-log-about = Tilsyns egen logg. Stegen i ärenden ingår inte: de raderas bara tillsammans med personen som ärendet gäller.
retention-before = Det som kom innan det fanns klasser
retention-col-class = Klass
retention-col-what = Källa
retention-col-legal-basis = Lagstöd i källan
retention-col-kept = Lagras
retention-col-oldest = Äldsta månad
retention-col-newest = Nyaste månad
retention-col-over = Månader som är över
retention-months = { $n ->
    [one] { $count } månad
   *[other] { $count } månader
 }
retention-no-rule = Ingen regel
retention-ruled = Bestämd av
retention-new-rule = Ny regel
retention-months-after = Hela månader efter händelsens månad
retention-look = Se vad det betyder
retention-means = Det betyder regeln
retention-rule = Lagras i { $months }, lagstöd { $basis }.
retention-would = { $n ->
    [one] { $count } månad är över enligt den här regeln och kommer att vänta på beslut.
   *[other] { $count } månader är över enligt den här regeln och kommer att vänta på beslut.
 }
retention-would-span = Den äldsta är { $oldest }, den nyaste { $newest }.
retention-would-nothing = Ingen månad är över enligt den här regeln nu.
retention-erases-nothing = Ingenting raderas av att regeln sätts.
retention-set = Sätt regeln
retention-clear = Ta bort regeln
retention-clear-about = Då är ingen månad i klassen över enligt en regel. Det som någon redan har begärt står kvar.
problem-hold-reason = Skriv en motivering på högst { $max } tecken, utan någons personnummer.
look-hold-seen = En händelse som hålls kvar
own-log-hold = Kvarhållning
