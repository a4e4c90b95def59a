# Findings: what was seen, what speaks for it and what against.
look-findings = Findings
look-findings-ranked = Users ranked for evaluation
action-read-findings = Saw findings
may-read-findings = See findings and what they rest on
finding-unexplained = { $n ->
    [one] Looked up { $count } person with nothing to explain it; { $expected } expected.
   *[other] Looked up { $count } people with nothing to explain it; { $expected } expected.
 }
finding-pictures = { $n ->
    [one] Fetched pictures of { $count } person; { $expected } expected.
   *[other] Fetched pictures of { $count } people; { $expected } expected.
 }
finding-register = { $n ->
    [one] Looked up { $count } person in the population register without an explanation; { $expected } expected.
   *[other] Looked up { $count } people in the population register without an explanation; { $expected } expected.
 }
finding-sensitive = { $n ->
    [one] Saw sensitive data about { $count } person without an explanation; { $expected } expected.
   *[other] Saw sensitive data about { $count } people without an explanation; { $expected } expected.
 }
finding-people = { $n ->
    [one] Looked up { $count } person in all; { $expected } expected.
   *[other] Looked up { $count } people in all; { $expected } expected.
 }
finding-close-oneself = Looked up their own record.
finding-close-kin = { $count } of them belong to their own family or household.
finding-close-former-address = { $count } of them once had the same address as the user.
finding-close-street = { $count } of them live in the user's street.
finding-close-surname = { $count } of them have the user's surname.
finding-close-colleague = { $count } of them use the systems themselves.
finding-public-eye = { $count } of them are in the public eye.
finding-again = One person was looked up without an explanation on { $count } different days of the last eleven weeks.
finding-own-record-of-another = { $n ->
    [one] The page of one's own record showed somebody else ({ $count } day).
   *[other] The page of one's own record showed somebody else ({ $count } days).
 }
finding-own-change = { $n ->
    [one] Changed their own record ({ $count } day).
   *[other] Changed their own record ({ $count } days).
 }
finding-after-leaving = { $n ->
    [one] The account was used after the employment had ended ({ $count } day).
   *[other] The account was used after the employment had ended ({ $count } days).
 }
finding-in-absence = { $n ->
    [one] The account was used while the user was registered as absent ({ $count } day).
   *[other] The account was used while the user was registered as absent ({ $count } days).
 }
finding-dormant = { $n ->
    [one] An account unused for half a year came into use ({ $count } day).
   *[other] An account unused for half a year came into use ({ $count } days).
 }
finding-foreign-desk = { $n ->
    [one] The account was used from a computer where somebody of another unit sits ({ $count } day).
   *[other] The account was used from a computer where somebody of another unit sits ({ $count } days).
 }
finding-desk-nearby = { $n ->
    [one] The account was used from a colleague's computer of the same unit ({ $count } day).
   *[other] The account was used from a colleague's computer of the same unit ({ $count } days).
 }
finding-two-desks = { $n ->
    [one] The account was used from two computers at once ({ $count } day).
   *[other] The account was used from two computers at once ({ $count } days).
 }
finding-nothing-written = { $n ->
    [one] Nothing was written about { $count } person looked up without an explanation.
   *[other] Nothing was written about any of the { $count } people looked up without an explanation.
 }
finding-explained = { $n ->
    [one] { $count } other person was looked up with an explanation.
   *[other] { $count } other people were looked up with an explanation.
 }
finding-written = Something was written about { $count } of them.
finding-usual-places = { $count } of them belong to departments that the user or colleagues often look into.
finding-unrecorded-work = There was as much work as usual, but little of it is registered: perhaps a job that nobody entered.
finding-missing-relations = The directory has no cases, appointments or other relations: it cannot explain look-ups by them.
finding-missing-assignments = The directory has no loans, duties or teams: it cannot explain look-ups by them.
finding-nothing-against = Nothing speaks against it.
nav-findings = Findings
tab-findings = Findings
tab-findings-settled = Settled needs
tab-findings-records = Errors in the records
look-findings-kept = The list of findings
look-findings-settled = Settled needs
look-findings-records = Errors in the records
look-finding = A finding
look-finding-opened = Opened a finding
look-finding-decided = Decided on a finding
action-decide-finding = Decided on a finding
may-decide-finding = Decide what becomes of a finding
action-evaluate-log = Evaluated the log
may-evaluate-log = Have the log evaluated
rule-reviewer-decides-findings = Log reviewers decide what becomes of findings: explained, followed, or a case.
rule-log-is-evaluated = Log reviewers and the head of log review can have the log evaluated. What it gives, only log reviewers see.
found-word = Finding
found-word-decision = Decision
found-number = Finding { $number }
found-user = a user
found-user-in = user in { $unit }
found-fair = A look-up here is not in itself a breach. Whoever is named may have needed it for the job; what you look at here is logged.
found-waiting = { $n ->
    [one] { $count } finding waits for a decision.
   *[other] { $count } findings wait for a decision.
 }
front-no-findings = No findings wait.
front-open-findings = See the findings
found-evaluated = The log was last evaluated { $when }, for { $from } to { $to }: { $weeks } user-weeks were judged, and { $reported } of them are reported.
found-rule = Of what is reported, at most about one in five is expected to be ordinary work.
found-due = Since then the log is complete up to { $to }: what is new is judged tonight.
found-never = The log has not been evaluated yet. That is done each night, as soon as a week is over.
found-runs = The log is being evaluated now. Reload the page in a while.
found-evaluate = Evaluate the log now
found-none-yet = Findings stand here once the log has been evaluated.
found-col-finding = Finding
found-col-what = What
found-col-when = When
found-col-state = State
found-col-kind = Mostly about
found-col-unit = Unit
found-col-weeks = Weeks
found-col-people = People without explanation
found-col-expected = Expected
found-col-until = Holds until
found-col-decided = Decided
found-col-decided-by = Decided by
found-col-systems = Systems
found-col-missing = Missing from the directory
found-col-said = What was wrong or missing
found-col-week-alone = The week alone
found-col-together = All since following began
found-weeks = { $n ->
    [one] { $count } week
   *[other] { $count } weeks
 }
found-state-open = Waits for a decision
found-state-followed = Followed over time
found-state-explained = Explained
found-state-case = Became a case
found-act-opened = Opened
found-act-followed = Followed over time
found-act-need = Explained: need established
found-act-records-error = Explained: error in the records
found-act-unclear = Unclear
found-act-case = Became a case
found-act-undone = The decision was taken back
found-how-need = The job needed it. The same (same user, people and reason) gives no new finding for half a year.
found-how-records-error = The records are wrong or lack something. It then stands in the list of errors, not against the user.
found-how-unclear = It cannot be cleared up.
found-until = Holds until { $day }
found-kind-unexplained = Look-ups without explanation
found-kind-again = The same person again and again
found-kind-public_eye = People in the public eye
found-kind-pictures = Many pictures
found-kind-register = Look-ups in the population register
found-kind-sensitive = Sensitive data
found-kind-people = Many people
found-kind-oneself = Own record
found-kind-kin = Family or household
found-kind-former_address = Formerly shared address
found-kind-street = Same street
found-kind-surname = Same surname
found-kind-colleague = Colleagues
found-kind-own_record_of_another = Own page showed somebody else
found-kind-own_change = Change of own record
found-kind-after_leaving = Use after leaving
found-kind-in_absence = Use in absence
found-kind-dormant_account = Dormant account
found-kind-foreign_desk = Computer of another unit
found-kind-desk_nearby = A colleague’s computer
found-kind-two_desks = Two computers at once
found-fallen = Its ground has fallen away
found-fallen-week = The ground for the week from { $day } has fallen away by what became known since. Now it says: { $now }
found-fallen-nothing = nothing without explanation.
found-week-reported = Reported
found-week-followed = Followed, not reported
found-week-of-finding = The week is part of the finding
found-for = Speaks for it
found-against = Speaks against it
found-more-for = More of what speaks for it
found-likely = Such a week is about { $times } times as likely under unwarranted use as in ordinary work.
found-likely-more = Such a week is more than { $times } times as likely under unwarranted use as in ordinary work.
found-likely-alike = Such a week is no likelier under unwarranted use than in ordinary work.
found-likely-how = The figure is the weight of the week, divided by what the weeks of all users weighed on average in the 13 weeks before. It is an estimate and no proof: it does not say that the user did anything wrong.
found-followed-nothing = Followed since { $day }. No whole week has been judged since.
found-followed-not-yet = Followed since { $day }. All weeks since then together: { $likely } That is not enough to call it strengthened.
found-followed-strengthened = Strengthened. Followed since { $day }. All weeks since then together: { $likely }
found-picture = People without explanation, week by week
found-picture-note = The user’s own normal week has { $median }; the band runs from { $low } to { $high }. Weeks of the finding have a diamond.
found-people = Whom it is about
found-people-none = It is about nobody in particular.
found-people-all = { $n ->
    [one] { $count } person.
   *[other] { $count } people.
 }
found-people-cut = { $n ->
    [one] { $count } person, here { $shown }.
   *[other] { $count } people, here the { $shown } that say most.
 }
found-events = The single events
found-events-all = { $n ->
    [one] { $count } event.
   *[other] { $count } events.
 }
found-others = Other findings and cases about the user
found-acts = What was done
found-next = What becomes of it?
found-open-title = Open the finding
found-open = Open
found-open-about = Who the user is, is shown once you have written what for. It is logged with your name.
found-explain = Explained …
found-explain-about = Say what explains the look-ups, and how you know. You can take it back for { $hours } hours.
found-explained-how = What kind of explanation is it?
found-follow = Follow over time
found-follow-about = All weeks to come are added, also those that are not reported. You can take it back for { $hours } hours.
found-undo = Take the decision back
found-undo-about = The finding waits again. Both the decision and that it was taken back remain. It can be done for { $hours } hours.
found-join-case = Add to the open case
found-decide = Save the decision
found-reason = Reason
found-missing = Not in the directory: { $files }
found-settled-lead = What is settled here gives no new finding before the date: same user, same people, same reason.
found-settled-none = Nothing is settled at present.
found-records-lead = Look-ups that seemed unexplained because the records were wrong or lacked something. They are about the systems, not the users.
found-records-none = No errors were reported.
found-case-text = Finding { $number }, { $days }. { $for } { $against }
found-case-against = Against: { $against }
problem-no-such-finding = There is no such finding, or it is not yours to see.
problem-finding-erased = Whom the finding is about has been erased.
problem-finding-decision = Choose what is to become of the finding.
problem-finding-not-now = It cannot be decided like that now. Reload the page.
problem-finding-not-opened = Open the finding first.
problem-finding-reason = Write a reason of { $max } characters at most.
problem-finding-taken = Somebody else did something about the finding at the same time. Reload the page.
problem-evaluation = The evaluation could not be started.
problem-evaluation-nothing = The log has no whole week that can be judged yet.
problem-evaluation-runs = The log is being evaluated already.
