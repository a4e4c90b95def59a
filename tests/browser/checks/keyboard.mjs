// By keyboard alone: the way past the navigation first, every control reached, focus seen.

const TABS_MAX = 1500;
const CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex]";

/** What has the focus, and whether one can see that it has. */
function focused(page) {
  return page.evaluate((selector) => {
    const element = document.activeElement;
    if (!element || element === document.body) {
      return null;
    }
    const controls = [...document.querySelectorAll(selector)];
    const style = getComputedStyle(element);
    const ring = (s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0;
    const label = element.closest("label") ?? element.parentElement;
    const shown = ring(style) || style.boxShadow !== "none" || ring(getComputedStyle(label));
    const box = element.getBoundingClientRect();
    const across = box.right > 0 && box.left < innerWidth;
    const inside = across && box.bottom > 0 && box.top < innerHeight;
    return {
      place: controls.indexOf(element),
      html: element.outerHTML.slice(0, 120),
      href: element.getAttribute("href") ?? "",
      seen: shown && box.width > 0 && inside,
    };
  }, CONTROLS);
}

/** The controls that one can use with a mouse. */
function usable(page) {
  return page.evaluate((selector) => {
    const all = [...document.querySelectorAll(selector)];
    return all.flatMap((element, place) => {
      const box = element.getBoundingClientRect();
      const hidden = element.type === "hidden" || element.disabled || element.tabIndex < 0;
      // Of a group of radio buttons the chosen one stands for all.
      const other = element.type === "radio" && !element.checked;
      const closed = element.closest("details:not([open])") && element.localName !== "summary";
      const out = hidden || other || closed || box.width === 0;
      return out ? [] : [{ place, html: element.outerHTML.slice(0, 120) }];
    });
  }, CONTROLS);
}

async function walk(page, where, report) {
  const wanted = await usable(page);
  await page.keyboard.press("Tab");
  const first = await focused(page);
  const skips = first?.href.startsWith("#") && first.seen;
  const instead = skips ? "" : (first?.html ?? "nothing");
  report.expect(where, "the skip link comes first and is seen", instead);
  const reached = new Set();
  let unseen = "";
  let before = -1;
  for (let tabs = 0; tabs < TABS_MAX; tabs += 1) {
    const now = await focused(page);
    // A field for a date takes the focus several times running: day, month, year, calendar.
    const comesAgain = now && now.place !== before && reached.has(now.place);
    if (!now || (comesAgain && now.place >= 0)) {
      break;
    }
    // What has the focus inside of such a field, the browser shows itself.
    const inside = now.place >= 0 && now.place === before;
    before = now.place;
    reached.add(now.place);
    unseen ||= now.seen || inside ? "" : now.html;
    await page.keyboard.press("Tab");
  }
  report.expect(where, "focus is always seen", unseen);
  const missed = wanted.find(({ place }) => !reached.has(place));
  report.expect(where, "every control is reached", missed?.html ?? "");
}

async function skip(page, where, report) {
  await page.reload();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  const inside = await page.evaluate(() => !!document.activeElement?.closest("main"));
  const main = await page.evaluate(() => !!document.querySelector("main a[href], main input"));
  report.expect(where, "the skip link leads into the page", inside || !main ? "" : "it does not");
}

/** Walks through one page of each shape. */
export async function checkKeyboard(browser, base, pages, report) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const done = new Set();
  for (const { name, path } of pages) {
    if (done.has(name)) {
      continue;
    }
    done.add(name);
    await page.goto(base + path);
    await walk(page, `${path} by keyboard`, report);
    await skip(page, `${path} by keyboard`, report);
  }
  await context.close();
}
