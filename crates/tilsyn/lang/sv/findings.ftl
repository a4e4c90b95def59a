# Fynd på kommandoraden.
cli-findings-none = Inga fynd i perioden.
cli-col-rank = Nr
cli-col-evidence = Evidens
cli-col-reason = Vad som talar för
cli-col-counter = Vad som talar emot
cli-evaluated = { $from } till { $to }: { $weeks } användarveckor bedömda, { $reported } rapporterade, { $opened } nya fynd, { $settled } klarlagda sedan tidigare.
