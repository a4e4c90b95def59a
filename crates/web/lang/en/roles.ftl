# Who has which role, and the rules for it.

action-read-duties = Saw who has which role
action-give-first-duties = Gave the first roles
action-propose-duty = Proposed a role for somebody
action-approve-duty = Decided on a proposed role
action-end-duty = Took a role from somebody
action-read-rules = Read the rules of who may do what
