// Renders Markdown as GitHub does, opens it in headless Chromium, and prints what became of it as JSON:
// which elements there are, the headings, how many cells each row of each table has.
//
// node markdown.mjs DOCUMENT.md
import { chromium } from "playwright-core";
import { marked } from "marked";
import { readFileSync } from "node:fs";

const html = marked.parse(readFileSync(process.argv[2], "utf8"), { gfm: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  const page = await browser.newPage();
  const requests = [];
  const dialogs = [];
  page.on("request", (r) => requests.push(r.url()));
  page.on("dialog", (d) => { dialogs.push(d.message()); d.dismiss(); });
  await page.setContent(html);
  const seen = await page.evaluate(() => ({
    elements: [...new Set([...document.body.querySelectorAll("*")].map((e) => e.localName))].sort(),
    attributes: [...new Set([...document.body.querySelectorAll("*")].flatMap((e) => e.getAttributeNames()))].sort(),
    headings: [...document.querySelectorAll("h1, h2, h3, h4")].map((h) => h.localName + " " + h.textContent),
    uneven: [...document.querySelectorAll("table")].flatMap((t) => [...t.rows].filter((r) => r.cells.length !== t.rows[0].cells.length)).length,
    // GitHub turns mentions and bare names into links except in code.
    loose: [...document.body.querySelectorAll("*")].flatMap((e) => [...e.childNodes].filter((n) => n.nodeType === 3 && !e.closest("code, pre, summary"))
      .map((n) => n.textContent).filter((t) => /@\w|https?:|www\.|#\d|GH-\d/.test(t))),
  }));
  console.log(JSON.stringify({ ...seen, requests, dialogs }, null, 1));
} finally {
  await browser.close();
}
