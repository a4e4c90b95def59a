# Det som går ut på papper: ärendets akt, brev, utdraget till den som frågar vem som har gjort slagningar på dem.
case-paper = Ärendets akt på papper (PDF)
letter-to-user = Brev till användaren (PDF)
form-pdf = som PDF
print-work = Arbete
print-page = sida { $page } av { $pages }
print-state = gjort av loggen som den var vid { $size } poster, { $root }
problem-print = Dokumentet gick inte att göra. Felet är vårt; försök igen senare.

letter-reference = Vår ref.: { $number }
letter-question-title = Frågor om slagningar du har gjort
letter-question-lead = Vi granskar slagningar i våra system och har några frågor om slagningar som gjorts med ditt användarkonto. En fråga är inget påstående om att något är fel; ditt svar är en del av ärendet, på samma sätt som det andra som står i det.
letter-question-asked = Vi frågar
letter-question-until = Svara senast { $day } på sidan ”Mina slagningar” i Tilsyn, eller skriftligt till den som har skickat brevet.
letter-question-next = Svara på sidan ”Mina slagningar” i Tilsyn, eller skriftligt till den som har skickat brevet.
letter-withdrawn-title = Din behörighet är återkallad
letter-withdrawn-lead = Efter granskning av slagningar som gjorts med ditt användarkonto är din behörighet återkallad.
letter-withdrawn-next = Behöver du åtkomsten i ditt arbete, ta upp det med din chef. Vad som är återkallat står också på sidan ”Mina slagningar” i Tilsyn.
letter-closed-title = Ärendet om dina slagningar är avslutat
letter-closed-lead = Ärendet om slagningar som gjorts med ditt användarkonto, där du har fått frågor, är avslutat.
letter-closed-next = Vad du har fått frågor om och svarat står på sidan ”Mina slagningar” i Tilsyn.
letter-your-rights = Du har rätt att få veta vad som är lagrat om dig och kan begära att det rättas (dataskyddsförordningen artikel 15 och 16).

extract-way = Brev till personen
extract-way-lead = Till den som frågar vem som har gjort slagningar på dem (dataskyddsförordningen artikel 15), för perioden ovan.
extract-way-units = Brev med enheter (PDF)
extract-way-names = Brev med namn på anställda (PDF), där lagen ger rätt till det
extract-title = Vem som har gjort slagningar på dig
extract-subject = Slagningar under perioden { $period }
extract-lead = Här står vem hos oss som har gjort slagningar på dig under perioden { $period }.
extract-lookups = { $n ->
    [0] Ingen har gjort någon slagning på dig under den här perioden.
    [one] En slagning har gjorts.
   *[other] { $count } slagningar har gjorts.
}
extract-withheld = { $n ->
    [one] En slagning utreds just nu och står därför inte här. Du kan begära den igen när utredningen är klar (dataskyddsförordningen artikel 23).
   *[other] { $count } slagningar utreds just nu och står därför inte här. Du kan begära dem igen när utredningen är klar (dataskyddsförordningen artikel 23).
}
extract-table = Slagningar på dig
extract-col-day = Dag
extract-col-unit = Enhet
extract-col-who = Vem
extract-col-system = System
extract-col-shown = Vad som visades
extract-col-times = Slagningar
extract-cut = { $n ->
   *[other] De första { $shown } av { $count } rader står här. Be om en kortare period för att se resten.
}
extract-who-withheld = någon som arbetar för oss
extract-means = Vad det betyder
extract-means-lookup = En slagning är att en anställd öppnade uppgifter om dig. De flesta görs för att någon handlägger ditt ärende.
extract-means-system = Det som systemen gör av sig själva är inte med.
extract-means-units = Du ser enheten, inte den anställdas namn. Behöver du namnet för att ta till vara dina rättigheter kan du begära det.
extract-means-names = Namn på anställda har lämnats till dig. Använd dem bara för att ta till vara dina rättigheter.
extract-do = Vad du kan göra
extract-do-ask = Känner du inte igen en enhet, be oss utreda slagningen.
extract-do-complain = Anser du att någon har sett dina uppgifter utan skäl kan du klaga till oss och till Integritetsskyddsmyndigheten (IMY).
extract-made = Gjort { $at }.
problem-letter-own = Du har själv gjort slagningar på den här personen under perioden. Någon annan måste göra brevet.
problem-letter-long = Det är för många slagningar för ett brev (fler än { $max }). Välj en kortare period.
