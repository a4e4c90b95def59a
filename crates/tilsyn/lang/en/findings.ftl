# Findings on the command line.
cli-findings-none = No findings in this period.
cli-col-rank = No.
cli-col-evidence = Evidence
cli-col-reason = What speaks for it
cli-col-counter = What speaks against it
cli-evaluated = { $from } to { $to }: { $weeks } user-weeks judged, { $reported } reported, { $opened } new findings, { $settled } settled before.
