# Is the log whole: checkpoint, witnesses, the last full check, the sheet for the binder.
tab-integrity = Er loggen hel?
integrity-title = Er loggen hel?
look-integrity = Om loggen er hel
look-checkpoint = Et underskrevet kontrolpunkt
action-read-integrity = Så, om loggen er hel
problem-not-verified = Kontrollen kunne ikke startes. Fejlen er skrevet ned til driften.
integrity-yes = Ja. Den seneste fulde kontrol, { $at }, gennemgik { $size } poster, og alt stemte.
integrity-no = { $n ->
    [one] Nej. Den seneste fulde kontrol, { $at }, fandt { $count } fejl.
   *[other] Nej. Den seneste fulde kontrol, { $at }, fandt { $count } fejl.
 }
integrity-not-done = Det ved vi ikke. Den seneste kontrol, { $at }, kunne ikke gennemføres.
integrity-never = Det ved vi ikke endnu: Alt er aldrig kontrolleret samlet.
integrity-rolled-back = Nej. Dataene er ældre end det, der allerede er underskrevet.
integrity-broken-hint = Det gemte stemmer ikke med det, der er underskrevet. Bevar disken, som den er, og giv besked til driften og databeskyttelsesrådgiveren. Detaljer: tilsyn verify
integrity-say-so = { $n ->
    [one] Uden for os har { $names } underskrevet { $count } post.
   *[other] Uden for os har { $names } underskrevet de første { $count } poster.
 }
integrity-too-few = Uden for os har for få underskrevet. Disse mangler: { $names }.
integrity-nobody-else = Ingen uden for os bekræfter det.
integrity-tile-signed = Underskrevne poster
integrity-tile-witnesses = Vidner, der følger med
integrity-tile-holes = Huller uden forklaring
integrity-tile-holes-note = ved den seneste fulde kontrol
age-seconds = { $n ->
    [one] for { $count } sekund siden
   *[other] for { $count } sekunder siden
 }
age-minutes = { $n ->
    [one] for { $count } minut siden
   *[other] for { $count } minutter siden
 }
age-hours = { $n ->
    [one] for { $count } time siden
   *[other] for { $count } timer siden
 }
age-days = { $n ->
    [one] for { $count } dag siden
   *[other] for { $count } dage siden
 }
integrity-checkpoint = Seneste kontrolpunkt
integrity-checkpoint-about = Et kontrolpunkt er en underskrift på alle poster til og med den sidste. Ændres én af dem bagefter, bliver roden en anden.
integrity-origin = Loggens navn
integrity-size = Poster
integrity-until = Dækker alt modtaget til
integrity-waiting = Venter på næste
integrity-waiting-count = { $n ->
    [one] { $count } post
   *[other] { $count } poster
 }
integrity-root = Rod
integrity-download = Hent kontrolpunktet
integrity-verification = Seneste fulde kontrol
integrity-never-checked = Der er ikke lavet nogen fuld kontrol endnu.
integrity-checked-by = { $n ->
    [one] { $who }. Den tog { $count } sekund.
   *[other] { $who }. Den tog { $count } sekunder.
 }
integrity-checked = Poster kontrolleret
integrity-checkpoints = Kontrolpunkter, der stemmer
integrity-erased = Slettet med hjemmel
integrity-unexplained = Huller uden forklaring
integrity-faults = Andre fejl
integrity-found = Hvad kontrollen fandt
integrity-running = Kontrollen kører: { $done } af { $total } poster. Startet af { $by }.
integrity-reload = Se, hvor langt den er nået
integrity-start = Kontrollér alt nu
integrity-start-about = Alt, der er gemt, beregnes på ny og sammenlignes. Du kan bruge Tilsyn imens.
integrity-witnesses = Vidner
integrity-no-witness = Der er ikke sat vidner op. Uden et vidne i en anden organisation kan ingen opdage, at hele disken er lagt tilbage fra en ældre kopi. Driftshåndbogen fortæller, hvordan de sættes op (witness_policy).
integrity-col-witness = Vidne
integrity-col-standing = Tilstand
integrity-col-signed = Underskrev senest
integrity-col-size = Poster
integrity-col-at = Tidspunkt
integrity-witness-well = Følger med
integrity-witness-silent = Tavst
integrity-witness-never = Har aldrig underskrevet
witness-unreachable = Svarer ikke.
witness-knows-not = Kender ikke loggen.
witness-unbelievable = Svaret passer ikke og er ikke brugt.
witness-odd = Giver svar, der ikke hører til.
witness-no-address = Har ingen adresse.
integrity-growth = Sådan er loggen vokset
integrity-growth-about = Linjen er antal underskrevne poster, cirklerne kontrolpunkter. Hvert vidne har en linje nedenunder med en rude, hvor det underskrev senest.
integrity-outside = Kontrollér selv
integrity-outside-about = Ingen behøver at tro på denne side. Med nøglen og en kopi af loggens mappe kan enhver kontrollere alt uden adgang til personoplysninger. Få nøglen ad en anden vej end den fil, der skal kontrolleres.
integrity-key = Loggens nøgle
integrity-commands = Kommandoer
integrity-outside-exit = Svaret er 0, når alt stemmer, 1, når noget er ændret, og 2, når det ikke kan læses. Andre programmer, der læser C2SP-formaterne, kan også bruges.
integrity-print = Udskriv siden, og sæt den i et ringbind: Så er papiret et vidne, som ingen server kan ændre.
sheet-title = Kontrolpunktark
sheet-made = Udskrevet fra Tilsyn { $at }.
sheet-witness-size = { $n ->
    [one] underskrevet { $count } post
   *[other] underskrevet { $count } poster
 }
sheet-about = Sammenlign senere: En log, der er den samme, har samme rod ved dette antal poster. tilsyn-verify viser den.
sheet-signature = Dato, navn og underskrift
checkpoint-label = Kontrolpunkt
checkpoint-line = Kontrolpunkt over { $size } poster til { $until }, rod { $root } ({ $origin }).
checkpoint-newer = { $n ->
    [one] { $count } post er nyere og ikke med i det.
   *[other] { $count } poster er nyere og ikke med i det.
 }
integrity-erasures = Hvad der er slettet, og hvorfor
integrity-erasures-about = Hver af dem har en post i loggen med to navne. Et hul uden en sådan post finder kontrollen.
integrity-col-what = Hvad
integrity-col-lost = Poster
integrity-col-why = Hjemmel og begrundelse
integrity-col-asked = Bedt om af
integrity-col-approved = Godkendt af
integrity-of-person = En person
integrity-of-event = Hændelser eller dele af dem
integrity-of-period = Alt fra { $month }
integrity-erased-count = { $n ->
    [one] Der er lavet { $count } sletning.
   *[other] Der er lavet { $count } sletninger.
 }
