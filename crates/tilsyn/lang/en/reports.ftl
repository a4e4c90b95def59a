# Reports from the command line.
cli-report-done = Edition { $edition } of the report on { $quarter } goes to { $path }. SHA-256: { $sha256 }
cli-report-draft = A draft of the report on { $quarter } goes to { $path }: it is not approved. SHA-256: { $sha256 }
cli-report-quarter = Write the quarter as 2026-Q3.
cli-report-ending = The file must end in .pdf, .xlsx or .html.
