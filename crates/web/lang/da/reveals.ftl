# Visning af, hvem nogen er, af en grund.
tab-reveals = Beskyttede personer
name-protected = Beskyttet person
reveal-open = Vis hele cpr-nummeret
reveal-about = Skriv, hvad du skal bruge det til. Så står det på denne side og i filerne fra den, kun for dig, i { $minutes } minutter. Grunden står i Tilsyns log.
reveal-open-protected = Bed om at få vist, hvem det er
reveal-about-protected = Registret beskytter denne person. Skriv, hvad du skal bruge navnet til; en anden skal bekræfte det inden { $minutes } minutter. Så står navn og nummer her, kun for dig, lige så længe.
reveal-reason = Hvad du skal bruge det til
reveal-until = Vises for dig til { $until }.
reveal-waits = Venter på, at en anden bekræfter det, til { $until }.
reveals-title = Visning af beskyttede personer
reveals-waiting = { $n ->
    [0] Ingen venter.
    [one] Én venter.
   *[other] { $count } venter.
 }
reveals-lead = Den, der beder om det, siger hvorfor, og en anden bekræfter det inden { $minutes } minutter. Ellers bortfalder det.
reveals-line = { $who } bad om det { $asked }; bortfalder { $until }
reveals-person = Opslagene på denne person
reveals-confirm = Bekræft, at det er nødvendigt
reveals-own = Du har selv bedt om det. En anden skal bekræfte det.
front-reveals = { $n ->
    [one] Én venter på, at en anden bekræfter, at en beskyttet person vises.
   *[other] { $count } venter på, at en anden bekræfter, at en beskyttet person vises.
 }
front-open-reveals = Læs og bekræft
action-reveal-person = Bad om at få vist, hvem nogen er
action-confirm-reveal = Bekræftede, at nogen vises
may-reveal-person = Få vist cpr-numre og beskyttede personer, når der er grund til det
may-confirm-reveal = Bekræfte, at en anden får vist, hvem registret beskytter
look-reveal-asked = Bad om at få vist en beskyttet person
look-reveal-confirmed = Bekræftede, at en beskyttet person vises
look-revealed = Et cpr-nummer
look-reveals = Hvem der bad om at få vist beskyttede personer
own-log-for = For
rule-second-confirms-reveal = Logkontrollanter, lederen af logkontrollen og databeskyttelsesrådgivere bekræfter, at en anden får vist, hvem registret beskytter.
rule-another-confirms-reveal = Ingen bekræfter det, de selv har bedt om.
problem-reveal-reason = Skriv, hvad du skal bruge det til, på højst { $max } tegn.
problem-reveal-late = Det er bortfaldet, eller nogen har allerede bekræftet det.
problem-reveal-own = Du har selv bedt om det. En anden skal bekræfte det.
problem-proof-protected = Hændelsen navngiver en, som registret beskytter. Bed om at få vist, hvem det er, på personens side, eller giv kun handlingen ud.
problem-reveals-many = Du har { $max } visninger åbne og kan ikke have flere ad gangen. De bortfalder efterhånden; prøv igen senere.
