# Random samples of look-ups.
cli-sample-drawn = { $size } av { $population } oppslag er trukket.
cli-sample-seed-ledger = Frø, fra loggen selv: { $seed }
cli-sample-seed-given = Frø, oppgitt av den som trakk, altså ingen offisiell stikkprøve: { $seed }
cli-sample-promise = Hadde { $lookups } eller flere av de { $population } oppslagene ({ $share }) manglet tjenstlig behov, ville denne stikkprøven ha vist minst ett av dem med 95 prosent sannsynlighet, om den som kontrollerer, gjenkjenner hvert eneste.
cli-sample-all = { $n ->
    [one] Perioden har bare { $count } oppslag, og det er trukket.
   *[other] Perioden har bare { $count } oppslag, og alle er trukket.
 }
cli-sample-items-kept = Hvilke oppslag det er, vises bare loggkontrollører. De får de samme med samme kommando.
cli-bad-rate = --detect: Skriv en andel over 0 og høyst 1, med høyst ni desimaler, for eksempel 0,01 for én prosent.
cli-strata-drawn = { $items } oppslag er trukket av { $population }, gruppe for gruppe.
cli-strata-list = Listens SHA-256: { $list }
cli-strata-kept = Stikkprøven er nummer { $number }; oppslagene vurderes i nettleseren.
