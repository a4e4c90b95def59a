# Den egna loggen, genomgången läsare för läsare.
readers-title = Genomgång av slagningar i Tilsyn
readers-heading = Vem som har sett på vad, { $month }
readers-lead = Varje läsares slagningar gås igenom av en annan loggranskare, som säger vad det ledde till.
readers-none = Ingen såg på något den här månaden.
readers-all-reviewed = Alla är genomgångna.
readers-waiting = { $n ->
    [one] En läsare väntar på genomgång.
   *[other] { $count } läsare väntar på genomgång.
}
readers-col-reader = Läsare
readers-col-people = Personer öppnade
readers-col-looks = Visningar
readers-col-searches = Sökningar
readers-col-files = Filer
readers-col-refused = Nekade
readers-col-reviewed = Genomgånget
readers-warned = { $n ->
    [one] varnad en gång
   *[other] varnad { $count } gånger
}
readers-not-yet = Inte ännu
readers-by-others = Av någon annan
readers-by-others-lead = Det här är dina egna slagningar, eller slagningarna hos någon som har gått igenom dina. Någon annan måste göra det.
readers-before = Månaden före
readers-after = Månaden efter
reader-heading = { $name }, { $month }
reader-people = { $n ->
    [0] Ingen person har öppnats.
    [one] En person har öppnats.
   *[other] { $count } personer har öppnats.
}
reader-looks = { $n ->
    [one] En visning
   *[other] { $count } visningar
}
reader-looks-cut = { $n ->
   *[other] De { $shown } senaste av { $count } visningar; resten står i loggen.
}
reader-list = Visningar
reader-review = Genomgång
reader-remark = Vad det ledde till
reader-remark-about = Till exempel vad som har prövats, och att det hör till ärenden. Skriv inte personnummer. Det du skriver kan inte ändras.
reader-sign = Signera genomgången
own-log-month = Månad
look-readers = Läsare under en månad
look-reader = En läsares slagningar
look-looks-reviewed = Gick igenom en läsares slagningar
action-review-looks = Gick igenom andras slagningar
may-review-looks = Gå igenom vad andra har sett på
rule-reviewer-reviews-looks = Loggranskare går igenom vad andra läsare har sett på.
rule-no-review-of-own-looks = Ingen går igenom egna slagningar.
rule-no-pair-reviews-each-other = Två loggranskare går inte igenom varandras slagningar.
problem-looks-remark = Skriv vad det ledde till, högst { $max } tecken, med färre än nio siffror totalt.
problem-looks-month = Månaden är inte slut än.
problem-no-such-reader = Ingen såg på något under det namnet den månaden.
problem-looks-own = Du går inte igenom egna slagningar.
problem-looks-pair = Den här läsaren har gått igenom dina slagningar. Någon annan måste gå igenom den här läsarens.
