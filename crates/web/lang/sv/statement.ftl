# The access statement and its pictures (H8.1).
statement-title = Loggsammanställning { $period }
statement-lead = Användare med slagningar på personer utanför den egna enheten. En slagning här är inte i sig en överträdelse: bedöm behovet i tjänsten.
statement-users = Användare på listan
statement-outside = Slagningar utanför den egna enheten
statement-lookups = Slagningar av användarna på listan
statement-no-unit = Slagningar utan känd enhet
statement-no-unit-note = användaren eller personen hade ingen enhet den dagen
statement-of-lookups = { $share } av alla
statement-since = { $change } mot { $period }
statement-unfinished = Perioden är inte slut: loggen slutar { $day }.
statement-compared = Den jämförs med lika många dagar av perioden före: { $period }.
statement-not-compared = Den jämförs inte med perioden före.
statement-text = Namn, anställningsnummer eller konto
statement-col-user = Användare
statement-col-outside = Utanför egen enhet
statement-col-people = Personer
statement-col-unexplained = Personer utan förklaring
statement-file-unexplained = Uppslag utan förklaring
statement-file-expected = Väntat antal personer utan förklaring
statement-expected = väntat { $expected }
statement-col-weeks = Vecka för vecka
statement-col-before = Mot perioden före
statement-col-no-unit = Utan enhet
statement-col-remark = Anmärkning
statement-col-changes = Ändringar
statement-col-searches = Sökningar
statement-share = { $share } av { $all }
statement-before-new = inga i föregående period
statement-weeks-label = Slagningar utanför den egna enheten per vecka, från vecka { $first } till { $last }: { $counts }
statement-weeks-partial = Bara delvis med: vecka { $weeks }
statement-even = Inga ovanliga veckor
statement-unusual = { $n ->
    [one] Ovanligt många vecka { $weeks }
   *[other] Ovanligt många vecka { $weeks }
 }
statement-account-only = Konto utan känd ägare
statement-accounts = { $n ->
    [one] { $count } konto
   *[other] { $count } konton
 }
statement-key = Vecka långt över användarens egen median av slagningar utanför egen enhet (streckad linje). Öppna punkter är veckor som bara delvis är med. Varje linje har sin egen skala: höjden kan inte jämföras mellan användare.
statement-counts = En slagning är en person visad i en händelse: en händelse som visar tre personer är tre slagningar, men en rad i listan över händelser.
statement-file-accounts = Konton
statement-file-name = Namn
statement-file-employee = Anställningsnummer
statement-file-unit = Enhet
statement-file-unit-code = Enhetskod
statement-file-id = Personnummer (delvis)
statement-file-before = Utanför egen enhet, perioden före
statement-file-lists = Listor
statement-file-own = Egen post
statement-file-register = Slagningar i folkbokföringen
statement-file-transfers = Överföringar
statement-file-exports = Exporter
statement-pictures-title = Sammanställningen i bilder
statement-pictures-lead = De { $count } användare med flest slagningar utanför den egna enheten, och vägen från enhet till enhet.
heat-title = Användare och enhet
heat-description = Antal slagningar från varje användare till varje enhet. Högst { $count } enheter visas: de med flest slagningar utifrån. Streckad ram är användarens egen enhet. Starkare färg är fler. Sista kolumnen är alla andra enheter och personer utan enhet, sista raden alla övriga användare, så att varje rad går ihop.
heat-own = egen enhet
heat-elsewhere = Andra eller ingen
heat-other-users = Övriga användare
heat-all = Totalt
flows-title = Från enhet till enhet
flows-description = Slagningar på personer i andra enheter. Högst { $count } flöden visas: de största. Bredden är antalet.
flows-from = Användarens enhet
flows-to = Personens enhet
flows-others = Andra enheter
flows-count = Slagningar
