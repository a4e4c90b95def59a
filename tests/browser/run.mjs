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

/** The others than Norwegian, in which pages are looked at in each way. */
const OTHER_LANGUAGES = ["da", "sv", "en"];
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 320, height: 640 };

/**
 * Each way of looking at a page. What axe looks at does not change with the language, and in the
 * dark only the colours do; words that are too long for their place are seen without it.
 */
function ways() {
  const light = { scheme: "light", axe: "all", picture: true };
  const dark = { scheme: "dark", axe: "colours" };
  const other = { scheme: "light" };
  return [
    // Only here are all pages of a shape looked at, elsewhere one.
    { language: "nb", size: WIDE, ...light, all: true },
    { language: "nb", size: NARROW, ...light },
    { language: "nb", size: WIDE, ...dark, picture: true },
    { language: "nb", size: NARROW, ...dark },
    ...OTHER_LANGUAGES.flatMap((language) => [
      { language, size: WIDE, ...other, picture: true },
      { language, size: NARROW, ...other },
    ]),
  ];
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
      const tab = await context.newPage();
      for (const page of pages.filter(({ first }) => first || way.all)) {
        await checkPage(tab, base, page, way, report, pictures);
      }
      await context.close();
    }
  };
  // Two at a time: the tests' machine has two cores.
  await Promise.all([worker(), worker()]);
}

/** Says how long each part took. */
function timer() {
  return async (name, part) => {
    const start = Date.now();
    await part;
    console.error(`  ${name}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
  };
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
    const { pages, files } = found;
    const timed = timer();
    await timed("ways", lookAtEveryPage(browser, demo.base, pages, report, pictures));
    const signedIn = process.env.TILSYN_URL ? null : checkSignIn(browser, report, pictures);
    const alone = async () => {
      await timed("files", checkExports(browser, demo.base, files, report));
      await timed("keyboard", checkKeyboard(browser, demo.base, pages, report));
      await timed("without", checkWithoutScript(browser, demo.base, pages, report));
    };
    await Promise.all([timed("signed in", signedIn), alone()]);
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
