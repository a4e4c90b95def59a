# The access statement and its pictures (H8.1).
statement-title = Logopgørelse { $period }
statement-lead = Brugere med opslag på personer uden for egen afdeling. Et opslag her er ikke i sig selv et brud: vurder det arbejdsbegrundede behov.
statement-users = Brugere på listen
statement-outside = Opslag uden for egen afdeling
statement-lookups = Opslag af brugerne på listen
statement-no-unit = Opslag uden kendt afdeling
statement-no-unit-note = bruger eller person havde ingen afdeling den dag
statement-of-lookups = { $share } af alle
statement-since = { $change } mod { $period }
statement-unfinished = Perioden er ikke slut: loggen ender { $day }.
statement-compared = Den sammenlignes med lige så mange dage af perioden før: { $period }.
statement-not-compared = Den sammenlignes ikke med perioden før.
statement-text = Navn, medarbejdernummer eller konto
statement-col-user = Bruger
statement-col-outside = Uden for egen afd.
statement-col-people = Personer
statement-col-unexplained = Personer uden forklaring
statement-file-unexplained = Opslag uden forklaring
statement-file-expected = Forventet antal personer uden forklaring
statement-expected = forventet { $expected }
statement-col-weeks = Uge for uge
statement-col-before = Mod perioden før
statement-col-no-unit = Uden afd.
statement-col-remark = Bemærkning
statement-col-changes = Ændringer
statement-col-searches = Søgninger
statement-share = { $share } af { $all }
statement-before-new = ingen i forrige periode
statement-weeks-label = Opslag uden for egen afdeling pr. uge, fra uge { $first } til { $last }: { $counts }
statement-weeks-partial = Kun delvis med: uge { $weeks }
statement-even = Ingen usædvanlige uger
statement-unusual = { $n ->
    [one] Usædvanligt mange i uge { $weeks }
   *[other] Usædvanligt mange i uge { $weeks }
 }
statement-account-only = Konto uden kendt ejer
statement-accounts = { $n ->
    [one] { $count } konto
   *[other] { $count } konti
 }
statement-key = Uge langt over brugerens egen median af opslag uden for egen afdeling (stiplet linje). Åbne punkter er uger, som kun delvis er med. Hver linje har sin egen skala: højden kan ikke sammenlignes mellem brugere.
statement-counts = Et opslag er én person vist i én hændelse: En hændelse, der viser tre personer, er tre opslag, men én række i listen over hændelser.
statement-file-accounts = Konti
statement-file-name = Navn
statement-file-employee = Medarbejdernummer
statement-file-unit = Afdeling
statement-file-unit-code = Afdelingskode
statement-file-id = Cpr-nummer (delvist)
statement-file-before = Uden for egen afd., perioden før
statement-file-lists = Lister
statement-file-own = Egen post
statement-file-register = Opslag i folkeregisteret
statement-file-transfers = Overførsler
statement-file-exports = Eksporter
statement-pictures-title = Logopgørelsen i billeder
statement-pictures-lead = De { $count } brugere med flest opslag uden for egen afdeling, og vejen fra afdeling til afdeling.
heat-title = Bruger og afdeling
heat-description = Antal opslag fra hver bruger i hver afdeling. Højst { $count } afdelinger vises: dem med flest opslag udefra. Stiplet ramme er brugerens egen afdeling. Kraftigere farve er flere. Sidste kolonne er alle andre afdelinger og personer uden afdeling, sidste række alle andre brugere, så hver række går op.
heat-own = egen afdeling
heat-elsewhere = Andre eller ingen
heat-other-users = Andre brugere
heat-all = I alt
flows-title = Fra afdeling til afdeling
flows-description = Opslag på personer i andre afdelinger. Højst { $count } strømme vises: de største. Bredden er antallet.
flows-from = Brugerens afdeling
flows-to = Personens afdeling
flows-others = Andre afdelinger
flows-count = Opslag
