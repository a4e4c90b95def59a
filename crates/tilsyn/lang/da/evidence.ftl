# Evidence of one event: what was opened, and how to check it.
cli-prove-done = Bevis for post { $index }, under kontrolpunktet over { $size } poster, skrives til { $path }.
cli-prove-opened = Åbnet: { $parts }
cli-prove-shut = Ikke åbnet: { $parts }
cli-prove-erased = Slettet, kan ikke åbnes: { $parts }
cli-prove-nothing = intet
cli-prove-check = Kontrollér det sådan: tilsyn-verify --proof { $path } --key { $key }
cli-not-an-event = Skriv kildesystem og hændelsens id med kolon imellem: KILDE:ID.
cli-out-exists = --out: { $path } findes allerede. Vælg et andet navn.
