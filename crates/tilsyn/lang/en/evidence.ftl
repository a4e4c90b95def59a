# Evidence of one event: what was opened, and how to check it.
cli-prove-done = Evidence of entry { $index }, under the checkpoint over { $size } entries, goes to { $path }.
cli-prove-opened = Opened: { $parts }
cli-prove-shut = Not opened: { $parts }
cli-prove-erased = Erased, cannot be opened: { $parts }
cli-prove-nothing = nothing
cli-prove-check = Check it with: tilsyn-verify --proof { $path } --key { $key }
cli-not-an-event = Write the source system and the event id with a colon between: SOURCE:ID.
cli-out-exists = --out: { $path } exists already. Choose another name.
