// With JavaScript off: the same text stands there, and filters and search work.

/** Compares each page with and without, and uses the forms. */
export async function checkWithoutScript(browser, base, pages, report) {
  const without = await browser.newContext({ javaScriptEnabled: false });
  const scripted = await browser.newContext();
  const done = new Set();
  for (const { name, path } of pages) {
    if (done.has(name)) {
      continue;
    }
    done.add(name);
    const rows = await Promise.all([rowsOf(without, base + path), rowsOf(scripted, base + path)]);
    const same = rows[0] === rows[1] ? "" : `${rows[0]} rows without, ${rows[1]} with`;
    report.expect(path, "shows as much without JavaScript", same);
  }
  await scripted.close();
  await filter(without, base, pages, report);
  await search(without, base, pages, report);
  await without.close();
}

async function rowsOf(context, address) {
  const page = await context.newPage();
  await page.goto(address);
  const rows = await page.locator("main tr, main li").count();
  await page.close();
  return rows;
}

async function filter(context, base, pages, report) {
  const statement = pages.find(({ name }) => name === "statement");
  if (!statement) {
    return;
  }
  const page = await context.newPage();
  await page.goto(base + statement.path);
  const form = page.locator("main form[method=get], main form:not([method])").first();
  const there = (await form.count()) > 0;
  report.expect(statement.path, "has a filter", there ? "" : "no form");
  if (there) {
    const before = page.url();
    await form.locator("button, input[type=submit]").first().click();
    const asked = new URL(page.url()).search.length > 1 || page.url() !== before;
    report.expect(statement.path, "filters stand in the address", asked ? "" : page.url());
    const heading = await page.locator("h1").count();
    report.expect(statement.path, "filters answer", heading === 1 ? "" : "no page");
  }
  await page.close();
}

async function search(context, base, pages, report) {
  const [front] = pages;
  if (!front) {
    return;
  }
  const page = await context.newPage();
  await page.goto(base + front.path);
  const field = page.locator("form[role=search] input[type=search]").first();
  const there = (await field.count()) > 0;
  report.expect(front.path, "has a search", there ? "" : "no form");
  if (there) {
    await field.fill("an");
    await field.press("Enter");
    await page.waitForLoadState();
    const kept = page.url().includes("an&") || page.url().endsWith("=an");
    report.expect("search", "what was sought stays out of the address", kept ? page.url() : "");
    const answered = (await page.locator("main h1").count()) === 1;
    report.expect("search", "answers", answered ? "" : page.url());
  }
  await page.close();
}
