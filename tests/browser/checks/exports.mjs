// Files beside the lists: they come, as what they say they are.

const KINDS = {
  csv: "text/csv",
  html: "text/html",
  json: "application/json",
  pdf: "application/pdf",
  svg: "image/svg+xml",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** Fetches one file of each kind. */
export async function checkExports(browser, base, files, report) {
  const context = await browser.newContext();
  for (const { name, path } of files) {
    const answer = await context.request.get(base + path);
    const kind = KINDS[name.slice(name.lastIndexOf(".") + 1)];
    const type = answer.headers()["content-type"] ?? "";
    report.expect(path, "the file comes", answer.ok() ? "" : `${answer.status()}`);
    report.expect(path, "it says what it is", type.startsWith(kind) ? "" : type);
    const body = await answer.body();
    report.expect(path, "it holds something", body.length > 10 ? "" : `${body.length} bytes`);
    if (name.endsWith(".csv")) {
      const mark = body.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]));
      report.expect(path, "spreadsheets know its letters", mark ? "" : "no byte-order mark");
    }
  }
  await context.close();
}
