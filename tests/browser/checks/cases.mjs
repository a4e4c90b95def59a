// A case from the user's page to the withdrawn authorisation, by those whose steps they are: the
// reviewer, the user who is asked, the head of the department. Without scripts, as readers may.

import { join } from "node:path";
import { checkLaidOut } from "./page.mjs";
import { signIn } from "./sign_in.mjs";

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 320, height: 640 };

/** Walks through a case with the people of a demo; `people`: as the demo says who they are. */
export async function checkCase(browser, { base, people }, report, pictures) {
  const of = (about) => people.filter((one) => one.about === about);
  const [reviewer] = of("Loggkontrollør");
  const [head] = of("Avdelingssjef");
  const user = people.find((one) => one.about.startsWith("Ansatt"));
  const walk = { browser, base, report, pictures, shots: 0 };
  const at = await open(walk, reviewer, user);
  if (!at) {
    return;
  }
  await step(walk, reviewer, at, "assessed", "Tre kvelder på rad, uten sak.");
  await step(walk, reviewer, at, "question", "Hva trengte du opplysningene til?");
  await answer(walk, user, at);
  await step(walk, reviewer, at, "reviewer-view", "Forklaringen passer ikke med vaktlisten.");
  await refused(walk, head, at);
  await step(walk, reviewer, at, "line", "Avdelingen bes ta stilling.");
  await step(walk, head, at, "manager-view", "Enig med kontrolløren.");
  await step(walk, head, at, "withdrawn", "Uten tilgang til saken er gjennomgått.");
  await close(walk, reviewer, at);
  await told(walk, user, at);
}

async function as(walk, one, address, size = WIDE) {
  const context = await walk.browser.newContext({ viewport: size, javaScriptEnabled: false });
  const page = await context.newPage();
  const answered = await signIn(page, address, one);
  return { context, page, answered };
}

/** What a page looks like, for people and for axe. */
async function look(walk, one, address, where, size = WIDE) {
  const context = await walk.browser.newContext({ viewport: size });
  const page = await context.newPage();
  await signIn(page, address, one);
  await checkLaidOut(page, where, { language: "nb", axe: "all" }, walk.report);
  if (walk.pictures) {
    const file = `case-${String((walk.shots += 1)).padStart(2, "0")}-${size.width}.png`;
    await page.screenshot({ path: join(walk.pictures, file), fullPage: true });
  }
  await context.close();
}

/** Opens a case from the user's page; where it is. */
async function open(walk, reviewer, user) {
  const { context, page } = await as(walk, reviewer, `${walk.base}/nb/search`);
  await page.locator("main input[name=sought]").fill(user.name);
  await page.locator("main form button[type=submit]").first().click();
  const users = page.locator("main a[href*='/user/']");
  await users.first().click();
  await page.goto(`${page.url()}?period=all`);
  await page.locator("a[href*='/cases/open']").click();
  await look(walk, reviewer, page.url(), "a case to be opened");
  await look(walk, reviewer, page.url(), "a case to be opened, narrow", NARROW);
  await page.locator("textarea[name=text]").fill("Mange oppslag på samme gate på kveldstid.");
  await page.locator("form.evidence button[type=submit]").click();
  const at = page.url();
  const isThere = /\/cases\/\d+$/.test(at);
  walk.report.expect("a case", "is opened from the user's page", isThere ? "" : at);
  await context.close();
  return isThere ? at : null;
}

/** Takes a step on the page of the case. */
async function step(walk, one, at, kind, text) {
  const { context, page } = await as(walk, one, at);
  const form = page.locator("details.step", { has: page.locator(`input[value="${kind}"]`) });
  await form.locator("summary").click();
  await form.locator("textarea[name=text]").fill(text);
  if (kind === "withdrawn") {
    await form.locator("input[name=other_system]").fill("personreg");
  }
  await form.locator("button[type=submit]").click();
  const said = (await page.locator("ol.course").innerText()).includes(text) ? "" : page.url();
  walk.report.expect(`a case, ${kind}`, "the step stands there", said);
  await context.close();
}

async function answer(walk, user, at) {
  const front = await as(walk, user, `${walk.base}/nb`);
  await front.page.locator("ul.waits a[href*='/mine/case/']").click();
  const mine = front.page.url();
  await look(walk, user, mine, "a question to the user");
  await look(walk, user, mine, "a question to the user, narrow", NARROW);
  await front.page.locator("textarea[name=text]").fill("Jeg skulle sende ut et skjema.");
  await front.page.locator("form.evidence button[type=submit]").click();
  const waits = await front.page.locator("textarea[name=text]").count();
  walk.report.expect("a case, answer", "the user answers once", waits === 0 ? "" : "asked again");
  const shut = await front.page.goto(at);
  const said = shut.status() === 403 ? "" : `${shut.status()}`;
  walk.report.expect("a case, answer", "the user does not see it as others do", said);
  await front.context.close();
}

async function refused(walk, head, at) {
  const { context, answered } = await as(walk, head, at);
  const said = answered?.status() === 404 ? "" : `${answered?.status()}`;
  walk.report.expect("a case", "the head does not see it before being told", said);
  await context.close();
}

async function close(walk, reviewer, at) {
  await look(walk, reviewer, at, "a case, every step");
  await look(walk, reviewer, at, "a case, every step, narrow", NARROW);
  const { context, page } = await as(walk, reviewer, at);
  const form = page.locator("details.step", { has: page.locator("input[value=closed]") });
  await form.locator("summary").click();
  await form.locator("input[value=unwarranted]").check();
  await form.locator("textarea[name=text]").fill("Hørt, og ikke forklart.");
  await form.locator("button[type=submit]").click();
  const left = await page.locator("details.step").count();
  walk.report.expect("a case", "takes notes alone when it is closed", left === 1 ? "" : `${left}`);
  await page.goto(`${walk.base}/nb/cases`);
  const listed = await page.locator("main table tbody tr").count();
  walk.report.expect("a case", "stands in the list", listed === 1 ? "" : `${listed}`);
  await context.close();
  await look(walk, reviewer, `${walk.base}/nb/cases`, "the list of cases");
}

async function told(walk, user, at) {
  const mine = `${walk.base}/nb/mine/case/${at.split("/").pop()}`;
  const { context, page } = await as(walk, user, mine);
  const text = await page.locator("main").innerText();
  const others = /vaktlisten|Tre kvelder|Hørt, og/.exec(text)?.[0];
  walk.report.expect("a case", "the user reads nothing of what others thought", others ?? "");
  const outcome = text.includes("Uberettiget oppslag") ? "" : "not told";
  walk.report.expect("a case", "the user is told how it ended", outcome);
  await context.close();
  await look(walk, user, mine, "a case that has ended, for its user");
}
