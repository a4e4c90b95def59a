// Drives the served demo in Chromium: every page, four languages, light and dark, wide and narrow.
//
// `TILSYN_BIN` is the program, `TILSYN_CHROMIUM` the browser, `TILSYN_SCREENSHOTS` a folder for
// pictures that people look at. `TILSYN_URL` takes a server that runs already.
// Not here: what is checked (`checks/`), how pages are found (`crawl.mjs`).

import { mkdirSync, rmSync } from "node:fs";
import { chromium } from "playwright-core";
import { crawl } from "./crawl.mjs";
import { serveDemo } from "./demo.mjs";
import { checkExports } from "./checks/exports.mjs";
import { checkKeyboard } from "./checks/keyboard.mjs";
import { checkPage } from "./checks/page.mjs";
import { checkSignIn } from "./checks/sign_in.mjs";
import { checkWithoutScript } from "./checks/without_script.mjs";
import { Report } from "./report.mjs";

/** Languages whose pages are looked at in each way; the others in light alone. */
const EVERY_WAY = ["nb"];
const LANGUAGES = ["nb", "da", "sv", "en"];
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 320, height: 640 };

/** Each way of looking at a page. */
function ways() {
  const all = [];
  for (const language of LANGUAGES) {
    const every = EVERY_WAY.includes(language);
    // Only here are all pages of a shape looked at, elsewhere one.
    all.push({ language, scheme: "light", size: WIDE, axe: true, picture: true, all: every });
    all.push({ language, scheme: "light", size: NARROW, axe: every, picture: every });
    if (every) {
      all.push({ language, scheme: "dark", size: WIDE, axe: true, picture: true });
      all.push({ language, scheme: "dark", size: NARROW, axe: true, picture: false });
    }
  }
  return all;
}

async function lookAtEveryPage(browser, base, pages, report, pictures) {
  const waiting = ways();
  const worker = async () => {
    for (let way = waiting.shift(); way; way = waiting.shift()) {
      const context = await browser.newContext({
        viewport: way.size,
        colorScheme: way.scheme,
        reducedMotion: "reduce",
      });
      for (const page of pages.filter(({ first }) => first || way.all)) {
        await checkPage(context, base, page, way, report, pictures);
      }
      await context.close();
    }
  };
  // Two at a time: the tests' machine has two cores.
  await Promise.all([worker(), worker()]);
}

async function main() {
  const start = Date.now();
  const pictures = process.env.TILSYN_SCREENSHOTS;
  if (pictures) {
    rmSync(pictures, { recursive: true, force: true });
    mkdirSync(pictures, { recursive: true });
  }
  const demo = await serveDemo();
  const browser = await chromium.launch({
    executablePath: process.env.TILSYN_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  const report = new Report();
  try {
    const found = await crawl(browser, demo.base, report);
    console.error(`  ${found.pages.length} kinds of page, ${found.files.length} of file`);
    await lookAtEveryPage(browser, demo.base, found.pages, report, pictures);
    await checkExports(browser, demo.base, found.files, report);
    await checkKeyboard(browser, demo.base, found.pages, report);
    await checkWithoutScript(browser, demo.base, found.pages, report);
    if (!process.env.TILSYN_URL) {
      await checkSignIn(browser, report, pictures);
    }
  } finally {
    await browser.close();
    demo.stop();
  }
  report.summary();
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  console.error(`  ${report.checks} checks, ${report.faults.length} faults, ${seconds} s`);
  if (pictures) {
    console.error(`  pictures: ${pictures}`);
  }
  process.exit(report.faults.length === 0 ? 0 : 1);
}

await main();
