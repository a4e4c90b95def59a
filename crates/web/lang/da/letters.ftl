# Det, der går ud på papir: sagsmappen, breve, udskriften til den, der spørger, hvem der har set på dem.
case-paper = Sagsmappen på papir (PDF)
letter-to-user = Brev til brugeren (PDF)
form-pdf = som PDF
print-work = Arbejde
print-page = side { $page } af { $pages }
print-state = lavet af loggen, som den var ved { $size } poster, { $root }
problem-print = Dokumentet kunne ikke laves. Fejlen er vores; prøv igen senere.

letter-reference = Vores ref.: { $number }
letter-question-title = Spørgsmål om opslag, du har lavet
letter-question-lead = Vi kontrollerer opslag i vores systemer og har nogle spørgsmål om opslag, der er lavet med din brugerkonto. Et spørgsmål er ikke en påstand om, at noget er galt; dit svar er en del af sagen på lige fod med det andet, der står i den.
letter-question-asked = Vi spørger
letter-question-until = Svar senest { $day } på siden »Mine opslag« i Tilsyn eller skriftligt til den, der har sendt brevet.
letter-question-next = Svar på siden »Mine opslag« i Tilsyn eller skriftligt til den, der har sendt brevet.
letter-withdrawn-title = Din autorisation er inddraget
letter-withdrawn-lead = Efter kontrol af opslag lavet med din brugerkonto er din autorisation inddraget.
letter-withdrawn-next = Har du brug for adgangen i dit arbejde, så tag det op med din leder. Hvad der er inddraget, står også på siden »Mine opslag« i Tilsyn.
letter-closed-title = Sagen om dine opslag er afsluttet
letter-closed-lead = Sagen om opslag lavet med din brugerkonto, hvor du er blevet spurgt, er afsluttet.
letter-closed-next = Hvad du er blevet spurgt om og har svaret, står på siden »Mine opslag« i Tilsyn.
letter-your-rights = Du har ret til indsigt i det, der er gemt om dig, og kan bede om, at det rettes (databeskyttelsesforordningens artikel 15 og 16).

extract-way = Brev til personen
extract-way-lead = Til den, der spørger, hvem der har slået dem op (databeskyttelsesforordningens artikel 15), for perioden ovenfor.
extract-way-units = Brev med enheder (PDF)
extract-way-names = Brev med medarbejdernes navne (PDF), hvor loven giver ret til det
extract-title = Hvem der har slået dig op
extract-subject = Opslag i perioden { $period }
extract-lead = Her står, hvem hos os der har slået dig op i perioden { $period }.
extract-lookups = { $n ->
    [0] Ingen har slået dig op i denne periode.
    [one] Der er lavet ét opslag.
   *[other] Der er lavet { $count } opslag.
}
extract-withheld = { $n ->
    [one] Ét opslag undersøges nu og står derfor ikke her. Du kan bede om det igen, når undersøgelsen er slut (databeskyttelsesforordningens artikel 23).
   *[other] { $count } opslag undersøges nu og står derfor ikke her. Du kan bede om dem igen, når undersøgelsen er slut (databeskyttelsesforordningens artikel 23).
}
extract-table = Opslag på dig
extract-col-day = Dag
extract-col-unit = Enhed
extract-col-who = Hvem
extract-col-system = System
extract-col-shown = Hvad der blev vist
extract-col-times = Opslag
extract-cut = { $n ->
   *[other] De første { $shown } af { $count } linjer står her. Bed om en kortere periode for at se resten.
}
extract-who-withheld = en, der arbejder for os
extract-means = Hvad det betyder
extract-means-lookup = Et opslag er, at en medarbejder åbnede oplysninger om dig. De fleste laves, fordi nogen behandler din sag.
extract-means-system = Det, systemerne gør af sig selv, er ikke taget med.
extract-means-units = Du ser enheden, ikke medarbejderens navn. Har du brug for navnet for at varetage dine rettigheder, kan du bede om det.
extract-means-names = Medarbejdernes navne er givet til dig. Brug dem kun til at varetage dine rettigheder.
extract-do = Hvad du kan gøre
extract-do-ask = Kender du ikke en enhed, så bed os undersøge opslaget.
extract-do-complain = Mener du, at nogen har set på dine oplysninger uden grund, kan du klage til os og til Datatilsynet.
extract-made = Lavet { $at }.
problem-letter-own = Du har selv slået denne person op i perioden. En anden skal lave brevet.
problem-letter-long = Der er for mange opslag til ét brev (flere end { $max }). Vælg en kortere periode.
