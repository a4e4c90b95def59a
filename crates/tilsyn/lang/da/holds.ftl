# Holds, and how long what came is kept.
cli-hold-added = Hændelsen holdes tilbage: nr. { $number }.
cli-hold-released = Tilbageholdelse nr. { $number } er ophævet.
cli-retention-tried = Intet er sat. Sæt reglen uden --try-only.
cli-retention-set = Reglen for opbevaringsklasse { $class } er sat.
cli-retention-cleared = Reglen for opbevaringsklasse { $class } er fjernet.
