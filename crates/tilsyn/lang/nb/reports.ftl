# Rapporter fra kommandolinjen.
cli-report-done = Utgave { $edition } av rapporten for { $quarter } går til { $path }. SHA-256: { $sha256 }
cli-report-draft = Et utkast til rapporten for { $quarter } går til { $path }: den er ikke godkjent. SHA-256: { $sha256 }
cli-report-quarter = Skriv kvartalet som 2026-Q3.
cli-report-ending = Filen må ende på .pdf, .xlsx eller .html.
