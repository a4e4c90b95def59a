# Lawful erasure: asking, deciding, and what became of it.
tab-erasures = Sletning
erasures-title = Sletning
erasures-one = En sletning
erasures-number = Sletning nr. { $number }
erasures-waiting = { $n ->
    [one] { $count } sletning venter på en afgørelse.
   *[other] { $count } sletninger venter på en afgørelse.
 }
erasures-lead = Én beder om den, en anden afgør. Begge navne, hjemlen og begrundelsen bliver stående i loggen.
erasures-ask = Bed om sletning
erasures-ask-person = Bed om sletning af en person
erasures-ask-event = En hændelse, eller en del af den, beder du om at få slettet fra hændelsens egen side.
erasures-due = Forfaldent efter reglerne for opbevaring
erasures-due-period = { $month }, kilde { $source }, hjemmel { $basis }
erasures-all = Alle
erasures-none = Ingen har bedt om at få noget slettet.
erasures-col-number = Nr.
erasures-col-what = Hvad
erasures-col-state = Tilstand
erasures-col-asked = Bedt om af
erasures-col-decided = Afgjort af
erasures-col-basis = Hjemmel
erasures-asked = Venter
erasures-declined = Afslået
erasures-recorded = Godkendt, ryddes
erasures-done = Slettet
erasures-of-person = En person
erasures-of-event = En hændelse
erasures-of-part = Dele af en hændelse
erasures-of-period = En periode
erasures-own-acts-too = Også det, personen selv har gjort som bruger.
erasures-own-acts-stay = Det, personen selv har gjort som bruger, bliver stående.
erasures-parts = del { $parts }
erasures-period = { $month }, opbevaringsklasse { $class }
erasures-lead-person = Alt, loggen har om en person, forsvinder, også i kopier af rækkerne. At opslagene har fundet sted, og hvornår, bliver stående.
erasures-lead-period = Alt fra { $month } i opbevaringsklasse { $class } forsvinder. Hændelser, der holdes tilbage til en sag, bliver stående.
erasures-lead-event = Hændelsen { $id } fra { $source }.
erasures-national-id = Cpr-nummer
erasures-own-acts = Slet også det, personen har gjort som bruger
erasures-own-acts-about = Så kan man ikke længere se, hvem der lavede disse opslag på andre.
erasures-what = Hvad skal slettes?
erasures-some = Kun disse dele
erasures-whole = Hele hændelsen
erasures-part-subject = personen { $id }
erasures-basis = Hjemmel
erasures-basis-about = En kode, ikke tekst: bogstaver, tal og - . _ / : §. For eksempel GDPR-17-1-d (ulovligt behandlet).
erasures-reason = Begrundelse
erasures-reason-about = Bliver stående i loggen. Skriv ikke navn eller cpr-nummer på den, det gælder.
erasures-ask-about = Intet slettes nu. Tilsyn finder ud af, hvad der ville forsvinde, og en anden end du afgør.
erasures-meant = Det gælder
erasures-finished = Færdig
erasures-record = Plads i loggen
erasures-answer-ready = { $n ->
    [one] { $count } post mister noget, hvis dette godkendes.
   *[other] { $count } poster mister noget, hvis dette godkendes.
 }
erasures-answer-going = Tilsyn finder ud af, hvad der ville forsvinde: { $done } af { $all } poster.
erasures-answer-waiting = Tilsyn finder snart ud af, hvad der ville forsvinde.
erasures-answer-recorded = Godkendt. Det kan ikke åbnes længere. Resten ryddes nu.
erasures-answer-done = Slettet. Loggen viser, at det er gjort, og af hvem.
erasures-answer-declined = Afslået. Intet er slettet.
erasures-is-own = Du har selv bedt om dette. Ingen sletter alene: En anden skal afgøre.
erasures-held = { $n ->
    [one] { $count } af posterne holdes tilbage til en sag og kan ikke slettes nu.
   *[other] { $count } af posterne holdes tilbage til en sag og kan ikke slettes nu.
 }
erasures-approve = Godkend og slet
erasures-decline = Afslå
erasures-approve-about = Det kan ikke gøres om.
problem-erasure-id = Det er ikke et cpr-nummer. Der er ikke bedt om noget.
problem-erasure-no-part = Vælg mindst én del eller hele hændelsen.
action-ask-erasure = Bad om en sletning
action-decide-erasure = Afgjorde en sletning
action-read-erasures = Så sletninger
action-carry-out-erasures = Gennemførte sletninger
action-set-retention = Ændrede opbevaringstid
action-hold-events = Holdt hændelser tilbage
look-erasure = En sletning
look-erasures = Sletninger
look-erasure-asked = Bad om en sletning
look-erasure-approved = Godkendte en sletning
look-erasure-declined = Afslog en sletning
look-erasure-parts = Dele af en hændelse, der kan slettes
look-hold = Holdt hændelser tilbage
look-hold-released = Ophævede en tilbageholdelse
look-holds = Tilbageholdte hændelser
look-retention = Opbevaringstider
look-retention-set = Satte en opbevaringstid
