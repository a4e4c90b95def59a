# Visning av hvem noen er, av en grunn.
tab-reveals = Skjermede personer
name-protected = Skjermet person
reveal-open = Vis hele fødselsnummeret
reveal-about = Skriv hva du trenger det til. Da står det på denne siden og i filene fra den, bare for deg, i { $minutes } minutter. Grunnen står i loggen til Tilsyn.
reveal-open-protected = Be om å få se hvem det er
reveal-about-protected = Registeret skjermer denne personen. Skriv hva du trenger navnet til; en annen må bekrefte det innen { $minutes } minutter. Da står navn og nummer her, bare for deg, like lenge.
reveal-reason = Hva du trenger det til
reveal-until = Vises for deg til { $until }.
reveal-waits = Venter på at en annen bekrefter det, til { $until }.
reveals-title = Visning av skjermede personer
reveals-waiting = { $n ->
    [0] Ingen venter.
    [one] Én venter.
   *[other] { $count } venter.
 }
reveals-lead = Den som ber om det, sier hvorfor, og en annen bekrefter det innen { $minutes } minutter. Ellers faller det bort.
reveals-line = { $who } ba om det { $asked }; faller bort { $until }
reveals-person = Oppslagene på denne personen
reveals-confirm = Bekreft at det trengs
reveals-own = Du har selv bedt om det. En annen må bekrefte det.
front-reveals = { $n ->
    [one] Én venter på at en annen bekrefter at en skjermet person vises.
   *[other] { $count } venter på at en annen bekrefter at en skjermet person vises.
 }
front-open-reveals = Les og bekreft
action-reveal-person = Ba om å få se hvem noen er
action-confirm-reveal = Bekreftet at noen vises
may-reveal-person = Få se fødselsnumre og skjermede personer når det er grunn til det
may-confirm-reveal = Bekrefte at en annen får se hvem registeret skjermer
look-reveal-asked = Ba om å få se en skjermet person
look-reveal-confirmed = Bekreftet at en skjermet person vises
look-revealed = Et fødselsnummer
look-reveals = Hvem som ba om å få se skjermede personer
own-log-for = For
rule-second-confirms-reveal = Loggkontrollører, lederen for loggkontrollen og personvernombud bekrefter at en annen får se hvem registeret skjermer.
rule-another-confirms-reveal = Ingen bekrefter det de selv har bedt om.
problem-reveal-reason = Skriv hva du trenger det til, på høyst { $max } tegn.
problem-reveal-late = Det har falt bort, eller noen har alt bekreftet det.
problem-reveal-own = Du har selv bedt om det. En annen må bekrefte det.
problem-proof-protected = Hendelsen navngir en som registeret skjermer. Be om å få se hvem det er på siden til personen, eller gi ut bare handlingen.
problem-reveals-many = Du har { $max } visninger åpne og kan ikke ha flere samtidig. De faller bort etter hvert; prøv igjen senere.
