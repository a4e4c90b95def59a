# Den egne log, gennemgået læser for læser.
readers-title = Gennemgang af opslag i Tilsyn
readers-heading = Hvem der har set på hvad, { $month }
readers-lead = Hver læsers opslag gennemgås af en anden logkontrollant, som siger, hvad der kom ud af det.
readers-none = Ingen så på noget i denne måned.
readers-all-reviewed = Alle er gennemgået.
readers-waiting = { $n ->
    [one] Én læser venter på gennemgang.
   *[other] { $count } læsere venter på gennemgang.
}
readers-col-reader = Læser
readers-col-people = Personer åbnet
readers-col-looks = Visninger
readers-col-searches = Søgninger
readers-col-files = Filer
readers-col-refused = Afvist
readers-col-reviewed = Gennemgået
readers-warned = { $n ->
    [one] advaret én gang
   *[other] advaret { $count } gange
}
readers-not-yet = Ikke endnu
readers-by-others = Af en anden
readers-by-others-lead = Dette er dine egne opslag, eller opslagene hos en, som har gennemgået dine. En anden skal gøre det.
readers-before = Måneden før
readers-after = Måneden efter
reader-heading = { $name }, { $month }
reader-people = { $n ->
    [0] Ingen person er åbnet.
    [one] Én person er åbnet.
   *[other] { $count } personer er åbnet.
}
reader-looks = { $n ->
    [one] Én visning
   *[other] { $count } visninger
}
reader-looks-cut = { $n ->
   *[other] De { $shown } nyeste af { $count } visninger; resten står i loggen.
}
reader-list = Visninger
reader-review = Gennemgang
reader-remark = Hvad der kom ud af det
reader-remark-about = For eksempel hvad der er prøvet, og at det hører til sager. Skriv ikke cpr-nummer. Det, du skriver, kan ikke ændres.
reader-sign = Underskriv gennemgangen
own-log-month = Måned
look-readers = Læsere af en måned
look-reader = En læsers opslag
look-looks-reviewed = Gennemgik en læsers opslag
action-review-looks = Gennemgik andres opslag
may-review-looks = Gennemgå hvad andre har set på
rule-reviewer-reviews-looks = Logkontrollanter gennemgår, hvad andre læsere har set på.
rule-no-review-of-own-looks = Ingen gennemgår egne opslag.
rule-no-pair-reviews-each-other = To logkontrollanter gennemgår ikke hinandens opslag.
problem-looks-remark = Skriv, hvad der kom ud af det, højst { $max } tegn, med færre end ni cifre i alt.
problem-looks-month = Måneden er ikke forbi endnu.
problem-no-such-reader = Ingen så på noget under det navn i den måned.
problem-looks-own = Du gennemgår ikke egne opslag.
problem-looks-pair = Denne læser har gennemgået dine opslag. En anden skal gennemgå denne læsers.
