# Evidence of one event, handed to somebody outside.
look-proof = Bevis för en händelse
action-prove-event = Tog ut bevis för en händelse
own-log-event = Händelsens id
own-log-parts = Öppnat
part-actor = vem som handlade
part-subject = vem det gällde
part-act = vad som gjordes
part-detail = detaljerna
problem-not-in-checkpoint = Händelsen är sparad men finns inte med i en signerad kontrollpunkt ännu, och nu gick det inte att signera någon. Försök igen om en stund.
problem-event-erased = Det du bad om är raderat och kan inte öppnas.
