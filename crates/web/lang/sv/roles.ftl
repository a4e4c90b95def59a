# Vem som har vilken roll, och reglerna för det.

action-read-duties = Såg vem som har vilken roll
action-give-first-duties = Gav de första rollerna
action-propose-duty = Föreslog en roll för någon
action-approve-duty = Avgjorde ett förslag om en roll
action-end-duty = Tog en roll från någon
action-read-rules = Läste reglerna för vem som får vad
