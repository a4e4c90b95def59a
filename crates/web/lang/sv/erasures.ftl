# Lawful erasure: asking, deciding, and what became of it.
tab-erasures = Radering
erasures-title = Radering
erasures-one = En radering
erasures-number = Radering nr { $number }
erasures-waiting = { $n ->
    [one] { $count } radering väntar på beslut.
   *[other] { $count } raderingar väntar på beslut.
 }
erasures-lead = En begär den, en annan beslutar. Båda namnen, lagstödet och skälet blir kvar i loggen.
erasures-ask = Begär radering
erasures-ask-person = Begär radering av en person
erasures-ask-event = En händelse, eller en del av den, begär du raderad från händelsens egen sida.
erasures-due = Förfallet enligt gallringsreglerna
erasures-due-period = { $month }, källa { $source }, lagstöd { $basis }
erasures-all = Alla
erasures-none = Ingen har begärt någon radering.
erasures-col-number = Nr
erasures-col-what = Vad
erasures-col-state = Tillstånd
erasures-col-asked = Begärd av
erasures-col-decided = Beslutad av
erasures-col-basis = Lagstöd
erasures-asked = Väntar
erasures-declined = Avslagen
erasures-recorded = Godkänd, rensas
erasures-done = Raderad
erasures-of-person = En person
erasures-of-event = En händelse
erasures-of-part = Delar av en händelse
erasures-of-period = En period
erasures-own-acts-too = Även det personen själv har gjort som användare.
erasures-own-acts-stay = Det personen själv har gjort som användare står kvar.
erasures-parts = del { $parts }
erasures-period = { $month }, gallringsklass { $class }
erasures-lead-person = Allt som loggen har om en person försvinner, även i kopior av raderna. Att slagningarna har skett, och när, står kvar.
erasures-lead-period = Allt från { $month } i gallringsklass { $class } försvinner. Händelser som hålls kvar för ett ärende står kvar.
erasures-lead-event = Händelsen { $id } från { $source }.
erasures-national-id = Personnummer
erasures-own-acts = Radera även det personen har gjort som användare
erasures-own-acts-about = Då går det inte längre att se vem som gjorde dessa slagningar på andra.
erasures-what = Vad ska raderas?
erasures-some = Bara dessa delar
erasures-whole = Hela händelsen
erasures-part-subject = personen { $id }
erasures-basis = Lagstöd
erasures-basis-about = En kod, inte text: bokstäver, siffror och - . _ / : §. Till exempel GDPR-17-1-d (olagligt behandlat).
erasures-reason = Skäl
erasures-reason-about = Står kvar i loggen. Skriv inte namn eller personnummer på den det gäller.
erasures-ask-about = Inget raderas nu. Tilsyn tar reda på vad som skulle försvinna, och någon annan än du beslutar.
erasures-meant = Det gäller
erasures-finished = Klar
erasures-record = Plats i loggen
erasures-answer-ready = { $n ->
    [one] { $count } post förlorar något om detta godkänns.
   *[other] { $count } poster förlorar något om detta godkänns.
 }
erasures-answer-going = Tilsyn tar reda på vad som skulle försvinna: { $done } av { $all } poster.
erasures-answer-waiting = Tilsyn tar snart reda på vad som skulle försvinna.
erasures-answer-recorded = Godkänd. Det går inte längre att öppna. Resten rensas nu.
erasures-answer-done = Raderat. Loggen visar att det är gjort och av vem.
erasures-answer-declined = Avslagen. Inget har raderats.
erasures-is-own = Du har själv begärt detta. Ingen raderar ensam: någon annan måste besluta.
erasures-held = { $n ->
    [one] { $count } av posterna hålls kvar för ett ärende och kan inte raderas nu.
   *[other] { $count } av posterna hålls kvar för ett ärende och kan inte raderas nu.
 }
erasures-approve = Godkänn och radera
erasures-decline = Avslå
erasures-approve-about = Det går inte att ångra.
problem-erasure-id = Det är inget personnummer. Inget har begärts.
problem-erasure-no-part = Välj minst en del, eller hela händelsen.
action-ask-erasure = Begärde en radering
action-decide-erasure = Avgjorde en radering
action-read-erasures = Såg raderingar
action-carry-out-erasures = Genomförde raderingar
action-set-retention = Ändrade lagringstid
action-hold-events = Höll kvar händelser
look-erasure = En radering
look-erasures = Raderingar
look-erasure-asked = Begärde en radering
look-erasure-approved = Godkände en radering
look-erasure-declined = Avslog en radering
look-erasure-parts = Delar av en händelse som kan raderas
look-hold = Höll kvar händelser
look-hold-released = Hävde ett kvarhållande
look-holds = Kvarhållna händelser
look-retention = Lagringstider
look-retention-set = Satte en lagringstid
