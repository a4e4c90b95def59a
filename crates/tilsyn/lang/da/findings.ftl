# Fund på kommandolinjen.
cli-findings-none = Ingen fund i perioden.
cli-col-rank = Nr.
cli-col-evidence = Evidens
cli-col-reason = Hvad der taler for
cli-col-counter = Hvad der taler imod
cli-evaluated = { $from } til { $to }: { $weeks } brugeruger vurderet, { $reported } rapporteret, { $opened } nye fund, { $settled } afklaret før.
