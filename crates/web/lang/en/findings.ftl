# Findings: what was seen, what speaks for it and what against.
look-findings = Findings
look-findings-ranked = Users ranked for evaluation
action-read-findings = Saw findings
may-read-findings = See findings and what they rest on
finding-unexplained = { $n ->
    [one] Looked up { $count } person with nothing to explain it; { $expected } expected.
   *[other] Looked up { $count } people with nothing to explain it; { $expected } expected.
 }
finding-pictures = { $n ->
    [one] Fetched pictures of { $count } person; { $expected } expected.
   *[other] Fetched pictures of { $count } people; { $expected } expected.
 }
finding-register = { $n ->
    [one] Looked up { $count } person in the population register without an explanation; { $expected } expected.
   *[other] Looked up { $count } people in the population register without an explanation; { $expected } expected.
 }
finding-sensitive = { $n ->
    [one] Saw sensitive data about { $count } person without an explanation; { $expected } expected.
   *[other] Saw sensitive data about { $count } people without an explanation; { $expected } expected.
 }
finding-people = { $n ->
    [one] Looked up { $count } person in all; { $expected } expected.
   *[other] Looked up { $count } people in all; { $expected } expected.
 }
finding-close-oneself = Looked up their own record.
finding-close-kin = { $count } of them belong to their own family or household.
finding-close-former-address = { $count } of them once had the same address as the user.
finding-close-street = { $count } of them live in the user's street.
finding-close-surname = { $count } of them have the user's surname.
finding-close-colleague = { $count } of them use the systems themselves.
finding-public-eye = { $count } of them are in the public eye.
finding-again = One person was looked up without an explanation on { $count } different days of the last eleven weeks.
finding-own-record-of-another = { $n ->
    [one] The page of one's own record showed somebody else ({ $count } day).
   *[other] The page of one's own record showed somebody else ({ $count } days).
 }
finding-own-change = { $n ->
    [one] Changed their own record ({ $count } day).
   *[other] Changed their own record ({ $count } days).
 }
finding-after-leaving = { $n ->
    [one] The account was used after the employment had ended ({ $count } day).
   *[other] The account was used after the employment had ended ({ $count } days).
 }
finding-in-absence = { $n ->
    [one] The account was used while the user was registered as absent ({ $count } day).
   *[other] The account was used while the user was registered as absent ({ $count } days).
 }
finding-dormant = { $n ->
    [one] An account unused for half a year came into use ({ $count } day).
   *[other] An account unused for half a year came into use ({ $count } days).
 }
finding-foreign-desk = { $n ->
    [one] The account was used from a computer where somebody of another unit sits ({ $count } day).
   *[other] The account was used from a computer where somebody of another unit sits ({ $count } days).
 }
finding-desk-nearby = { $n ->
    [one] The account was used from a colleague's computer of the same unit ({ $count } day).
   *[other] The account was used from a colleague's computer of the same unit ({ $count } days).
 }
finding-two-desks = { $n ->
    [one] The account was used from two computers at once ({ $count } day).
   *[other] The account was used from two computers at once ({ $count } days).
 }
finding-nothing-written = { $n ->
    [one] Nothing was written about { $count } person looked up without an explanation.
   *[other] Nothing was written about any of the { $count } people looked up without an explanation.
 }
finding-explained = { $n ->
    [one] { $count } other person was looked up with an explanation.
   *[other] { $count } other people were looked up with an explanation.
 }
finding-written = Something was written about { $count } of them.
finding-usual-places = { $count } of them belong to departments that the user or colleagues often look into.
finding-unrecorded-work = There was as much work as usual, but little of it is registered: perhaps a job that nobody entered.
finding-missing-relations = The directory has no cases, appointments or other relations: it cannot explain look-ups by them.
finding-missing-assignments = The directory has no loans, duties or teams: it cannot explain look-ups by them.
finding-nothing-against = Nothing speaks against it.
