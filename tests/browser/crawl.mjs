// Finds the pages by following links from the front page, one or two of each shape.
//
// A shape is an address without what differs from row to row: `/nb/person/…`. So a new page is
// looked at as soon as something links to it.

const PAGES_OF_A_SHAPE_MAX = 2;
const PAGES_VISITED_MAX = 90;
/** Shapes that must be found; the rest is welcome. */
const MUST_BE_THERE = [
  "front",
  "statement",
  "subjects",
  "pictures",
  "elements",
  "usage",
  "log",
  "person/…",
  "user/…",
  "event/…",
  "element",
  "changes",
  "logons",
  "sources",
  "quarantine",
  "own-log",
  "own-log/readers",
  "mine",
  "cases",
  "findings",
  "findings/…",
  "findings/records",
  "findings/settled",
  "cases/open",
  "integrity",
  "event/…/proof",
  "event/…/erasure",
  "erasures",
  "erasures/person",
  "erasures/holds",
  "erasures/retention",
  "erasures/retention/…",
  "rules",
  "reveals",
  "emergency",
  "duties",
  "duties/bodies",
  "duties/propose",
  "reports",
  "reports/…",
  "samples",
  "samples/tests",
];

/** A number, a month, a quarter, or a handle of 22 characters; maybe with the ending of a file. */
const VALUE = /^(\d+|\d{4}-\d{2}|\d{4}-Q\d|[\w-]{22})(?=\.\w+$|$)/;

/** The address without language, numbers and handles. */
export function shape(address) {
  const [, ...names] = new URL(address, "http://x").pathname.split("/").filter(Boolean);
  return names.map((name) => name.replace(VALUE, "…")).join("/") || "front";
}

function isFile(address) {
  return /\.(xlsx|csv|json|pdf|svg|html)$/.test(new URL(address).pathname);
}

function fileKind(address) {
  const path = new URL(address).pathname;
  const name = shape(address).replace(/\.\w+$/, "");
  return `${name}${path.slice(path.lastIndexOf("."))}`;
}

/** Pages and files by shape, as paths in Norwegian; `first` is the first of its shape. */
export async function crawl(browser, base, report) {
  // The front page answers in the reader's language.
  const context = await browser.newContext({ locale: "nb-NO" });
  const page = await context.newPage();
  const pages = new Map();
  const files = new Map();
  await page.goto(base);
  const waiting = [page.url()];
  const seen = new Set(waiting);
  for (let visits = 0; waiting.length > 0 && visits < PAGES_VISITED_MAX; visits += 1) {
    const address = waiting.shift();
    const known = pages.get(shape(address)) ?? [];
    if (known.length >= PAGES_OF_A_SHAPE_MAX) {
      visits -= 1;
      continue;
    }
    const answer = await page.goto(address);
    report.expect(address, "every link leads somewhere", answer.ok() ? "" : answer.status());
    if (!answer.ok()) {
      continue;
    }
    pages.set(shape(address), [...known, address.slice(base.length)]);
    const anchors = page.locator("a[href]:not([download])");
    const links = await anchors.evaluateAll((all) => all.map((a) => a.href));
    for (const link of links.map((text) => text.split("#")[0])) {
      if (!link.startsWith(base) || seen.has(link)) {
        continue;
      }
      seen.add(link);
      if (isFile(link)) {
        const kind = fileKind(link);
        files.set(kind, files.get(kind) ?? link.slice(base.length));
      } else if (/^\/nb(\/|$)/.test(new URL(link).pathname)) {
        waiting.push(link);
      }
    }
  }
  await context.close();
  for (const name of MUST_BE_THERE) {
    report.expect("links", "every demanded page can be reached", pages.has(name) ? "" : name);
  }
  return {
    pages: [...pages].flatMap(([name, paths]) =>
      paths.map((path, at) => ({ name, path, first: at === 0 })),
    ),
    files: [...files].map(([name, path]) => ({ name, path })),
  };
}

/** The same page in another language. */
export function inLanguage(path, language) {
  return path.replace(/^\/nb(?=\/|\?|$)/, `/${language}`);
}
