# Events that are held, holding one and letting it go; how long what came is kept.
tab-holds = Held events
holds-title = Events that are held
holds-one = An event that is held
holds-number = Hold no. { $number }
holds-holding = { $n ->
    [one] { $count } hold is in force.
   *[other] { $count } holds are in force.
 }
holds-lead = What is held is not erased, whoever asks for it, until somebody releases the hold. The events of an open case are held by the case itself and do not stand here.
holds-all = All holds
holds-none = No event has been held.
holds-hold = Hold an event
holds-hold-this = Hold this event
holds-for-about = The number of a case or of a police report, no names. At most 100 characters.
holds-col-number = No.
holds-col-event = Event
holds-col-for = Held for
holds-col-held = Held by
holds-col-released = Released by
holds-file-held = Held
holds-file-released = Released
holds-still = In force
holds-erased = Erased
holds-answer-released = The hold was released. It stands here for information only.
holds-release = Release the hold
holds-release-about = When nothing else holds the event, it can be erased. Two people decide that, as on any erasure.
retention-title = Retention
retention-one = A retention class
retention-class = Retention class { $class }
retention-lead = A rule says for how many whole months after the month of the event something is kept. A rule erases nothing: what is over waits until one person asks for its erasure and another approves.
retention-over = { $n ->
    [one] { $count } month is over by the rules and waits for a decision.
   *[other] { $count } months are over by the rules and wait for a decision.
 }
retention-answer-no-rule = The class has no rule. What it holds is kept until somebody asks for its erasure.
retention-own-log = Tilsyn’s own log
retention-own-log-about = Tilsyn’s own log. The steps of cases are not in it: they go only with the person whom the case is about.
retention-before = What came before there were classes
retention-col-class = Class
retention-col-what = Source
retention-col-legal-basis = Legal basis at the source
retention-col-kept = Kept for
retention-col-oldest = Oldest month
retention-col-newest = Newest month
retention-col-over = Months that are over
retention-months = { $n ->
    [one] { $count } month
   *[other] { $count } months
 }
retention-no-rule = No rule
retention-ruled = Set by
retention-new-rule = A new rule
retention-months-after = Whole months after the month of the event
retention-look = See what it means
retention-means = What the rule means
retention-rule = Kept for { $months }, legal basis { $basis }.
retention-would = { $n ->
    [one] { $count } month is over by this rule and will wait for a decision.
   *[other] { $count } months are over by this rule and will wait for a decision.
 }
retention-would-span = The oldest is { $oldest }, the newest { $newest }.
retention-would-nothing = No month is over by this rule now.
retention-erases-nothing = Setting the rule erases nothing.
retention-set = Set the rule
retention-clear = Take the rule away
retention-clear-about = Then no month of the class is over by a rule. What somebody has asked for already stays asked for.
problem-hold-reason = Write a reason of at most { $max } characters, without anybody’s national identity number.
look-hold-seen = An event that is held
own-log-hold = Hold
