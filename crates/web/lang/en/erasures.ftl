# Lawful erasure: asking, deciding, and what became of it.
tab-erasures = Erasure
erasures-title = Erasure
erasures-one = An erasure
erasures-number = Erasure no. { $number }
erasures-waiting = { $n ->
    [one] { $count } erasure waits for a decision.
   *[other] { $count } erasures wait for a decision.
 }
erasures-lead = One person asks, another decides. Both names, the legal basis and the reason stay in the log.
erasures-ask = Ask for erasure
erasures-ask-person = Ask for a person’s erasure
erasures-ask-event = Ask for the erasure of an event, or a part of it, from the event’s own page.
erasures-due = Due by the rules of retention
erasures-due-period = { $month }, source { $source }, legal basis { $basis }
erasures-all = All
erasures-none = Nobody has asked for anything to be erased.
erasures-col-number = No.
erasures-col-what = What
erasures-col-state = State
erasures-col-asked = Asked by
erasures-col-decided = Decided by
erasures-col-basis = Legal basis
erasures-asked = Waiting
erasures-declined = Declined
erasures-recorded = Approved, being cleared
erasures-done = Erased
erasures-of-person = A person
erasures-of-event = An event
erasures-of-part = Parts of an event
erasures-of-period = A period
erasures-own-acts-too = Also what the person did as a user.
erasures-own-acts-stay = What the person did as a user stays.
erasures-parts = part { $parts }
erasures-period = { $month }, retention class { $class }
erasures-lead-person = All that the log holds about a person goes, also in copies of the rows. That the look-ups took place, and when, stays.
erasures-lead-period = Everything of { $month } in retention class { $class } goes. Events held for a case stay.
erasures-lead-event = The event { $id } from { $source }.
erasures-national-id = National identity number
erasures-own-acts = Erase also what the person did as a user
erasures-own-acts-about = It can then no longer be seen who made these look-ups on others.
erasures-what = What is to be erased?
erasures-some = Only these parts
erasures-whole = The whole event
erasures-part-subject = the person { $id }
erasures-basis = Legal basis
erasures-basis-about = A code and no text: letters, digits and - . _ / : §. For example GDPR-17-1-d (unlawfully processed).
erasures-reason = Reason
erasures-reason-about = Stays in the log. Do not write the name or number of the person concerned.
erasures-ask-about = Nothing is erased now. Tilsyn finds out what would go, and somebody other than you decides.
erasures-meant = It concerns
erasures-finished = Finished
erasures-record = Place in the log
erasures-answer-ready = { $n ->
    [one] { $count } entry loses something if this is approved.
   *[other] { $count } entries lose something if this is approved.
 }
erasures-answer-going = Tilsyn is finding out what would go: { $done } of { $all } entries.
erasures-answer-waiting = Tilsyn will soon find out what would go.
erasures-answer-recorded = Approved. It can no longer be opened. The rest is being cleared now.
erasures-answer-done = Erased. The log shows that it was done, and by whom.
erasures-answer-declined = Declined. Nothing was erased.
erasures-is-own = You asked for this yourself. Nobody erases alone: somebody else has to decide.
erasures-held = { $n ->
    [one] { $count } of the entries is held for a case and cannot be erased now.
   *[other] { $count } of the entries are held for a case and cannot be erased now.
 }
erasures-approve = Approve and erase
erasures-decline = Decline
erasures-approve-about = It cannot be undone.
problem-erasure-id = This is no national identity number. Nothing was asked for.
problem-erasure-no-part = Choose at least one part, or the whole event.
action-ask-erasure = Asked for an erasure
action-decide-erasure = Decided on an erasure
action-read-erasures = Saw erasures
action-carry-out-erasures = Carried out erasures
action-set-retention = Changed how long something is kept
action-hold-events = Held events
look-erasure = An erasure
look-erasures = Erasures
look-erasure-asked = Asked for an erasure
look-erasure-approved = Approved an erasure
look-erasure-declined = Declined an erasure
look-erasure-parts = Parts of an event that can be erased
look-hold = Held events
look-hold-released = Released held events
look-holds = Events that are held
look-retention = Retention rules
look-retention-set = Set a retention rule
