# Showing who somebody is, for a reason.
tab-reveals = Protected people
name-protected = Protected person
reveal-open = Show the whole national identity number
reveal-about = Say what you need it for. It then stands on this page and in its files, for you alone, for { $minutes } minutes. The reason stands in the log of Tilsyn.
reveal-open-protected = Ask to be shown who this is
reveal-about-protected = The register protects this person. Say what you need the name for; a second person confirms it within { $minutes } minutes. Then name and number stand here, for you alone, for as long.
reveal-reason = What you need it for
reveal-until = Shown to you until { $until }.
reveal-waits = Waits for a second person to confirm it, until { $until }.
reveals-title = Showing whom the register protects
reveals-waiting = { $n ->
    [0] Nobody waits.
    [one] One request waits.
   *[other] { $count } requests wait.
 }
reveals-lead = Whoever asks says why, and somebody else confirms it within { $minutes } minutes, or it lapses.
reveals-line = { $who } asked at { $asked }; lapses at { $until }
reveals-person = The look-ups of this person
reveals-confirm = Confirm that it is needed
reveals-own = You asked for it yourself. Somebody else has to confirm it.
front-reveals = { $n ->
    [one] Somebody waits for a second person to confirm that a protected person is shown.
   *[other] { $count } wait for a second person to confirm that a protected person is shown.
 }
front-open-reveals = Read and confirm
action-reveal-person = Asked to be shown who somebody is
action-confirm-reveal = Confirmed that somebody is shown
may-reveal-person = Be shown national identity numbers, and whom the register protects, for a reason
may-confirm-reveal = Confirm that somebody else is shown whom the register protects
look-reveal-asked = Asked to be shown a protected person
look-reveal-confirmed = Confirmed that a protected person is shown
look-revealed = A national identity number
look-reveals = Who asked to be shown protected people
own-log-for = For
rule-second-confirms-reveal = Log reviewers, the head of review and data protection officers confirm that somebody else is shown whom the register protects.
rule-another-confirms-reveal = Nobody confirms what they asked for themselves.
problem-reveal-reason = Say what you need it for, in at most { $max } characters.
problem-reveal-late = It has lapsed, or somebody has confirmed it already.
problem-reveal-own = You asked for it yourself. Somebody else has to confirm it.
problem-proof-protected = The event names somebody whom the register protects. Ask on that person’s page to be shown who it is, or give out the act alone.
problem-reveals-many = You have { $max } people shown or asked for, and cannot have more at a time. They lapse one after the other; try again later.
