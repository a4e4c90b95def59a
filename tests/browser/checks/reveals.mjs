// Showing who somebody is: a national id to whoever says what for, and whom the register protects
// when a second person confirms it. Without scripts, as readers may.

import { join } from "node:path";
import { checkLaidOut } from "./page.mjs";
import { signIn } from "./sign_in.mjs";

const SIZES = [
  { width: 1440, height: 900 },
  { width: 320, height: 640 },
];
const PROTECTED = "Skjermet person";

/** With the people of a demo; `people`: as the demo says who they are. */
export async function checkReveals(browser, { base, people }, report, pictures) {
  const [reviewer] = people.filter((one) => one.about === "Loggkontrollør");
  const [officer] = people.filter((one) => one.about === "Personvernombud");
  const walk = { browser, base, report, pictures };
  await shown(walk, reviewer);
  const at = await asked(walk, reviewer);
  if (at) {
    await confirmed(walk, officer);
    await named(walk, reviewer, at);
  }
}

async function as(walk, one, address, size = SIZES[0]) {
  const context = await walk.browser.newContext({ viewport: size, javaScriptEnabled: false });
  const page = await context.newPage();
  await signIn(page, address, one);
  return { context, page };
}

/** What a page looks like, for people and for axe. */
async function look(walk, one, address, name) {
  for (const size of SIZES) {
    const context = await walk.browser.newContext({ viewport: size });
    const page = await context.newPage();
    await signIn(page, address, one);
    await page.evaluate(() => document.querySelector("details.reveal")?.setAttribute("open", ""));
    await checkLaidOut(page, `${name} ${size.width}`, { language: "nb", axe: "all" }, walk.report);
    if (walk.pictures) {
      const file = `${name.replaceAll(" ", "-")}-${size.width}.png`;
      await page.screenshot({ path: join(walk.pictures, file), fullPage: true });
    }
    await context.close();
  }
}

/** Says what the page of a person is opened for. */
async function ask(page, reason) {
  await page.locator("details.reveal summary").click();
  await page.locator("details.reveal input[name=reason]").fill(reason);
  await page.locator("details.reveal button[type=submit]").click();
}

/** The address of a person in the list of people looked up; null where nobody fits. */
async function person(walk, page, isProtected) {
  for (let number = 1; number <= 40; number += 1) {
    await page.goto(`${walk.base}/nb/subjects?period=all&page=${number}`);
    const links = page.locator("main tbody th a[href*='/person/']");
    const names = await links.allInnerTexts();
    const found = names.findIndex((name) => (name.trim() === PROTECTED) === isProtected);
    if (found >= 0) {
      const href = await links.nth(found).getAttribute("href");
      return new URL(href.split("?")[0], walk.base).href;
    }
    if (names.length === 0) {
      return null;
    }
  }
  return null;
}

async function shown(walk, reviewer) {
  const { context, page } = await as(walk, reviewer, `${walk.base}/nb/subjects`);
  const at = await person(walk, page, false);
  await page.goto(at);
  const whole = async () => /\d{11}/.test(await page.locator("main .detail").innerText());
  walk.report.expect("an id", "is masked", (await whole()) ? "it is not" : "");
  await look(walk, reviewer, at, "an id to be shown");
  await ask(page, "Sammenligner med lønn");
  walk.report.expect("an id", "is shown for a reason", (await whole()) ? "" : "it is not");
  await context.close();
}

async function asked(walk, reviewer) {
  const { context, page } = await as(walk, reviewer, `${walk.base}/nb/subjects`);
  const at = await person(walk, page, true);
  walk.report.expect("protected", "somebody was looked up", at ? "" : "nobody");
  if (at) {
    await page.goto(at);
    await look(walk, reviewer, at, "a protected person");
    await ask(page, "Sak 1: hvem det gjelder");
    const text = await page.locator("main").innerText();
    const waits = text.includes("Venter på") && text.includes(PROTECTED);
    walk.report.expect("protected", "waits for a second person", waits ? "" : text.slice(0, 200));
    const own = await page.goto(`${walk.base}/nb/reveals`);
    const forms = await page.locator("main form[action*='/reveals/']").count();
    const said = own.ok() && forms === 0 ? "" : `${own.status()}, ${forms} forms`;
    walk.report.expect("protected", "nobody confirms the own request", said);
  }
  await context.close();
  return at;
}

async function confirmed(walk, officer) {
  const { context, page } = await as(walk, officer, `${walk.base}/nb`);
  await page.locator("ul.waits a[href$='/reveals']").click();
  await look(walk, officer, page.url(), "a request to show somebody");
  await page.locator("main form[action*='/reveals/'] button").click();
  const left = await page.locator("main form[action*='/reveals/']").count();
  walk.report.expect("protected", "is confirmed once", left === 0 ? "" : `${left} left`);
  await context.close();
}

async function named(walk, reviewer, at) {
  const { context, page } = await as(walk, reviewer, at);
  const name = await page.locator("main h1").innerText();
  walk.report.expect("protected", "is named to who asked", name === PROTECTED ? name : "");
  await look(walk, reviewer, at, "a protected person, shown");
  await context.close();
}
