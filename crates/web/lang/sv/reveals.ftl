# Visning av vem någon är, av ett skäl.
tab-reveals = Skyddade personer
name-protected = Skyddad person
reveal-open = Visa hela personnumret
reveal-about = Skriv vad du behöver det till. Då står det på den här sidan och i filerna från den, bara för dig, i { $minutes } minuter. Skälet står i Tilsyns logg.
reveal-open-protected = Be att få se vem det är
reveal-about-protected = Registret skyddar den här personen. Skriv vad du behöver namnet till; någon annan måste bekräfta det inom { $minutes } minuter. Då står namn och nummer här, bara för dig, lika länge.
reveal-reason = Vad du behöver det till
reveal-until = Visas för dig till { $until }.
reveal-waits = Väntar på att någon annan bekräftar det, till { $until }.
reveals-title = Visning av skyddade personer
reveals-waiting = { $n ->
    [0] Ingen väntar.
    [one] En väntar.
   *[other] { $count } väntar.
 }
reveals-lead = Den som ber om det säger varför, och någon annan bekräftar det inom { $minutes } minuter. Annars faller det bort.
reveals-line = { $who } bad om det { $asked }; faller bort { $until }
reveals-person = Slagningarna på den här personen
reveals-confirm = Bekräfta att det behövs
reveals-own = Du har själv bett om det. Någon annan måste bekräfta det.
front-reveals = { $n ->
    [one] En väntar på att någon annan bekräftar att en skyddad person visas.
   *[other] { $count } väntar på att någon annan bekräftar att en skyddad person visas.
 }
front-open-reveals = Läs och bekräfta
action-reveal-person = Bad att få se vem någon är
action-confirm-reveal = Bekräftade att någon visas
may-reveal-person = Få se personnummer och skyddade personer när det finns skäl
may-confirm-reveal = Bekräfta att någon annan får se vem registret skyddar
look-reveal-asked = Bad att få se en skyddad person
look-reveal-confirmed = Bekräftade att en skyddad person visas
look-revealed = Ett personnummer
look-reveals = Vilka som bad att få se skyddade personer
own-log-for = För
rule-second-confirms-reveal = Loggranskare, den ansvariga för loggranskningen och dataskyddsombud bekräftar att någon annan får se vem registret skyddar.
rule-another-confirms-reveal = Ingen bekräftar det de själva har bett om.
problem-reveal-reason = Skriv vad du behöver det till, med högst { $max } tecken.
problem-reveal-late = Det har fallit bort, eller så har någon redan bekräftat det.
problem-reveal-own = Du har själv bett om det. Någon annan måste bekräfta det.
problem-proof-protected = Händelsen namnger någon som registret skyddar. Be att få se vem det är på personens sida, eller lämna bara ut handlingen.
problem-reveals-many = Du har { $max } visningar öppna och kan inte ha fler samtidigt. De upphör efter hand; försök igen senare.
