# Fund: hvad der blev set, og hvad der taler for og imod.
look-findings = Fund
look-findings-ranked = Brugere rangeret til evaluering
action-read-findings = Så fund
may-read-findings = Se fund og hvad de bygger på
finding-unexplained = { $n ->
    [one] Slog { $count } person op, uden at noget forklarer det; forventet { $expected }.
   *[other] Slog { $count } personer op, uden at noget forklarer det; forventet { $expected }.
 }
finding-pictures = { $n ->
    [one] Hentede billeder af { $count } person; forventet { $expected }.
   *[other] Hentede billeder af { $count } personer; forventet { $expected }.
 }
finding-register = { $n ->
    [one] Slog { $count } person op i folkeregistret uden forklaring; forventet { $expected }.
   *[other] Slog { $count } personer op i folkeregistret uden forklaring; forventet { $expected }.
 }
finding-sensitive = { $n ->
    [one] Så følsomme oplysninger om { $count } person uden forklaring; forventet { $expected }.
   *[other] Så følsomme oplysninger om { $count } personer uden forklaring; forventet { $expected }.
 }
finding-people = { $n ->
    [one] Slog { $count } person op i alt; forventet { $expected }.
   *[other] Slog { $count } personer op i alt; forventet { $expected }.
 }
finding-close-oneself = Slog sig selv op.
finding-close-kin = { $count } af dem er i egen familie eller husstand.
finding-close-former-address = { $count } af dem har tidligere haft samme adresse som brugeren.
finding-close-street = { $count } af dem bor på samme vej som brugeren.
finding-close-surname = { $count } af dem har samme efternavn som brugeren.
finding-close-colleague = { $count } af dem er selv brugere af systemerne.
finding-public-eye = { $count } af dem er i offentlighedens søgelys.
finding-again = Én person blev slået op uden forklaring på { $count } forskellige dage i de seneste elleve uger.
finding-own-record-of-another = { $n ->
    [one] Siden for egne oplysninger viste en anden person ({ $count } dag).
   *[other] Siden for egne oplysninger viste en anden person ({ $count } dage).
 }
finding-own-change = { $n ->
    [one] Ændrede oplysninger om sig selv ({ $count } dag).
   *[other] Ændrede oplysninger om sig selv ({ $count } dage).
 }
finding-after-leaving = { $n ->
    [one] Kontoen blev brugt efter at ansættelsen var ophørt ({ $count } dag).
   *[other] Kontoen blev brugt efter at ansættelsen var ophørt ({ $count } dage).
 }
finding-in-absence = { $n ->
    [one] Kontoen blev brugt, mens brugeren var registreret fraværende ({ $count } dag).
   *[other] Kontoen blev brugt, mens brugeren var registreret fraværende ({ $count } dage).
 }
finding-dormant = { $n ->
    [one] En konto, der ikke havde været brugt i et halvt år, blev taget i brug ({ $count } dag).
   *[other] En konto, der ikke havde været brugt i et halvt år, blev taget i brug ({ $count } dage).
 }
finding-foreign-desk = { $n ->
    [one] Kontoen blev brugt fra en pc, hvor nogen i en anden enhed sidder ({ $count } dag).
   *[other] Kontoen blev brugt fra en pc, hvor nogen i en anden enhed sidder ({ $count } dage).
 }
finding-desk-nearby = { $n ->
    [one] Kontoen blev brugt fra en kollegas pc i samme enhed ({ $count } dag).
   *[other] Kontoen blev brugt fra en kollegas pc i samme enhed ({ $count } dage).
 }
finding-two-desks = { $n ->
    [one] Kontoen blev brugt fra to pc'er samtidig ({ $count } dag).
   *[other] Kontoen blev brugt fra to pc'er samtidig ({ $count } dage).
 }
finding-nothing-written = { $n ->
    [one] Intet blev registreret om { $count } person, der blev slået op uden forklaring.
   *[other] Intet blev registreret om nogen af de { $count } personer, der blev slået op uden forklaring.
 }
finding-explained = { $n ->
    [one] { $count } anden person blev slået op med en forklaring.
   *[other] { $count } andre personer blev slået op med en forklaring.
 }
finding-written = Om { $count } af dem blev der registreret noget.
finding-usual-places = { $count } af dem hører til afdelinger, som brugeren eller kollegerne ofte slår op i.
finding-unrecorded-work = Der var så meget arbejde som sædvanligt, men lidt af det er registreret: måske en opgave, der ikke blev ført.
finding-missing-relations = Kataloget har ingen sager, aftaler eller andre forhold: det kan ikke forklare opslag med dem.
finding-missing-assignments = Kataloget har ingen udlån, vagter eller team: det kan ikke forklare opslag med dem.
finding-nothing-against = Intet taler imod.
