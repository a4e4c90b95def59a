# Random samples of look-ups.
cli-sample-drawn = { $size } of { $population } look-ups are drawn.
cli-sample-seed-ledger = Seed, from the log itself: { $seed }
cli-sample-seed-given = Seed, given by whoever drew, so this is no official sample: { $seed }
cli-sample-promise = Had { $lookups } or more of the { $population } look-ups ({ $share }) lacked a need to know, this sample would have shown at least one of them with a probability of 95 percent, if the reviewer recognises each.
cli-sample-all = { $n ->
    [one] The period has only { $count } look-up, and it is drawn.
   *[other] The period has only { $count } look-ups, and all are drawn.
 }
cli-sample-items-kept = Which look-ups they are, only log reviewers are shown. They get the same with the same command.
cli-bad-rate = --detect: Write a share above 0 and at most 1, with at most nine decimals, such as 0.01 for one percent.
cli-strata-drawn = { $items } look-ups are drawn of { $population }, group by group.
cli-strata-list = SHA-256 of the list: { $list }
cli-strata-kept = The sample is number { $number }; its look-ups are judged in the browser.
