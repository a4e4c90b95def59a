# Funn på kommandolinjen.
cli-findings-none = Ingen funn i perioden.
cli-col-rank = Nr.
cli-col-evidence = Evidens
cli-col-reason = Hva som taler for
cli-col-counter = Hva som taler imot
cli-evaluated = { $from } til { $to }: { $weeks } brukeruker vurdert, { $reported } rapportert, { $opened } nye funn, { $settled } avklart fra før.
