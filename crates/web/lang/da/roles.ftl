# Hvem der har hvilken rolle, og reglerne for det.

action-read-duties = Så, hvem der har hvilken rolle
action-give-first-duties = Gav de første roller
action-propose-duty = Foreslog en rolle for nogen
action-approve-duty = Afgjorde et forslag om en rolle
action-end-duty = Tog en rolle fra nogen
action-read-rules = Læste reglerne for, hvem der må hvad
