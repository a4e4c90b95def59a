# Random samples of look-ups.
cli-sample-drawn = { $size } av { $population } slagningar har dragits.
cli-sample-seed-ledger = Frö, från loggen själv: { $seed }
cli-sample-seed-given = Frö, angivet av den som drog, alltså inget officiellt stickprov: { $seed }
cli-sample-promise = Hade { $lookups } eller fler av de { $population } slagningarna ({ $share }) saknat behov i tjänsten, skulle detta stickprov ha visat minst en av dem med 95 procents sannolikhet, om den som granskar känner igen var och en.
cli-sample-all = { $n ->
    [one] Perioden har bara { $count } slagning, och den har dragits.
   *[other] Perioden har bara { $count } slagningar, och alla har dragits.
 }
cli-sample-items-kept = Vilka slagningar det är visas bara för loggranskare. De får samma med samma kommando.
cli-bad-rate = --detect: Skriv en andel över 0 och högst 1 med högst nio decimaler, till exempel 0,01 för en procent.
cli-strata-drawn = { $items } slagningar är dragna av { $population }, grupp för grupp.
cli-strata-list = Listans SHA-256: { $list }
cli-strata-kept = Stickprovet är nummer { $number }; slagningarna bedöms i webbläsaren.
