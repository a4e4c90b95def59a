# Holds, and how long what came is kept.
cli-hold-added = The event is held: no. { $number }.
cli-hold-released = Hold no. { $number } is released.
cli-retention-tried = Nothing is set. Set the rule without --try-only.
cli-retention-set = The rule of retention class { $class } is set.
cli-retention-cleared = The rule of retention class { $class } is taken away.
