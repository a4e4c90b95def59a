// A login for emergencies: its two halves, coming in by them, and going through the use afterwards.
// Without scripts, as readers may.

import { join } from "node:path";
import { checkLaidOut } from "./page.mjs";
import { signIn } from "./sign_in.mjs";

const SIZES = [
  { width: 1440, height: 900 },
  { width: 320, height: 640 },
];

/** With the people of a demo; `people`: as the demo says who they are. */
export async function checkEmergency(browser, { base, people }, report, pictures) {
  const [reviewer] = people.filter((one) => one.about === "Loggkontrollør");
  const heads = people.filter((one) => one.about === "Leder for loggkontrollen");
  const walk = { browser, base, report, pictures };
  const { user, first } = await firstHalf(walk, reviewer);
  const second = await secondHalf(walk, heads[0]);
  await comeIn(walk, { user, first, second });
  await review(walk, heads[0], heads[1]);
}

async function opened(walk) {
  const context = await walk.browser.newContext({ viewport: SIZES[0], javaScriptEnabled: false });
  return { context, page: await context.newPage() };
}

/** What the page looks like, in both sizes, and to axe where scripts may run. */
async function look(walk, page, name) {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await checkLaidOut(page, `${name} ${size.width}`, { language: "nb" }, walk.report);
    if (walk.pictures) {
      const file = `${name.replaceAll(" ", "-")}-${size.width}.png`;
      await page.screenshot({ path: join(walk.pictures, file), fullPage: true });
    }
  }
  await page.setViewportSize(SIZES[0]);
}

async function codeOn(page) {
  return page.locator(".secret-code strong").innerText();
}

async function firstHalf(walk, reviewer) {
  const { context, page } = await opened(walk);
  await signIn(page, `${walk.base}/nb/mine`, reviewer);
  await page.locator("form[action$='/mine/emergency'] button").click();
  const first = await codeOn(page);
  const user = await page.locator("dl.facts dd").nth(1).innerText();
  walk.report.expect("emergency", "a code is shown", /^(\w{5}-){4}\w{5}$/.test(first) ? "" : first);
  await look(walk, page, "emergency first half");
  await page.goto(`${walk.base}/nb/mine`);
  const again = (await page.content()).includes(first);
  walk.report.expect("emergency", "a code is shown once", again ? "it stands there" : "");
  await look(walk, page, "emergency own page");
  await context.close();
  return { user, first };
}

async function secondHalf(walk, head) {
  const { context, page } = await opened(walk);
  await signIn(page, `${walk.base}/nb/emergency`, head);
  await look(walk, page, "emergency to complete");
  await page.locator("form[action$='/second'] button").click();
  const second = await codeOn(page);
  await context.close();
  return second;
}

async function comeIn(walk, { user, first, second }) {
  const { context, page } = await opened(walk);
  await page.goto(`${walk.base}/nb/login`);
  await page.locator("a[href$='/login/emergency']").click();
  await look(walk, page, "emergency sign in");
  const send = async (one, other) => {
    await page.locator("[name=user]").fill(user);
    await page.locator("[name=first]").fill(one);
    await page.locator("[name=second]").fill(other);
    await page.locator("[name=reason]").fill("Innloggingstjenesten er nede");
    await page.locator("main button[type=submit]").click();
  };
  await send(second, first);
  const refused = await page.locator("[role=alert]").count();
  walk.report.expect("emergency", "wrong codes are refused", refused === 1 ? "" : page.url());
  await look(walk, page, "emergency refused");
  await send(first, second);
  const strip = await page.locator(".strip").count();
  walk.report.expect("emergency", "two codes open a session", strip === 1 ? "" : page.url());
  await page.goto(`${walk.base}/nb/own-log`);
  await look(walk, page, "emergency session");
  await context.close();
}

/** Whoever had a half does not review; another head does. */
async function review(walk, involved, other) {
  for (const [head, may] of [[involved, false], [other, true]]) {
    const { context, page } = await opened(walk);
    await signIn(page, `${walk.base}/nb`, head);
    const waits = await page.locator("ul.waits a[href$='/emergency']").count();
    const said = waits === (may ? 1 : 0) ? "" : `${waits} ways`;
    walk.report.expect("emergency", `${may ? "another head" : "no part"} is asked`, said);
    await page.goto(`${walk.base}/nb/emergency`);
    if (may) {
      await look(walk, page, "emergency to review");
      await page.locator("form[action$='/review'] textarea").fill("Gjennomgått, alt i orden");
      await page.locator("form[action$='/review'] button").click();
    }
    const forms = await page.locator("form[action$='/review']").count();
    walk.report.expect("emergency", "is reviewed once", forms === 0 ? "" : `${forms} forms`);
    await context.close();
  }
}
