# Is the log whole: checkpoint, witnesses, the last full check, the sheet for the binder.
tab-integrity = Er loggen hel?
integrity-title = Er loggen hel?
look-integrity = Om loggen er hel
look-checkpoint = Et signert kontrollpunkt
action-read-integrity = Så om loggen er hel
problem-not-verified = Kontrollen kunne ikke startes. Feilen er skrevet ned for driften.
integrity-yes = Ja. Den siste fulle kontrollen, { $at }, gikk gjennom { $size } poster, og alt stemte.
integrity-no = { $n ->
    [one] Nei. Den siste fulle kontrollen, { $at }, fant { $count } feil.
   *[other] Nei. Den siste fulle kontrollen, { $at }, fant { $count } feil.
 }
integrity-not-done = Det vet vi ikke. Den siste kontrollen, { $at }, kunne ikke gjennomføres.
integrity-never = Det vet vi ikke ennå: alt er aldri kontrollert samlet.
integrity-rolled-back = Nei. Dataene er eldre enn det som alt er signert.
integrity-broken-hint = Det lagrede stemmer ikke med det som er signert. Ta vare på disken slik den er, og si fra til driften og personvernombudet. Detaljer: tilsyn verify
integrity-say-so = { $n ->
    [one] Utenfor oss har { $names } signert på { $count } post.
   *[other] Utenfor oss har { $names } signert på de første { $count } postene.
 }
integrity-too-few = Utenfor oss er det for få som har signert. Disse mangler: { $names }.
integrity-nobody-else = Ingen utenfor oss bekrefter det.
integrity-tile-signed = Signerte poster
integrity-tile-witnesses = Vitner som følger med
integrity-tile-holes = Hull uten forklaring
integrity-tile-holes-note = ved siste fulle kontroll
age-seconds = { $n ->
    [one] for { $count } sekund siden
   *[other] for { $count } sekunder siden
 }
age-minutes = { $n ->
    [one] for { $count } minutt siden
   *[other] for { $count } minutter siden
 }
age-hours = { $n ->
    [one] for { $count } time siden
   *[other] for { $count } timer siden
 }
age-days = { $n ->
    [one] for { $count } dag siden
   *[other] for { $count } dager siden
 }
integrity-checkpoint = Siste kontrollpunkt
integrity-checkpoint-about = Et kontrollpunkt er en signatur over alle poster til og med den siste. Endres én av dem etterpå, blir roten en annen.
integrity-origin = Loggens navn
integrity-size = Poster
integrity-until = Dekker alt mottatt til
integrity-waiting = Venter på neste
integrity-waiting-count = { $n ->
    [one] { $count } post
   *[other] { $count } poster
 }
integrity-root = Rot
integrity-download = Last ned kontrollpunktet
integrity-verification = Siste fulle kontroll
integrity-never-checked = Ingen full kontroll er gjort ennå.
integrity-checked-by = { $n ->
    [one] { $who }. Den tok { $count } sekund.
   *[other] { $who }. Den tok { $count } sekunder.
 }
integrity-checked = Poster kontrollert
integrity-checkpoints = Kontrollpunkter som stemmer
integrity-erased = Slettet med hjemmel
integrity-unexplained = Hull uten forklaring
integrity-faults = Andre feil
integrity-found = Hva kontrollen fant
integrity-running = Kontrollen går: { $done } av { $total } poster. Startet av { $by }.
integrity-reload = Se hvor langt den er kommet
integrity-start = Kontroller alt nå
integrity-start-about = Alt som er lagret, regnes ut på nytt og sammenlignes. Du kan bruke Tilsyn imens.
integrity-witnesses = Vitner
integrity-no-witness = Ingen vitner er satt opp. Uten et vitne hos en annen virksomhet kan ingen oppdage at hele disken er lagt tilbake fra en eldre kopi. Driftshåndboken sier hvordan de settes opp (witness_policy).
integrity-col-witness = Vitne
integrity-col-standing = Tilstand
integrity-col-signed = Signerte sist
integrity-col-size = Poster
integrity-col-at = Tidspunkt
integrity-witness-well = Følger med
integrity-witness-silent = Stille
integrity-witness-never = Har aldri signert
witness-unreachable = Svarer ikke.
witness-knows-not = Kjenner ikke loggen.
witness-unbelievable = Svaret stemmer ikke, og er ikke brukt.
witness-odd = Gir svar som ikke hører til.
witness-no-address = Har ingen adresse.
integrity-growth = Slik har loggen vokst
integrity-growth-about = Linjen er antall signerte poster, sirklene kontrollpunkter. Hvert vitne har en linje under, med en rute der det signerte sist.
integrity-outside = Kontroller selv
integrity-outside-about = Ingen trenger å tro på denne siden. Med nøkkelen og en kopi av loggens mappe kontrollerer hvem som helst alt, uten tilgang til personopplysninger. Få nøkkelen på annen vei enn filen som skal kontrolleres.
integrity-key = Loggens nøkkel
integrity-commands = Kommandoer
integrity-outside-exit = Svaret er 0 når alt stemmer, 1 når noe er endret, og 2 når det ikke kan leses. Andre programmer som leser C2SP-formatene, kan også brukes.
integrity-print = Skriv ut siden og sett den i en perm: da er papiret et vitne som ingen server kan endre.
sheet-title = Kontrollpunktark
sheet-made = Skrevet ut fra Tilsyn { $at }.
sheet-witness-size = { $n ->
    [one] signert på { $count } post
   *[other] signert på { $count } poster
 }
sheet-about = Sammenlign senere: en logg som er den samme, har samme rot ved dette antallet poster. tilsyn-verify viser den.
sheet-signature = Dato, navn og underskrift
checkpoint-label = Kontrollpunkt
checkpoint-line = Kontrollpunkt over { $size } poster til { $until }, rot { $root } ({ $origin }).
checkpoint-newer = { $n ->
    [one] { $count } post er nyere og ikke med i det.
   *[other] { $count } poster er nyere og ikke med i det.
 }
integrity-erasures = Hva som er slettet, og hvorfor
integrity-erasures-about = Hver av dem har en post i loggen, med to navn. Et hull uten en slik post finner kontrollen.
integrity-col-what = Hva
integrity-col-lost = Poster
integrity-col-why = Hjemmel og begrunnelse
integrity-col-asked = Bedt om av
integrity-col-approved = Godkjent av
integrity-of-person = En person
integrity-of-event = Hendelser, eller deler av dem
integrity-of-period = Alt fra { $month }
integrity-erased-count = { $n ->
    [one] { $count } sletting er gjort.
   *[other] { $count } slettinger er gjort.
 }
