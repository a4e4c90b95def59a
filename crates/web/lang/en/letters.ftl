# What leaves on paper: the file of a case, letters, the extract for whoever asks who looked at them.
case-paper = The file of the case on paper (PDF)
letter-to-user = Letter to the user (PDF)
form-pdf = as a PDF
print-work = Work
print-page = page { $page } of { $pages }
print-state = made from the log as it was at { $size } entries, { $root }
problem-print = The document could not be made. The fault is ours; try again later.

letter-reference = Our ref.: { $number }
letter-question-title = Questions about look-ups you made
letter-question-lead = We check look-ups in our systems, and have some questions about look-ups made with your user account. A question does not say that anything is wrong; your answer is part of the case, on a par with everything else in it.
letter-question-asked = We ask
letter-question-until = Answer by { $day } on the page “My look-ups” in Tilsyn, or in writing to whoever sent this letter.
letter-question-next = Answer on the page “My look-ups” in Tilsyn, or in writing to whoever sent this letter.
letter-withdrawn-title = Your authorisation is withdrawn
letter-withdrawn-lead = After a check of look-ups made with your user account your authorisation is withdrawn.
letter-withdrawn-next = If you need the access in your work, take it up with your manager. What is withdrawn also stands on the page “My look-ups” in Tilsyn.
letter-closed-title = The case about your look-ups has ended
letter-closed-lead = The case about look-ups made with your user account, in which you were asked, has ended.
letter-closed-next = What you were asked and answered stands on the page “My look-ups” in Tilsyn.
letter-your-rights = You have the right to see what is stored about you, and may ask for it to be put right (GDPR, articles 15 and 16).

extract-way = Letter to the person
extract-way-lead = For whoever asks who looked them up (GDPR, article 15), for the period above.
extract-way-units = Letter with units (PDF)
extract-way-names = Letter with names of employees (PDF), where the law gives a right to it
extract-title = Who looked you up
extract-subject = Look-ups in the period { $period }
extract-lead = This says which of us looked you up in the period { $period }.
extract-lookups = { $n ->
    [0] Nobody looked you up in this period.
    [one] There was one look-up.
   *[other] There were { $count } look-ups.
}
extract-withheld = { $n ->
    [one] One look-up is being looked into now, and is therefore not listed. You can ask for it again when that is over (GDPR, article 23).
   *[other] { $count } look-ups are being looked into now, and are therefore not listed. You can ask for them again when that is over (GDPR, article 23).
}
extract-table = Who looked you up
extract-col-day = Day
extract-col-unit = Unit
extract-col-who = Who
extract-col-system = System
extract-col-shown = What was shown
extract-col-times = Look-ups
extract-cut = { $n ->
   *[other] The first { $shown } of { $count } lines are here. Ask for a shorter period to see the rest.
}
extract-who-withheld = somebody who works for us
extract-means = What it means
extract-means-lookup = A look-up is when an employee opened information about you. Most are made because somebody is working on your case.
extract-means-system = What systems do by themselves is left out.
extract-means-units = You see the unit, not the employee’s name. If you need the name to defend your rights, you can ask for it.
extract-means-names = Names of employees are given to you. Use them to defend your rights only.
extract-do = What you can do
extract-do-ask = If you do not recognise a unit, ask us to look into it.
extract-do-complain = If you think that somebody looked without a reason, you can complain to us and to the supervisory authority.
extract-made = Made { $at }.
problem-letter-own = You looked this person up yourself in the period. Somebody else has to make the letter.
problem-letter-long = There are too many look-ups for one letter (more than { $max }). Choose a shorter period.
