# Evidence of one event, handed to somebody outside.
look-proof = Bevis for én hændelse
action-prove-event = Tog bevis ud for en hændelse
own-log-event = Hændelsens id
own-log-parts = Åbnet
part-actor = hvem der handlede
part-subject = hvem det drejede sig om
part-act = hvad der blev gjort
part-detail = detaljerne
problem-not-in-checkpoint = Hændelsen er gemt, men ikke med i et underskrevet kontrolpunkt endnu, og nu kunne der ikke underskrives et. Prøv igen om lidt.
problem-event-erased = Det, du bad om, er slettet og kan ikke åbnes.
