// Opens pages in headless Chromium and prints what a reader would meet, as JSON: errors, requests that
// leave the page, accessibility faults, which rows are marked. Takes a screenshot of each at phone and
// desktop width in both colour schemes.
//
// node check.mjs OUTPUT_DIRECTORY LOOKS=PAGE.html...     LOOKS is 1 (the phone in light), 2 (and the desktop
// in dark), 4, or 0 (the phone without the accessibility checker, which takes most of the time); one browser opens all pages, since starting it takes longer than a look
import { chromium } from "playwright-core";
import { createRequire } from "node:module";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [output, ...pages] = process.argv.slice(2);
mkdirSync(output, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const profile = mkdtempSync(join(tmpdir(), "custody-chromium-"));
const flags = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const widths = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };
const results = [];

const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: flags,
});
try {
  for (const page of pages) {
    const [looks, file] = [page.slice(0, 1), page.slice(2)];
    const url = pathToFileURL(resolve(file)).href;
    for (const [device, viewport] of Object.entries(widths)) {
      for (const colorScheme of ["light", "dark"]) {
        if (looks !== "4" && (device === "phone") !== (colorScheme === "light")) continue;
        if (looks < "2" && device !== "phone") continue;
        results.push(await look(file, url, device, viewport, colorScheme, looks !== "0"));
      }
    }
  }
} finally {
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}
console.log(JSON.stringify(results, null, 1));

async function look(file, url, device, viewport, colorScheme, checked) {
  const page = await context.newPage();
  const errors = [];
  const requests = [];
  page.on("console", (m) => ["error", "warning"].includes(m.type()) && errors.push(m.text()));
  page.on("pageerror", (e) => errors.push(String(e)));
  page.on("dialog", (d) => { errors.push("dialog: " + d.message()); d.dismiss(); });
  page.on("request", (r) => r.url() !== url && requests.push(r.url()));
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme });
  await page.goto(url);
  const name = `${basename(dirname(resolve(file)))}-${device}-${colorScheme}.png`;
  await page.screenshot({ path: join(output, name), fullPage: true });
  const seen = await page.evaluate(() => ({
    differing: [...document.querySelectorAll(".matrix:not(.settings) tbody tr")].map((row) => ({
      evidence: row.querySelector("th").lastChild.previousSibling.textContent,
      marked: row.classList.contains("differs") && row.querySelector("th .mark").getBoundingClientRect().width > 0,
      cells: [...row.querySelectorAll("td")].map((c) => (c.querySelector(".mark") ? "≠" : "") + (c.querySelector("code")?.textContent ?? "")),
    })),
    folded: [...document.querySelectorAll("details.equal tbody th")].map((th) => th.textContent),
    openFolds: document.querySelectorAll("details[open]").length,
    foreign: document.querySelectorAll("script, iframe, object, embed, form, img, link, base").length,
    handlers: [...document.querySelectorAll("*")].flatMap((e) => e.getAttributeNames().filter((a) => a.startsWith("on"))),
    unknownLinks: [...document.querySelectorAll("a")].map((a) => a.getAttribute("href")).filter((h) => !h.startsWith("#") || !document.getElementById(h.slice(1))),
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    background: getComputedStyle(document.body).backgroundColor,
    firstHeading: document.querySelector("h1").textContent,
  }));
  const reachable = await focusable(page);
  await page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));
  let found = { violations: [], passes: [] };
  if (checked) {
    await page.evaluate(axe);
    found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  }
  await page.close();
  return {
    page: file, device, colorScheme, errors, requests, ...seen, reachable,
    violations: found.violations.map((v) => ({ id: v.id, impact: v.impact, nodes: v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200)) })),
    checked,
    rulesPassed: found.passes.length,
  };
}

// How many of the things one can act on the Tab key reaches, of how many there are.
async function focusable(page) {
  // What lies in a closed fold cannot be reached, and need not be.
  const there = await page.evaluate(() =>
    [...document.querySelectorAll("a, summary, .scroll")].filter((e) => e.matches("summary") || !e.closest("details:not([open])")).length);
  await page.evaluate(() => {
    window.reached = 0;
    document.addEventListener("focusin", (e) => e.target.matches("a, summary, .scroll") && window.reached++);
  });
  for (let i = 0; i < there; i++) await page.keyboard.press("Tab");
  return { there, reached: await page.evaluate(() => window.reached) };
}
