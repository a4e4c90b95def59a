# Mails: which kind of thing waits, never whom it is about.
notice-title-asked = A question waits for an answer in Tilsyn
notice-asked = You are asked something in Tilsyn, and somebody waits for your answer.
notice-title-answered = A case in Tilsyn waits for you
notice-answered = A question that you put in Tilsyn is answered, or its time is over.
notice-title-line-told = You are told of a case in Tilsyn
notice-line-told = You are told of a case in Tilsyn that belongs to your department.
notice-title-acted = Something was done in a case in Tilsyn
notice-acted = A head has done something in a case that you opened in Tilsyn.
notice-title-ended = A case in Tilsyn has ended
notice-ended = A case in Tilsyn in which you were asked has ended.
notices-open = Read more here once you have signed in:
notices-automatic = A program has sent this mail, and nobody reads answers to it. Whom and what it is about is left out on purpose.
