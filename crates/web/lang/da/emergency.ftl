# Nødlogin: to koder på papir til når logintjenesten ikke svarer.
tab-emergency = Nødlogin
emergency-title = Nødlogin
emergency-waiting = { $n ->
    [0] Intet brugt nødlogin venter på gennemgang.
    [one] Ét brugt nødlogin venter på gennemgang.
   *[other] { $count } brugte nødlogins venter på gennemgang.
 }
emergency-lead = Et nødlogin består af to koder på papir: Den ene laver den, der skal logge ind, den anden en leder af logkontrollen. Sammen åbner de én session på én time, når logintjenesten ikke svarer.
emergency-none = Ingen har et nødlogin. Den, der skal kunne logge ind i en nødsituation, laver første del på siden »Mine opslag«.
emergency-of-whom = Nødlogin for { $name }
emergency-first-made = Første del lavet { $at }
emergency-second-made = Anden del lavet { $at } af { $name }
emergency-second-missing = Anden del mangler, så det åbner ikke noget endnu
emergency-used = Brugt { $at }
emergency-reviewed = Gennemgået { $at } af { $name }
emergency-not-reviewed = Brugen er ikke gennemgået
emergency-reason-was = Grund: { $reason }
emergency-remark-was = Gennemgangen: { $remark }
emergency-make-second = Lav anden del
emergency-review-how = Det, der blev gjort i sessionen, står mærket »nødlogin« på siden »Opslag i Tilsyn«, som logkontrollanter ser.
emergency-remark = Hvad gennemgangen viste
emergency-sign = Underskriv gennemgangen
emergency-first-title = Første del
emergency-second-title = Anden del
emergency-once = Koden vises kun nu. Udskriv den, eller skriv den af, før du forlader siden.
emergency-of = Nødlogin for
emergency-user = Brugernavn i Tilsyn
emergency-where = Bruges på siden
emergency-paper-first = Læg arket i en forseglet kuvert et sted, hvor kun du kan komme til. En leder af logkontrollen laver anden del og opbevarer den et andet sted. Laver du en ny første del, gælder ingen af de gamle.
emergency-paper-second = Læg arket i en forseglet kuvert et sted, hvor den, nødloginet tilhører, ikke kan komme til alene. Den åbner intet uden første del.
emergency-done = Arket er forseglet
my-emergency-title = Nødlogin
my-emergency-about = Til når logintjenesten ikke svarer. Det giver én session på én time med de roller, du har.
my-emergency-none = Du har intet.
my-emergency-half = Første del blev lavet { $at }. En leder af logkontrollen skal lave anden del, før det kan bruges.
my-emergency-ready = Det er klar til brug; anden del blev lavet { $at }.
my-emergency-make = Lav første del
my-emergency-again = Lav en ny første del
sign-in-by-codes = Logintjenesten svarer ikke: log ind med nødlogin
by-codes-title = Nødlogin
by-codes-lead = Kun når logintjenesten ikke svarer. Du skal bruge begge koder. De kan bruges én gang.
by-codes-reason = Hvorfor det er nødvendigt
by-codes-enter = Log ind i én time
by-codes-told = Lederne af logkontrollen, logkontrollanterne og databeskyttelsesrådgiveren får besked, og det, du gør, bliver gennemgået.
strip-emergency = Nødlogin: Sessionen varer højst én time, og alt, hvad du gør, bliver gennemgået bagefter.
front-emergencies = { $n ->
    [one] Ét brugt nødlogin er ikke gennemgået.
   *[other] { $count } brugte nødlogins er ikke gennemgået.
 }
front-open-emergencies = Gennemgå
own-log-emergency = nødlogin
notice-title-emergency-used = Et nødlogin i Tilsyn er brugt
notice-emergency-used = Nogen har brugt et nødlogin i Tilsyn. Brugen skal gennemgås.
look-emergency = Nødlogins
look-emergency-first = Lavede første del af et nødlogin
look-emergency-second = Lavede anden del af et nødlogin
look-emergency-reviewed = Gennemgik brugen af et nødlogin
look-signed-in-by-codes = Loggede ind med nødlogin
action-read-emergency = Så nødlogins
action-make-first-half = Lavede første del af et nødlogin
action-make-second-half = Lavede anden del af et nødlogin
action-review-emergency = Gennemgik brugen af et nødlogin
may-read-emergency = Se hvem der har et nødlogin, og hvornår et er brugt
may-make-first-half = Lave første del af sit eget nødlogin
may-make-second-half = Lave anden del af en andens nødlogin
may-review-emergency = Gennemgå brugen af et nødlogin
rule-who-answers-keeps-first-half = Den, der skal ind, også når logintjenesten er nede, laver første del af sit eget nødlogin. Det giver ingen mere end de roller, de har.
rule-head-makes-second-half = Lederen af logkontrollen laver anden del.
rule-emergency-is-reviewed = Logkontrollanter, lederen af logkontrollen og databeskyttelsesrådgivere gennemgår hver brug af et nødlogin.
rule-no-second-half-for-oneself = Ingen laver begge dele af sit eget nødlogin.
rule-another-reviews-emergency = Brugen gennemgås af en, der ikke havde nogen af delene.
problem-emergency-wrong = Brugernavnet og de to koder åbner intet. Se efter, at begge er skrevet som på papiret; en kode kan bruges én gang.
problem-emergency-no-half = Dette nødlogin er allerede brugt.
problem-emergency-reviewed = Her er ingen brug, der venter på gennemgang.
problem-no-such-emergency = Der findes intet sådant nødlogin.
problem-emergency-second-own = Du laver ikke anden del af dit eget nødlogin. En anden leder af logkontrollen skal gøre det.
problem-emergency-review-own = Du havde selv en af delene. En anden skal gennemgå brugen.
own-log-file-emergency = Nødlogin
emergency-make-second-again = Lav en ny anden del
