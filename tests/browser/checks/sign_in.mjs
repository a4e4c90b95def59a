// Signing in: from a page one wanted to the provider and back to it, out again, in each role.

import { join } from "node:path";
import { serveDemoWithPeople } from "../demo.mjs";
import { checkCase } from "./cases.mjs";
import { checkEmergency } from "./emergency.mjs";
import { checkLaidOut } from "./page.mjs";
import { checkReveals } from "./reveals.mjs";

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 320, height: 640 };
const WAYS = [
  { language: "nb", scheme: "light", size: WIDE, axe: "all" },
  { language: "nb", scheme: "dark", size: NARROW, axe: "colours" },
  { language: "da", scheme: "light", size: WIDE },
  { language: "sv", scheme: "light", size: WIDE },
  { language: "en", scheme: "dark", size: WIDE, axe: "colours" },
];

/** With a demo of its own, where people sign in. */
export async function checkSignIn(browser, report, pictures) {
  const demo = await serveDemoWithPeople();
  try {
    for (const way of WAYS) {
      await thereAndBack(browser, demo, way, report, pictures);
    }
    await everybody(browser, demo, report, pictures);
    await checkCase(browser, demo, report, pictures);
    await checkReveals(browser, demo, report, pictures);
    await checkEmergency(browser, demo, report, pictures);
  } finally {
    demo.stop();
  }
}

/** The first of the people who sees log data. */
async function reviewer(browser, { base, people }) {
  for (const one of people) {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const seen = await signIn(page, `${base}/en/statement`, one);
    await context.close();
    if (seen?.ok()) {
      return one;
    }
  }
  throw new Error("nobody of the demo sees log data");
}

/** Goes to a page, to the provider, chooses, and comes back; the answer to the last of it. */
export async function signIn(page, address, { sub }) {
  await page.goto(address);
  await page.locator("main a[href*='/login/begin']").click();
  await page.waitForURL(/\/choose\//);
  const back = page.waitForResponse((answer) => answer.url() === address);
  await page.locator(`button[value="${sub}"]`).click();
  const answer = await back.catch(() => null);
  await page.waitForLoadState();
  return answer;
}

async function thereAndBack(browser, demo, way, report, pictures) {
  const { language, scheme, size } = way;
  const where = `sign in ${language} ${scheme} ${size.width}`;
  const one = (demo.reviewer ??= await reviewer(browser, demo));
  const context = await browser.newContext({
    viewport: size,
    colorScheme: scheme,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const shot = async (name) => {
    if (pictures) {
      const file = `sign-in-${language}-${scheme}-${size.width}-${name}.png`;
      await page.screenshot({ path: join(pictures, file), fullPage: true });
    }
  };
  const address = `${demo.base}/${language}/statement`;
  const shut = await page.goto(address);
  report.expect(where, "shows nothing before", shut.status() === 401 ? "" : `${shut.status()}`);
  await checkLaidOut(page, `${where}, before`, way, report);
  await shot("before");
  const answer = await signIn(page, address, one);
  report.expect(where, "comes to the page one wanted", answer?.ok() ? "" : page.url());
  await checkLaidOut(page, `${where}, in`, way, report);
  await shot("in");
  await page.locator("form.sign-out button").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/login\/out$/);
  await checkLaidOut(page, `${where}, out`, way, report);
  await shot("out");
  const again = await page.goto(address);
  report.expect(where, "is out", again.status() === 401 ? "" : `${again.status()}`);
  await context.close();
}

/** No link in the frame leads to a refusal. */
async function checkNavigation(page, where, report) {
  const links = page.locator("header a, nav.tabs a, footer p a");
  const addresses = await links.evaluateAll((all) => all.map((one) => one.href));
  for (const address of new Set(addresses)) {
    const answer = await page.request.get(address);
    const path = new URL(address).pathname;
    report.expect(where, "links lead somewhere", answer.ok() ? "" : `${answer.status()} ${path}`);
  }
}

/** Each role has a front page that is whole, and log data are for reviewers alone. */
async function everybody(browser, demo, report, pictures) {
  let reviewers = 0;
  for (const [number, one] of demo.people.entries()) {
    const where = `signed in, ${one.about}`;
    const context = await browser.newContext({ viewport: WIDE });
    const page = await context.newPage();
    const front = await signIn(page, `${demo.base}/nb`, one);
    report.expect(where, "has a front page", front?.ok() ? "" : page.url());
    await checkLaidOut(page, where, { language: "nb", axe: "all" }, report);
    await checkNavigation(page, where, report);
    if (pictures) {
      const file = `signed-in-${number}.png`;
      await page.screenshot({ path: join(pictures, file), fullPage: true });
    }
    const log = await page.goto(`${demo.base}/nb/log`);
    reviewers += log.ok() ? 1 : 0;
    const said = log.ok() || log.status() === 403 ? "" : `${log.status()}`;
    report.expect(where, "sees the log, or is refused", said);
    await checkLaidOut(page, `${where}, log`, { language: "nb", axe: "all" }, report);
    await context.close();
  }
  const some = reviewers > 0 && reviewers < demo.people.length / 2;
  report.expect("signed in", "few see the log", some ? "" : `${reviewers}`);
}
