# Holds, and how long what came is kept.
cli-hold-added = Hendelsen holdes tilbake: nr. { $number }.
cli-hold-released = Tilbakeholdelse nr. { $number } er opphevet.
cli-retention-tried = Ingenting er satt. Sett regelen uten --try-only.
cli-retention-set = Regelen for lagringsklasse { $class } er satt.
cli-retention-cleared = Regelen for lagringsklasse { $class } er fjernet.
