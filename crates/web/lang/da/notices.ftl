# Mails: which kind of thing waits, never whom it is about.
notice-title-asked = Et spørgsmål venter på svar i Tilsyn
notice-asked = Du er blevet stillet et spørgsmål i Tilsyn, og nogen venter på dit svar.
notice-title-answered = En sag i Tilsyn venter på dig
notice-answered = Et spørgsmål, som du stillede i Tilsyn, er besvaret, eller fristen er udløbet.
notice-title-line-told = Du er underrettet om en sag i Tilsyn
notice-line-told = Du er underrettet om en sag i Tilsyn, som hører under din afdeling.
notice-title-acted = Der er sket noget i en sag i Tilsyn
notice-acted = En leder har gjort noget i en sag, som du åbnede i Tilsyn.
notice-title-ended = En sag i Tilsyn er afsluttet
notice-ended = En sag i Tilsyn, hvor du blev spurgt, er afsluttet.
notices-open = Læs mere her, når du er logget på:
notices-automatic = Et program har sendt denne e-mail, og svar bliver ikke læst. Hvem og hvad det gælder, står med vilje ikke her.
