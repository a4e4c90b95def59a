# Rapporter fra kommandolinjen.
cli-report-done = Udgave { $edition } af rapporten for { $quarter } går til { $path }. SHA-256: { $sha256 }
cli-report-draft = Et udkast til rapporten for { $quarter } går til { $path }: den er ikke godkendt. SHA-256: { $sha256 }
cli-report-quarter = Skriv kvartalet som 2026-Q3.
cli-report-ending = Filen skal ende på .pdf, .xlsx eller .html.
