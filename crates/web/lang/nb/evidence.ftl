# Evidence of one event, handed to somebody outside.
look-proof = Bevis for én hendelse
action-prove-event = Tok ut bevis for en hendelse
own-log-event = Hendelsens id
own-log-parts = Åpnet
part-actor = hvem som handlet
part-subject = hvem det gjaldt
part-act = hva som ble gjort
part-detail = detaljene
problem-not-in-checkpoint = Hendelsen er lagret, men ikke med i et signert sjekkpunkt ennå, og nå lot det seg ikke signere et. Prøv igjen om litt.
problem-event-erased = Det du ba om, er slettet og kan ikke åpnes.
