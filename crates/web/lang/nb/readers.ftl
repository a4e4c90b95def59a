# Den egne loggen, gjennomgått leser for leser.
readers-title = Gjennomgang av oppslag i Tilsyn
readers-heading = Hvem som har sett på hva, { $month }
readers-lead = Hver lesers oppslag gås gjennom av en annen loggkontrollør, som sier hva det kom ut av det.
readers-none = Ingen så på noe denne måneden.
readers-all-reviewed = Alle er gjennomgått.
readers-waiting = { $n ->
    [one] Én leser venter på gjennomgang.
   *[other] { $count } lesere venter på gjennomgang.
}
readers-col-reader = Leser
readers-col-people = Personer åpnet
readers-col-looks = Visninger
readers-col-searches = Søk
readers-col-files = Filer
readers-col-refused = Nektet
readers-col-reviewed = Gjennomgått
readers-warned = { $n ->
    [one] varslet én gang
   *[other] varslet { $count } ganger
}
readers-not-yet = Ikke ennå
readers-by-others = Av en annen
readers-by-others-lead = Dette er dine egne oppslag, eller oppslagene til en som har gått gjennom dine. En annen må gjøre det.
readers-before = Måneden før
readers-after = Måneden etter
reader-heading = { $name }, { $month }
reader-people = { $n ->
    [0] Ingen person er åpnet.
    [one] Én person er åpnet.
   *[other] { $count } personer er åpnet.
}
reader-looks = { $n ->
    [one] Én visning
   *[other] { $count } visninger
}
reader-looks-cut = { $n ->
   *[other] De { $shown } nyeste av { $count } visninger; resten står i loggen.
}
reader-list = Visninger
reader-review = Gjennomgang
reader-remark = Hva det kom ut av det
reader-remark-about = For eksempel hva som er prøvd, og at det hører til saker. Ikke skriv fødselsnummer. Det du skriver, kan ikke endres.
reader-sign = Signer gjennomgangen
own-log-month = Måned
look-readers = Lesere av en måned
look-reader = En lesers oppslag
look-looks-reviewed = Gikk gjennom en lesers oppslag
action-review-looks = Gikk gjennom andres oppslag
may-review-looks = Gå gjennom hva andre har sett på
rule-reviewer-reviews-looks = Loggkontrollører går gjennom hva andre lesere har sett på.
rule-no-review-of-own-looks = Ingen går gjennom egne oppslag.
rule-no-pair-reviews-each-other = To loggkontrollører går ikke gjennom hverandres oppslag.
problem-looks-remark = Skriv hva det kom ut av det, høyst { $max } tegn, med færre enn ni siffer i alt.
problem-looks-month = Måneden er ikke over ennå.
problem-no-such-reader = Ingen så på noe under det navnet den måneden.
problem-looks-own = Du går ikke gjennom egne oppslag.
problem-looks-pair = Denne leseren har gått gjennom dine oppslag. En annen må gå gjennom denne leserens.
