# Events that are held, holding one and letting it go; how long what came is kept.
tab-holds = Holdt tilbage
holds-title = Hændelser, der holdes tilbage
holds-one = En hændelse, der holdes tilbage
holds-number = Tilbageholdelse nr. { $number }
holds-holding = { $n ->
    [one] { $count } tilbageholdelse gælder nu.
   *[other] { $count } tilbageholdelser gælder nu.
 }
holds-lead = Det, der holdes tilbage, slettes ikke, uanset hvem der beder om det, før nogen ophæver tilbageholdelsen. Hændelserne i en åben sag holdes af sagen selv og står ikke her.
holds-all = Alle tilbageholdelser
holds-none = Ingen hændelser er holdt tilbage.
holds-hold = Hold en hændelse tilbage
holds-hold-this = Hold denne hændelse tilbage
holds-for-about = Nummeret på en sag eller en politianmeldelse, ingen navne. Højst 100 tegn.
holds-col-number = Nr.
holds-col-event = Hændelse
holds-col-for = Holdt tilbage til
holds-col-held = Holdt tilbage af
holds-col-released = Ophævet af
holds-file-held = Holdt tilbage
holds-file-released = Ophævet
holds-still = Gælder
holds-erased = Slettet
holds-answer-released = Tilbageholdelsen er ophævet. Den står her kun til oplysning.
holds-release = Ophæv tilbageholdelsen
holds-release-about = Når intet andet holder hændelsen tilbage, kan den slettes. Det afgør to personer, som ved al sletning.
retention-title = Opbevaringsfrist
retention-one = En opbevaringsklasse
retention-class = Opbevaringsklasse { $class }
retention-lead = En regel siger, hvor mange hele måneder efter hændelsens måned noget opbevares. En regel sletter intet: Det, hvis frist er udløbet, venter, til én beder om sletning og en anden godkender.
retention-over = { $n ->
    [one] { $count } måned er udløbet efter reglerne og venter på en afgørelse.
   *[other] { $count } måneder er udløbet efter reglerne og venter på en afgørelse.
 }
retention-answer-no-rule = Klassen har ingen regel. Det, den indeholder, opbevares, til nogen beder om sletning.
retention-own-log = Tilsyns egen log
retention-own-log-about = Tilsyns egen log. Trinnene i sager er ikke med: de slettes kun sammen med den person, sagen gælder.
retention-before = Det, der kom, før der var klasser
retention-col-class = Klasse
retention-col-what = Kilde
retention-col-legal-basis = Hjemmel i kilden
retention-col-kept = Opbevares
retention-col-oldest = Ældste måned
retention-col-newest = Nyeste måned
retention-col-over = Udløbne måneder
retention-months = { $n ->
    [one] { $count } måned
   *[other] { $count } måneder
 }
retention-no-rule = Ingen regel
retention-ruled = Bestemt af
retention-new-rule = Ny regel
retention-months-after = Hele måneder efter hændelsens måned
retention-look = Se, hvad det betyder
retention-means = Det betyder reglen
retention-rule = Opbevares i { $months }, hjemmel { $basis }.
retention-would = { $n ->
    [one] { $count } måned er udløbet efter denne regel og vil vente på en afgørelse.
   *[other] { $count } måneder er udløbet efter denne regel og vil vente på en afgørelse.
 }
retention-would-span = Den ældste er { $oldest }, den nyeste { $newest }.
retention-would-nothing = Ingen måned er udløbet efter denne regel nu.
retention-erases-nothing = Intet slettes, ved at reglen sættes.
retention-set = Sæt reglen
retention-clear = Fjern reglen
retention-clear-about = Så er ingen måned i klassen udløbet efter en regel. Det, nogen allerede har bedt om, bliver stående.
problem-hold-reason = Skriv en begrundelse på højst { $max } tegn, uden nogens cpr-nummer.
look-hold-seen = En hændelse, der holdes tilbage
own-log-hold = Tilbageholdelse
