# Events that are held, holding one and letting it go; how long what came is kept.
tab-holds = Holdt tilbake
holds-title = Hendelser som holdes tilbake
holds-one = En hendelse som holdes tilbake
holds-number = Tilbakeholdelse nr. { $number }
holds-holding = { $n ->
    [one] { $count } tilbakeholdelse gjelder nå.
   *[other] { $count } tilbakeholdelser gjelder nå.
 }
holds-lead = Det som holdes tilbake, slettes ikke, uansett hvem som ber om det, før noen opphever tilbakeholdelsen. Hendelsene i en åpen sak holdes av saken selv og står ikke her.
holds-all = Alle tilbakeholdelser
holds-none = Ingen hendelser er holdt tilbake.
holds-hold = Hold en hendelse tilbake
holds-hold-this = Hold denne hendelsen tilbake
holds-for-about = Nummeret på en sak eller en anmeldelse, ingen navn. Høyst 100 tegn.
holds-col-number = Nr.
holds-col-event = Hendelse
holds-col-for = Holdt tilbake for
holds-col-held = Holdt tilbake av
holds-col-released = Opphevet av
holds-file-held = Holdt tilbake
holds-file-released = Opphevet
holds-still = Gjelder
holds-erased = Slettet
holds-answer-released = Tilbakeholdelsen er opphevet. Den står bare til opplysning.
holds-release = Opphev tilbakeholdelsen
holds-release-about = Når ingenting annet holder hendelsen tilbake, kan den slettes. Det avgjør to personer, som ved all sletting.
retention-title = Lagringstid
retention-one = En lagringsklasse
retention-class = Lagringsklasse { $class }
retention-lead = En regel sier hvor mange hele måneder etter hendelsens måned noe lagres. En regel sletter ingenting: det som er over, venter til én ber om sletting og en annen godkjenner.
retention-over = { $n ->
    [one] { $count } måned er over etter reglene og venter på en avgjørelse.
   *[other] { $count } måneder er over etter reglene og venter på en avgjørelse.
 }
retention-answer-no-rule = Klassen har ingen regel. Det den inneholder, lagres til noen ber om sletting.
retention-own-log = Tilsyns egen logg
retention-own-log-about = Tilsyns egen logg. Stegene i saker er ikke med: de slettes bare sammen med personen saken gjelder.
retention-before = Det som kom før det fantes klasser
retention-col-class = Klasse
retention-col-what = Kilde
retention-col-legal-basis = Hjemmel i kilden
retention-col-kept = Lagres
retention-col-oldest = Eldste måned
retention-col-newest = Nyeste måned
retention-col-over = Måneder som er over
retention-months = { $n ->
    [one] { $count } måned
   *[other] { $count } måneder
 }
retention-no-rule = Ingen regel
retention-ruled = Bestemt av
retention-new-rule = Ny regel
retention-months-after = Hele måneder etter hendelsens måned
retention-look = Se hva det betyr
retention-means = Det betyr regelen
retention-rule = Lagres i { $months }, hjemmel { $basis }.
retention-would = { $n ->
    [one] { $count } måned er over etter denne regelen og vil vente på en avgjørelse.
   *[other] { $count } måneder er over etter denne regelen og vil vente på en avgjørelse.
 }
retention-would-span = Den eldste er { $oldest }, den nyeste { $newest }.
retention-would-nothing = Ingen måned er over etter denne regelen nå.
retention-erases-nothing = Ingenting slettes av at regelen settes.
retention-set = Sett regelen
retention-clear = Fjern regelen
retention-clear-about = Da er ingen måned i klassen over etter en regel. Det noen allerede har bedt om, blir stående.
problem-hold-reason = Skriv en begrunnelse på høyst { $max } tegn, uten noens fødselsnummer.
look-hold-seen = En hendelse som holdes tilbake
own-log-hold = Tilbakeholdelse
