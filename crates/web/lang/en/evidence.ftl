# Evidence of one event, handed to somebody outside.
look-proof = Evidence of one event
action-prove-event = Took out evidence of an event
own-log-event = Event id
own-log-parts = Opened
part-actor = who acted
part-subject = whom it was about
part-act = what was done
part-detail = the details
problem-not-in-checkpoint = The event is stored, but no signed checkpoint covers it yet, and none could be signed now. Try again in a while.
problem-event-erased = What you asked for has been erased and cannot be opened.
