# Rapporter från kommandoraden.
cli-report-done = Utgåva { $edition } av rapporten för { $quarter } går till { $path }. SHA-256: { $sha256 }
cli-report-draft = Ett utkast till rapporten för { $quarter } går till { $path }: den är inte godkänd. SHA-256: { $sha256 }
cli-report-quarter = Skriv kvartalet som 2026-Q3.
cli-report-ending = Filen måste sluta på .pdf, .xlsx eller .html.
