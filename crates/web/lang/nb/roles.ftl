# Hvem som har hvilken rolle, og reglene for det.

action-read-duties = Så hvem som har hvilken rolle
action-give-first-duties = Ga de første rollene
action-propose-duty = Foreslo en rolle for noen
action-approve-duty = Avgjorde et forslag om en rolle
action-end-duty = Tok en rolle fra noen
action-read-rules = Leste reglene for hvem som kan hva
