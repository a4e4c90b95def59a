# Lawful erasure: asking, deciding, and what became of it.
tab-erasures = Sletting
erasures-title = Sletting
erasures-one = En sletting
erasures-number = Sletting nr. { $number }
erasures-waiting = { $n ->
    [one] { $count } sletting venter på en avgjørelse.
   *[other] { $count } slettinger venter på en avgjørelse.
 }
erasures-lead = Én ber om den, en annen avgjør. Begge navnene, hjemmelen og begrunnelsen blir stående i loggen.
erasures-ask = Be om sletting
erasures-ask-person = Be om sletting av en person
erasures-ask-event = En hendelse, eller en del av den, ber du om å få slettet fra hendelsens egen side.
erasures-due = Forfalt etter reglene for lagringstid
erasures-due-period = { $month }, kilde { $source }, hjemmel { $basis }
erasures-all = Alle
erasures-none = Ingen har bedt om å få noe slettet.
erasures-col-number = Nr.
erasures-col-what = Hva
erasures-col-state = Tilstand
erasures-col-asked = Bedt om av
erasures-col-decided = Avgjort av
erasures-col-basis = Hjemmel
erasures-asked = Venter
erasures-declined = Avslått
erasures-recorded = Godkjent, ryddes
erasures-done = Slettet
erasures-of-person = En person
erasures-of-event = En hendelse
erasures-of-part = Deler av en hendelse
erasures-of-period = En periode
erasures-own-acts-too = Også det personen selv har gjort som bruker.
erasures-own-acts-stay = Det personen selv har gjort som bruker, blir stående.
erasures-parts = del { $parts }
erasures-period = { $month }, lagringsklasse { $class }
erasures-lead-person = Alt loggen har om en person, blir borte, også i kopier av radene. At oppslagene har funnet sted, og når, blir stående.
erasures-lead-period = Alt fra { $month } i lagringsklasse { $class } blir borte. Hendelser som holdes tilbake for en sak, blir stående.
erasures-lead-event = Hendelsen { $id } fra { $source }.
erasures-national-id = Fødselsnummer
erasures-own-acts = Slett også det personen har gjort som bruker
erasures-own-acts-about = Da går det ikke lenger an å se hvem som gjorde disse oppslagene på andre.
erasures-what = Hva skal slettes?
erasures-some = Bare disse delene
erasures-whole = Hele hendelsen
erasures-part-subject = personen { $id }
erasures-basis = Hjemmel
erasures-basis-about = En kode, ikke tekst: bokstaver, tall og - . _ / : §. For eksempel GDPR-17-1-d (ulovlig behandlet).
erasures-reason = Begrunnelse
erasures-reason-about = Blir stående i loggen. Ikke skriv navn eller fødselsnummer på den det gjelder.
erasures-ask-about = Ingenting slettes nå. Tilsyn finner ut hva som ville gå, og en annen enn du avgjør.
erasures-meant = Det gjelder
erasures-finished = Ferdig
erasures-record = Plass i loggen
erasures-answer-ready = { $n ->
    [one] { $count } post mister noe hvis dette godkjennes.
   *[other] { $count } poster mister noe hvis dette godkjennes.
 }
erasures-answer-going = Tilsyn finner ut hva som ville gå: { $done } av { $all } poster.
erasures-answer-waiting = Tilsyn finner snart ut hva som ville gå.
erasures-answer-recorded = Godkjent. Det kan ikke åpnes lenger. Resten ryddes nå.
erasures-answer-done = Slettet. Loggen viser at det er gjort, og av hvem.
erasures-answer-declined = Avslått. Ingenting er slettet.
erasures-is-own = Du har selv bedt om dette. Ingen sletter alene: en annen må avgjøre.
erasures-held = { $n ->
    [one] { $count } av postene holdes tilbake for en sak, og kan ikke slettes nå.
   *[other] { $count } av postene holdes tilbake for en sak, og kan ikke slettes nå.
 }
erasures-approve = Godkjenn og slett
erasures-decline = Avslå
erasures-approve-about = Det kan ikke gjøres om.
problem-erasure-id = Dette er ikke noe fødselsnummer. Ingenting er bedt om.
problem-erasure-no-part = Velg minst én del, eller hele hendelsen.
action-ask-erasure = Ba om en sletting
action-decide-erasure = Avgjorde en sletting
action-read-erasures = Så slettinger
action-carry-out-erasures = Gjennomførte slettinger
action-set-retention = Endret lagringstid
action-hold-events = Holdt hendelser tilbake
look-erasure = En sletting
look-erasures = Slettinger
look-erasure-asked = Ba om en sletting
look-erasure-approved = Godkjente en sletting
look-erasure-declined = Avslo en sletting
look-erasure-parts = Deler av en hendelse som kan slettes
look-hold = Holdt hendelser tilbake
look-hold-released = Opphevet en tilbakeholdelse
look-holds = Tilbakeholdte hendelser
look-retention = Lagringstider
look-retention-set = Satte en lagringstid
