# Mails: which kind of thing waits, never whom it is about.
notice-title-asked = En fråga väntar på svar i Tilsyn
notice-asked = Du har fått en fråga i Tilsyn, och någon väntar på ditt svar.
notice-title-answered = Ett ärende i Tilsyn väntar på dig
notice-answered = En fråga som du ställde i Tilsyn är besvarad, eller tiden har gått ut.
notice-title-line-told = Du har underrättats om ett ärende i Tilsyn
notice-line-told = Du har underrättats om ett ärende i Tilsyn som hör till din avdelning.
notice-title-acted = Något har hänt i ett ärende i Tilsyn
notice-acted = En chef har gjort något i ett ärende som du öppnade i Tilsyn.
notice-title-ended = Ett ärende i Tilsyn är avslutat
notice-ended = Ett ärende i Tilsyn där du tillfrågades är avslutat.
notices-open = Läs mer här när du har loggat in:
notices-automatic = Ett program har skickat detta meddelande, och svar läses inte. Vem och vad det gäller står avsiktligt inte här.
