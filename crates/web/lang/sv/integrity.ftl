# Is the log whole: checkpoint, witnesses, the last full check, the sheet for the binder.
tab-integrity = Är loggen hel?
integrity-title = Är loggen hel?
look-integrity = Om loggen är hel
look-checkpoint = En signerad kontrollpunkt
action-read-integrity = Såg om loggen är hel
problem-not-verified = Kontrollen kunde inte startas. Felet är antecknat för driften.
integrity-yes = Ja. Den senaste fullständiga kontrollen, { $at }, gick igenom { $size } poster, och allt stämde.
integrity-no = { $n ->
    [one] Nej. Den senaste fullständiga kontrollen, { $at }, hittade { $count } fel.
   *[other] Nej. Den senaste fullständiga kontrollen, { $at }, hittade { $count } fel.
 }
integrity-not-done = Det vet vi inte. Den senaste kontrollen, { $at }, kunde inte genomföras.
integrity-never = Det vet vi inte ännu: allt har aldrig kontrollerats på en gång.
integrity-rolled-back = Nej. Uppgifterna är äldre än det som redan har signerats.
integrity-broken-hint = Det sparade stämmer inte med det som har signerats. Bevara disken som den är, och meddela driften och dataskyddsombudet. Detaljer: tilsyn verify
integrity-say-so = { $n ->
    [one] Utanför oss har { $names } signerat { $count } post.
   *[other] Utanför oss har { $names } signerat de första { $count } posterna.
 }
integrity-too-few = Utanför oss har för få signerat. Dessa saknas: { $names }.
integrity-nobody-else = Ingen utanför oss bekräftar det.
integrity-tile-signed = Signerade poster
integrity-tile-witnesses = Vittnen som följer med
integrity-tile-holes = Hål utan förklaring
integrity-tile-holes-note = vid den senaste fullständiga kontrollen
age-seconds = { $n ->
    [one] för { $count } sekund sedan
   *[other] för { $count } sekunder sedan
 }
age-minutes = { $n ->
    [one] för { $count } minut sedan
   *[other] för { $count } minuter sedan
 }
age-hours = { $n ->
    [one] för { $count } timme sedan
   *[other] för { $count } timmar sedan
 }
age-days = { $n ->
    [one] för { $count } dag sedan
   *[other] för { $count } dagar sedan
 }
integrity-checkpoint = Senaste kontrollpunkt
integrity-checkpoint-about = En kontrollpunkt är en signatur på alla poster till och med den sista. Ändras en enda av dem efteråt blir roten en annan.
integrity-origin = Loggens namn
integrity-size = Poster
integrity-until = Omfattar allt mottaget till
integrity-waiting = Väntar på nästa
integrity-waiting-count = { $n ->
    [one] { $count } post
   *[other] { $count } poster
 }
integrity-root = Rot
integrity-download = Hämta kontrollpunkten
integrity-verification = Senaste fullständiga kontroll
integrity-never-checked = Ingen fullständig kontroll har gjorts ännu.
integrity-checked-by = { $n ->
    [one] { $who }. Den tog { $count } sekund.
   *[other] { $who }. Den tog { $count } sekunder.
 }
integrity-checked = Poster kontrollerade
integrity-checkpoints = Kontrollpunkter som stämmer
integrity-erased = Raderat med lagstöd
integrity-unexplained = Hål utan förklaring
integrity-faults = Andra fel
integrity-found = Vad kontrollen hittade
integrity-running = Kontrollen pågår: { $done } av { $total } poster. Startad av { $by }.
integrity-reload = Se hur långt den har kommit
integrity-start = Kontrollera allt nu
integrity-start-about = Allt som är sparat räknas om och jämförs. Du kan använda Tilsyn under tiden.
integrity-witnesses = Vittnen
integrity-no-witness = Inga vittnen är inrättade. Utan ett vittne hos en annan organisation kan ingen upptäcka att hela disken har återställts från en äldre kopia. Drifthandboken säger hur de inrättas (witness_policy).
integrity-col-witness = Vittne
integrity-col-standing = Tillstånd
integrity-col-signed = Signerade senast
integrity-col-size = Poster
integrity-col-at = Tidpunkt
integrity-witness-well = Följer med
integrity-witness-silent = Tyst
integrity-witness-never = Har aldrig signerat
witness-unreachable = Svarar inte.
witness-knows-not = Känner inte till loggen.
witness-unbelievable = Svaret stämmer inte och har inte använts.
witness-odd = Ger svar som inte hör dit.
witness-no-address = Har ingen adress.
integrity-growth = Så har loggen vuxit
integrity-growth-about = Linjen är antalet signerade poster, cirklarna kontrollpunkter. Varje vittne har en rad under, med en ruta där det signerade senast.
integrity-outside = Kontrollera själv
integrity-outside-about = Ingen behöver tro på den här sidan. Med nyckeln och en kopia av loggens mapp kan vem som helst kontrollera allt, utan tillgång till personuppgifter. Skaffa nyckeln på annan väg än filen som ska kontrolleras.
integrity-key = Loggens nyckel
integrity-commands = Kommandon
integrity-outside-exit = Svaret är 0 när allt stämmer, 1 när något har ändrats och 2 när det inte går att läsa. Andra program som läser C2SP-formaten kan också användas.
integrity-print = Skriv ut sidan och sätt den i en pärm: då är papperet ett vittne som ingen server kan ändra.
sheet-title = Kontrollpunktsblad
sheet-made = Utskrivet från Tilsyn { $at }.
sheet-witness-size = { $n ->
    [one] signerat { $count } post
   *[other] signerat { $count } poster
 }
sheet-about = Jämför senare: en logg som är densamma har samma rot vid detta antal poster. tilsyn-verify visar den.
sheet-signature = Datum, namn och underskrift
checkpoint-label = Kontrollpunkt
checkpoint-line = Kontrollpunkt över { $size } poster till { $until }, rot { $root } ({ $origin }).
checkpoint-newer = { $n ->
    [one] { $count } post är nyare och finns inte med.
   *[other] { $count } poster är nyare och finns inte med.
 }
integrity-erasures = Vad som har raderats, och varför
integrity-erasures-about = Var och en har en post i loggen, med två namn. Ett hål utan en sådan post hittar kontrollen.
integrity-col-what = Vad
integrity-col-lost = Poster
integrity-col-why = Lagstöd och skäl
integrity-col-asked = Begärd av
integrity-col-approved = Godkänd av
integrity-of-person = En person
integrity-of-event = Händelser, eller delar av dem
integrity-of-period = Allt från { $month }
integrity-erased-count = { $n ->
    [one] { $count } radering har gjorts.
   *[other] { $count } raderingar har gjorts.
 }
