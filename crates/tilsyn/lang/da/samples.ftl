# Random samples of look-ups.
cli-sample-drawn = { $size } af { $population } opslag er udtaget.
cli-sample-seed-ledger = Frø, fra loggen selv: { $seed }
cli-sample-seed-given = Frø, opgivet af den, der udtog, altså ingen officiel stikprøve: { $seed }
cli-sample-promise = Havde { $lookups } eller flere af de { $population } opslag ({ $share }) manglet et arbejdsbegrundet behov, ville denne stikprøve have vist mindst ét af dem med 95 procents sandsynlighed, hvis den, der kontrollerer, genkender hvert eneste.
cli-sample-all = { $n ->
    [one] Perioden har kun { $count } opslag, og det er udtaget.
   *[other] Perioden har kun { $count } opslag, og alle er udtaget.
 }
cli-sample-items-kept = Hvilke opslag det er, vises kun for logkontrollanter. De får de samme med samme kommando.
cli-bad-rate = --detect: Skriv en andel over 0 og højst 1 med højst ni decimaler, for eksempel 0,01 for én procent.
cli-strata-drawn = { $items } opslag er udtaget af { $population }, gruppe for gruppe.
cli-strata-list = Listens SHA-256: { $list }
cli-strata-kept = Stikprøven er nummer { $number }; opslagene vurderes i browseren.
