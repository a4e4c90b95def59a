# Det som går ut på papir: saksmappen, brev, utskriften til den som spør hvem som har sett på dem.
case-paper = Saksmappen på papir (PDF)
letter-to-user = Brev til brukeren (PDF)
form-pdf = som PDF
print-work = Arbeid
print-page = side { $page } av { $pages }
print-state = laget av loggen slik den var ved { $size } oppføringer, { $root }
problem-print = Dokumentet kunne ikke lages. Feilen er vår; prøv igjen senere.

letter-reference = Vår ref.: { $number }
letter-question-title = Spørsmål om oppslag du har gjort
letter-question-lead = Vi kontrollerer oppslag i systemene våre, og har noen spørsmål om oppslag som er gjort med din brukerkonto. Et spørsmål er ikke en påstand om at noe er galt; svaret ditt er en del av saken, på lik linje med det andre som står i den.
letter-question-asked = Vi spør
letter-question-until = Svar innen { $day } på siden «Mine oppslag» i Tilsyn, eller skriftlig til den som har sendt brevet.
letter-question-next = Svar på siden «Mine oppslag» i Tilsyn, eller skriftlig til den som har sendt brevet.
letter-withdrawn-title = Autorisasjonen din er inndratt
letter-withdrawn-lead = Etter kontroll av oppslag gjort med din brukerkonto er autorisasjonen din inndratt.
letter-withdrawn-next = Trenger du tilgangen i arbeidet ditt, ta det opp med lederen din. Hva som er inndratt, står også på siden «Mine oppslag» i Tilsyn.
letter-closed-title = Saken om oppslagene dine er avsluttet
letter-closed-lead = Saken om oppslag gjort med din brukerkonto, der du er blitt spurt, er avsluttet.
letter-closed-next = Hva du er blitt spurt om og har svart, står på siden «Mine oppslag» i Tilsyn.
letter-your-rights = Du har rett til innsyn i det som er lagret om deg, og kan be om at det rettes (personvernforordningen artikkel 15 og 16).

extract-way = Brev til personen
extract-way-lead = Til den som spør hvem som har gjort oppslag på dem (personvernforordningen artikkel 15), for perioden over.
extract-way-units = Brev med enheter (PDF)
extract-way-names = Brev med navn på ansatte (PDF), der loven gir rett til det
extract-title = Hvem som har gjort oppslag på deg
extract-subject = Oppslag i perioden { $period }
extract-lead = Her står hvem hos oss som har gjort oppslag på deg i perioden { $period }.
extract-lookups = { $n ->
    [0] Ingen har gjort oppslag på deg i denne perioden.
    [one] Det er gjort ett oppslag.
   *[other] Det er gjort { $count } oppslag.
}
extract-withheld = { $n ->
    [one] Ett oppslag undersøkes nå, og står derfor ikke her. Du kan be om det igjen når undersøkelsen er over (personvernforordningen artikkel 23).
   *[other] { $count } oppslag undersøkes nå, og står derfor ikke her. Du kan be om dem igjen når undersøkelsen er over (personvernforordningen artikkel 23).
}
extract-table = Oppslag på deg
extract-col-day = Dag
extract-col-unit = Enhet
extract-col-who = Hvem
extract-col-system = System
extract-col-shown = Hva som ble vist
extract-col-times = Oppslag
extract-cut = { $n ->
   *[other] De første { $shown } av { $count } linjer står her. Be om en kortere periode for å se resten.
}
extract-who-withheld = en som arbeider for oss
extract-means = Hva det betyr
extract-means-lookup = Et oppslag er at en ansatt åpnet opplysninger om deg. De fleste gjøres fordi noen behandler saken din.
extract-means-system = Det systemene gjør av seg selv, er ikke tatt med.
extract-means-units = Du ser enheten, ikke navnet på den ansatte. Trenger du navnet for å ivareta rettighetene dine, kan du be om det.
extract-means-names = Navn på ansatte er gitt til deg. Bruk dem bare til å ivareta rettighetene dine.
extract-do = Hva du kan gjøre
extract-do-ask = Kjenner du ikke igjen en enhet, be oss undersøke oppslaget.
extract-do-complain = Mener du at noen har sett på opplysningene dine uten grunn, kan du klage til oss og til Datatilsynet.
extract-made = Laget { $at }.
problem-letter-own = Du har selv gjort oppslag på denne personen i perioden. En annen må lage brevet.
problem-letter-long = Det er for mange oppslag for ett brev (flere enn { $max }). Velg en kortere periode.
