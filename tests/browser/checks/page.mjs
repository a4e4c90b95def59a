// What holds for every page, however one looks at it.

import { join } from "node:path";
import axe from "axe-core";
import { inLanguage } from "../crawl.mjs";

const ALL_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What axe is asked for. */
const ASKED = {
  all: { runOnly: { type: "tag", values: ALL_RULES } },
  colours: { runOnly: { type: "rule", values: ["color-contrast"] } },
};
/** What a text looks like that has no words in this language. */
const UNTRANSLATED = /Unknown localization|\{\s*\$|No localization/;

/** Everything the browser complains about while a page loads; `stop` ends that. */
function listen(page, base) {
  const complaints = [];
  const heard = {
    console(message) {
      if (["error", "warning"].includes(message.type())) {
        complaints.push(message.text());
      }
    },
    pageerror: (error) => complaints.push(error.message),
    request(request) {
      const url = request.url();
      if (!url.startsWith(base) && !url.startsWith("data:")) {
        complaints.push(`asks ${new URL(url).host}`);
      }
    },
    response(response) {
      if (response.status() >= 400) {
        complaints.push(`${response.status()} for ${new URL(response.url()).pathname}`);
      }
    },
  };
  const all = Object.entries(heard);
  all.forEach(([event, hear]) => page.on(event, hear));
  const stop = () => all.forEach(([event, hear]) => page.off(event, hear));
  return { complaints, stop };
}

async function violations(page, asked) {
  await page.evaluate(axe.source);
  // Nobody reads what it passed, and to write that down takes it as long as to look.
  const found = await page.evaluate(
    (options) => globalThis.axe.run(document, options),
    { ...ASKED[asked], resultTypes: ["violations"] },
  );
  return found.violations.map((broken) => {
    const [first] = broken.nodes;
    return `${broken.id} ×${broken.nodes.length}: ${first.html.slice(0, 160)}`;
  });
}

function facts(page) {
  return page.evaluate(() => {
    const wide = document.documentElement;
    const past = [...document.querySelectorAll("body *")].filter((element) => {
      const box = element.getBoundingClientRect();
      const inScroller = element.closest(".scroll, [data-scroll], .table-scroll, [tabindex='0']");
      return box.width > 0 && box.right > wide.clientWidth + 1 && !inScroller;
    });
    const [first] = past;
    return {
      language: wide.lang,
      title: document.title,
      headings: document.querySelectorAll("h1").length,
      text: document.body.innerText,
      overflow: wide.scrollWidth - wide.clientWidth,
      past: first ? `<${first.localName} class="${first.className}">` : "",
    };
  });
}

/** What holds for a page that stands there, however one came to it. */
export async function checkLaidOut(page, where, way, report) {
  const seen = await facts(page);
  const tag = seen.language.split("-")[0];
  report.expect(where, "says its language", tag === way.language ? "" : seen.language);
  report.expect(where, "has a title", seen.title.trim() ? "" : "none");
  report.expect(where, "has one main heading", seen.headings === 1 ? "" : `${seen.headings}`);
  const odd = UNTRANSLATED.exec(seen.text)?.[0];
  report.expect(where, "has words for everything", odd ?? "");
  const wide = seen.overflow > 0 ? `${seen.overflow} px too wide ${seen.past}` : "";
  report.expect(where, "does not scroll sideways", wide);
  if (way.axe) {
    const broken = await violations(page, way.axe);
    report.expect(where, "axe finds nothing", "");
    broken.forEach((fault) => report.expect(where, "axe finds", fault));
  }
}

/** Looks at one page in one way, in a tab that others were looked at in. */
export async function checkPage(page, base, { name, path, first }, way, report, pictures) {
  const { language, scheme, size } = way;
  const where = `${inLanguage(path, language)} ${scheme} ${size.width}`;
  const { complaints, stop } = listen(page, base);
  try {
    const answer = await page.goto(base + inLanguage(path, language), { waitUntil: "load" });
    report.expect(where, "answers", answer.ok() ? "" : `${answer.status()}`);
    report.expect(where, "nothing to complain about", complaints.join("; "));
    await checkLaidOut(page, where, way, report);
    if (pictures && way.picture && first) {
      const plain = name.replaceAll("/", "-").replaceAll("…", "one");
      const file = `${language}-${scheme}-${size.width}-${plain}.png`;
      await page.screenshot({ path: join(pictures, file), fullPage: true });
    }
  } catch (error) {
    report.expect(where, "can be looked at", error.message.split("\n")[0]);
  } finally {
    stop();
  }
}
