# Holds, and how long what came is kept.
cli-hold-added = Händelsen hålls kvar: nr { $number }.
cli-hold-released = Kvarhållning nr { $number } är hävd.
cli-retention-tried = Ingenting är satt. Sätt regeln utan --try-only.
cli-retention-set = Regeln för gallringsklass { $class } är satt.
cli-retention-cleared = Regeln för gallringsklass { $class } är borttagen.
