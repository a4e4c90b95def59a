# Mails: which kind of thing waits, never whom it is about.
notice-title-asked = Et spørsmål venter på svar i Tilsyn
notice-asked = Du er stilt et spørsmål i Tilsyn, og noen venter på svaret ditt.
notice-title-answered = En sak i Tilsyn venter på deg
notice-answered = Et spørsmål som du stilte i Tilsyn, er besvart, eller fristen er ute.
notice-title-line-told = Du er varslet om en sak i Tilsyn
notice-line-told = Du er varslet om en sak i Tilsyn som hører under avdelingen din.
notice-title-acted = Det er skjedd noe i en sak i Tilsyn
notice-acted = En leder har gjort noe i en sak som du åpnet i Tilsyn.
notice-title-ended = En sak i Tilsyn er avsluttet
notice-ended = En sak i Tilsyn der du ble spurt, er avsluttet.
notices-open = Les mer her når du har logget på:
notices-automatic = Et program har sendt denne e-posten, og svar blir ikke lest. Hvem og hva det gjelder, står med vilje ikke her.
