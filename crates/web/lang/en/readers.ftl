# The own log, gone through reader by reader.
readers-title = Review of looks in Tilsyn
readers-heading = Who looked at what, { $month }
readers-lead = What each reader looked at is gone through by another log reviewer, who says what came of it.
readers-none = Nobody looked at anything in this month.
readers-all-reviewed = All are reviewed.
readers-waiting = { $n ->
    [one] One reader waits to be reviewed.
   *[other] { $count } readers wait to be reviewed.
}
readers-col-reader = Reader
readers-col-people = People opened
readers-col-looks = Looks
readers-col-searches = Searches
readers-col-files = Files
readers-col-refused = Refused
readers-col-reviewed = Reviewed
readers-warned = { $n ->
    [one] warned once
   *[other] warned { $count } times
}
readers-not-yet = Not yet
readers-by-others = By somebody else
readers-by-others-lead = These are your own looks, or those of somebody who reviewed yours. Somebody else has to do it.
readers-before = The month before
readers-after = The month after
reader-heading = { $name }, { $month }
reader-people = { $n ->
    [0] No person was opened.
    [one] One person was opened.
   *[other] { $count } people were opened.
}
reader-looks = { $n ->
    [one] One look
   *[other] { $count } looks
}
reader-looks-cut = { $n ->
   *[other] The { $shown } newest of { $count } looks; the rest stands in the log.
}
reader-list = Looks
reader-review = Review
reader-remark = What came of it
reader-remark-about = For instance what was tried out, and that it belongs to cases. Write no national id. What you write cannot be changed.
reader-sign = Sign the review
own-log-month = Month
look-readers = The readers of a month
look-reader = What a reader looked at
look-looks-reviewed = Reviewed what a reader looked at
action-review-looks = Reviewed what others looked at
may-review-looks = Review what others looked at
rule-reviewer-reviews-looks = Log reviewers review what other readers looked at.
rule-no-review-of-own-looks = Nobody reviews their own looks.
rule-no-pair-reviews-each-other = Two log reviewers do not review each other’s looks.
problem-looks-remark = Write what came of it, at most { $max } characters, with fewer than nine digits in all.
problem-looks-month = The month is not over yet.
problem-no-such-reader = Nobody looked at anything under that name in that month.
problem-looks-own = You do not review your own looks.
problem-looks-pair = This reader has reviewed your looks. Somebody else has to review theirs.
