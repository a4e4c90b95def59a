# Evidence of one event: what was opened, and how to check it.
cli-prove-done = Bevis for oppføring { $index }, under sjekkpunktet over { $size } oppføringer, skrives til { $path }.
cli-prove-opened = Åpnet: { $parts }
cli-prove-shut = Ikke åpnet: { $parts }
cli-prove-erased = Slettet, kan ikke åpnes: { $parts }
cli-prove-nothing = ingenting
cli-prove-check = Kontroller det slik: tilsyn-verify --proof { $path } --key { $key }
cli-not-an-event = Skriv kildesystem og hendelsens id med kolon mellom: KILDE:ID.
cli-out-exists = --out: { $path } finnes allerede. Velg et annet navn.
