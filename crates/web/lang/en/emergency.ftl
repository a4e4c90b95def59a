# Emergency login: two codes on paper, for when the sign-in service does not answer.
tab-emergency = Emergency logins
emergency-title = Emergency logins
emergency-waiting = { $n ->
    [0] No use waits to be reviewed.
    [one] One use waits to be reviewed.
   *[other] { $count } uses wait to be reviewed.
 }
emergency-lead = An emergency login is made of two codes on paper: one made by whoever is to sign in, the other by a head of log review. Together they open one session of one hour, when the sign-in service does not answer.
emergency-none = Nobody has an emergency login. Whoever must be able to sign in during an emergency makes the first half on the page “My look-ups”.
emergency-of-whom = Emergency login of { $name }
emergency-first-made = First half made { $at }
emergency-second-made = Second half made { $at } by { $name }
emergency-second-missing = The second half is missing, so it opens nothing yet
emergency-used = Used { $at }
emergency-reviewed = Reviewed { $at } by { $name }
emergency-not-reviewed = The use has not been reviewed
emergency-reason-was = Reason: { $reason }
emergency-remark-was = The review: { $remark }
emergency-make-second = Make the second half
emergency-review-how = What was done in the session is marked “emergency login” on the page “Look-ups in Tilsyn”, which log reviewers see.
emergency-remark = What the review found
emergency-sign = Sign the review
emergency-first-title = First half
emergency-second-title = Second half
emergency-once = The code is shown only now. Print it or write it down before you leave this page.
emergency-of = Emergency login of
emergency-user = User name in Tilsyn
emergency-where = To be used on the page
emergency-paper-first = Put the sheet in a sealed envelope where only you can get at it. A head of log review makes the second half and keeps it elsewhere. If you make a new first half, none of the old ones count.
emergency-paper-second = Put the sheet in a sealed envelope where the owner of the emergency login cannot get at it alone. It opens nothing without the first half.
emergency-done = The sheet is sealed
my-emergency-title = Emergency login
my-emergency-about = For when the sign-in service does not answer. It gives one session of one hour, with the roles you have.
my-emergency-none = You have none.
my-emergency-half = The first half was made { $at }. A head of log review has to make the second half before it can be used.
my-emergency-ready = It is ready for use; the second half was made { $at }.
my-emergency-make = Make the first half
my-emergency-again = Make a new first half
sign-in-by-codes = The sign-in service does not answer: use an emergency login
by-codes-title = Emergency login
by-codes-lead = Only when the sign-in service does not answer. You need both codes. They can be used once.
by-codes-reason = Why it is needed
by-codes-enter = Sign in for one hour
by-codes-told = The heads of log review, the log reviewers and the data protection officer are told, and what you do will be reviewed.
strip-emergency = Emergency login: the session lasts one hour at most, and everything you do is reviewed afterwards.
front-emergencies = { $n ->
    [one] One use of an emergency login has not been reviewed.
   *[other] { $count } uses of emergency logins have not been reviewed.
 }
front-open-emergencies = Review
own-log-emergency = emergency login
notice-title-emergency-used = An emergency login was used in Tilsyn
notice-emergency-used = Somebody has used an emergency login in Tilsyn. The use has to be reviewed.
look-emergency = Emergency logins
look-emergency-first = Made the first half of an emergency login
look-emergency-second = Made the second half of an emergency login
look-emergency-reviewed = Reviewed the use of an emergency login
look-signed-in-by-codes = Signed in by an emergency login
action-read-emergency = Saw emergency logins
action-make-first-half = Made the first half of an emergency login
action-make-second-half = Made the second half of an emergency login
action-review-emergency = Reviewed the use of an emergency login
may-read-emergency = See who has an emergency login, and when one was used
may-make-first-half = Make the first half of their own emergency login
may-make-second-half = Make the second half of somebody else’s emergency login
may-review-emergency = Review the use of an emergency login
rule-who-answers-keeps-first-half = Whoever has to come in even when the sign-in service is down makes the first half of their own emergency login. It gives nobody more than the roles they have.
rule-head-makes-second-half = The head of log review makes the second half.
rule-emergency-is-reviewed = Log reviewers, the head of log review and data protection officers review each use of an emergency login.
rule-no-second-half-for-oneself = Nobody makes both halves of their own emergency login.
rule-another-reviews-emergency = A use is reviewed by somebody who had neither half.
problem-emergency-wrong = The user name and the two codes open nothing. Check that both are typed as they stand on paper; a code can be used once.
problem-emergency-no-half = This emergency login has been used already.
problem-emergency-reviewed = There is no use here that waits to be reviewed.
problem-no-such-emergency = There is no such emergency login.
problem-emergency-second-own = You do not make the second half of your own emergency login. Another head of log review has to.
problem-emergency-review-own = You had one of the halves yourself. Somebody else has to review the use.
own-log-file-emergency = Emergency login
emergency-make-second-again = Make a new second half
