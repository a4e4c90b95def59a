# Nødinnlogging: to koder på papir for når påloggingstjenesten ikke svarer.
tab-emergency = Nødinnlogging
emergency-title = Nødinnlogging
emergency-waiting = { $n ->
    [0] Ingen brukt nødinnlogging venter på gjennomgang.
    [one] Én brukt nødinnlogging venter på gjennomgang.
   *[other] { $count } brukte nødinnlogginger venter på gjennomgang.
 }
emergency-lead = En nødinnlogging består av to koder på papir: Den ene lager den som skal logge inn, den andre en leder for loggkontrollen. Sammen åpner de én økt på én time, når påloggingstjenesten ikke svarer.
emergency-none = Ingen har en nødinnlogging. Den som skal kunne logge inn i en nødssituasjon, lager første del på siden «Mine oppslag».
emergency-of-whom = Nødinnloggingen til { $name }
emergency-first-made = Første del laget { $at }
emergency-second-made = Andre del laget { $at } av { $name }
emergency-second-missing = Andre del mangler, så den åpner ikke noe ennå
emergency-used = Brukt { $at }
emergency-reviewed = Gjennomgått { $at } av { $name }
emergency-not-reviewed = Bruken er ikke gjennomgått
emergency-reason-was = Grunn: { $reason }
emergency-remark-was = Gjennomgangen: { $remark }
emergency-make-second = Lag andre del
emergency-review-how = Det som ble gjort i økten, står merket «nødinnlogging» på siden «Oppslag i Tilsyn», som loggkontrollører ser.
emergency-remark = Hva gjennomgangen viste
emergency-sign = Signer gjennomgangen
emergency-first-title = Første del
emergency-second-title = Andre del
emergency-once = Koden vises bare nå. Skriv den ut eller skriv den av før du forlater siden.
emergency-of = Nødinnloggingen til
emergency-user = Brukernavn i Tilsyn
emergency-where = Brukes på siden
emergency-paper-first = Legg arket i en forseglet konvolutt på et sted der bare du kommer til. En leder for loggkontrollen lager andre del og oppbevarer den et annet sted. Lager du en ny første del, gjelder ingen av de gamle.
emergency-paper-second = Legg arket i en forseglet konvolutt på et sted der den som nødinnloggingen tilhører, ikke kommer til alene. Den åpner ingenting uten første del.
emergency-done = Arket er forseglet
my-emergency-title = Nødinnlogging
my-emergency-about = For når påloggingstjenesten ikke svarer. Den gir én økt på én time, med rollene du har.
my-emergency-none = Du har ingen.
my-emergency-half = Første del ble laget { $at }. En leder for loggkontrollen må lage andre del før den kan brukes.
my-emergency-ready = Den er klar til bruk; andre del ble laget { $at }.
my-emergency-make = Lag første del
my-emergency-again = Lag en ny første del
sign-in-by-codes = Påloggingstjenesten svarer ikke: logg inn med nødinnlogging
by-codes-title = Nødinnlogging
by-codes-lead = Bare når påloggingstjenesten ikke svarer. Du trenger begge kodene. De kan brukes én gang.
by-codes-reason = Hvorfor det trengs
by-codes-enter = Logg inn for én time
by-codes-told = Lederne for loggkontrollen, loggkontrollørene og personvernombudet får vite om det, og det du gjør, blir gjennomgått.
strip-emergency = Nødinnlogging: Økten varer høyst én time, og alt du gjør, blir gjennomgått etterpå.
front-emergencies = { $n ->
    [one] Én brukt nødinnlogging er ikke gjennomgått.
   *[other] { $count } brukte nødinnlogginger er ikke gjennomgått.
 }
front-open-emergencies = Gå gjennom
own-log-emergency = nødinnlogging
notice-title-emergency-used = En nødinnlogging i Tilsyn er brukt
notice-emergency-used = Noen har brukt en nødinnlogging i Tilsyn. Bruken må gjennomgås.
look-emergency = Nødinnlogginger
look-emergency-first = Laget første del av en nødinnlogging
look-emergency-second = Laget andre del av en nødinnlogging
look-emergency-reviewed = Gikk gjennom bruken av en nødinnlogging
look-signed-in-by-codes = Logget inn med nødinnlogging
action-read-emergency = Så nødinnlogginger
action-make-first-half = Laget første del av en nødinnlogging
action-make-second-half = Laget andre del av en nødinnlogging
action-review-emergency = Gikk gjennom bruken av en nødinnlogging
may-read-emergency = Se hvem som har en nødinnlogging, og når en er brukt
may-make-first-half = Lage første del av sin egen nødinnlogging
may-make-second-half = Lage andre del av en annens nødinnlogging
may-review-emergency = Gå gjennom bruken av en nødinnlogging
rule-who-answers-keeps-first-half = Den som må inn også når påloggingstjenesten er nede, lager første del av sin egen nødinnlogging. Den gir ingen mer enn rollene de har.
rule-head-makes-second-half = Lederen for loggkontrollen lager andre del.
rule-emergency-is-reviewed = Loggkontrollører, lederen for loggkontrollen og personvernombud går gjennom hver bruk av en nødinnlogging.
rule-no-second-half-for-oneself = Ingen lager begge delene av sin egen nødinnlogging.
rule-another-reviews-emergency = Bruken gås gjennom av en som ikke hadde noen av delene.
problem-emergency-wrong = Brukernavnet og de to kodene åpner ingenting. Se etter at begge er skrevet som på papiret; en kode kan brukes én gang.
problem-emergency-no-half = Denne nødinnloggingen er alt brukt.
problem-emergency-reviewed = Her er ingen bruk som venter på gjennomgang.
problem-no-such-emergency = Det finnes ingen slik nødinnlogging.
problem-emergency-second-own = Du lager ikke andre del av din egen nødinnlogging. En annen leder for loggkontrollen må gjøre det.
problem-emergency-review-own = Du hadde selv en av delene. En annen må gå gjennom bruken.
own-log-file-emergency = Nødinnlogging
emergency-make-second-again = Lag ny andre del
