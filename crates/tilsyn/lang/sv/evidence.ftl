# Evidence of one event: what was opened, and how to check it.
cli-prove-done = Bevis för post { $index }, under kontrollpunkten över { $size } poster, skrivs till { $path }.
cli-prove-opened = Öppnat: { $parts }
cli-prove-shut = Inte öppnat: { $parts }
cli-prove-erased = Raderat, kan inte öppnas: { $parts }
cli-prove-nothing = ingenting
cli-prove-check = Kontrollera det så här: tilsyn-verify --proof { $path } --key { $key }
cli-not-an-event = Skriv källsystem och händelsens id med kolon emellan: KÄLLA:ID.
cli-out-exists = --out: { $path } finns redan. Välj ett annat namn.
