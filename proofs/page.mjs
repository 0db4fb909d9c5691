// Opens pages and pictures in Chromium without a network, and says what it found.
//
//   node page.mjs OUT FILE...     (with playwright-core and axe-core beside it)
//
// One line of JSON a file and colour scheme: findings of axe, requests, texts that lie
// on each other. Pictures of each page at 390 and 1,280 pixels and as A4 stay in OUT.
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(`${process.cwd()}/`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");
const TALLEST = 12000;
const [out, ...files] = process.argv.slice(2);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});

// Texts whose boxes share more than a hair, and so cannot be read.
function overlaps() {
  const boxes = [...document.querySelectorAll("svg text")]
    .map((node) => [node.textContent, node.getBoundingClientRect()])
    .filter(([text, box]) => text.trim() && box.width);
  const found = [];
  for (const [n, [text, a]] of boxes.entries()) {
    for (const [other, b] of boxes.slice(n + 1)) {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 1 && down > a.height / 2) found.push(`${text} / ${other}`);
    }
  }
  return found;
}

// Words, dates and numbers of cells that stand on more than one line.
function broken() {
  const found = [];
  for (const cell of document.querySelectorAll("td, th")) {
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      for (const match of node.data.matchAll(/[A-Za-z0-9][A-Za-z0-9.,:%-]*/g)) {
        if (match[0].length > 40) continue;
        const range = document.createRange();
        range.setStart(node, match.index);
        range.setEnd(node, match.index + match[0].length);
        const tops = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
        if (tops.size > 1) found.push(match[0]);
      }
    }
  }
  return found;
}

// Links to places of the page that are not there.
function dead() {
  return [...document.querySelectorAll("a[href]")]
    .map((link) => link.getAttribute("href"))
    .filter((to) => to.startsWith("#"))
    .filter((to) => !document.getElementById(decodeURIComponent(to.slice(1))));
}

// Texts that stand out of their cell, and so on or beside another one.
function outOfCells() {
  const found = [];
  for (const cell of document.querySelectorAll("td, th")) {
    const box = cell.getBoundingClientRect();
    if (!box.width) continue;
    const range = document.createRange();
    range.selectNodeContents(cell);
    for (const one of range.getClientRects()) {
      if (one.right > box.right + 1 || one.left < box.left - 1) found.push(cell.textContent);
    }
    if (box.right > innerWidth + 1) found.push(`beyond the page: ${cell.textContent}`);
  }
  return found;
}

for (const file of files) {
  const name = basename(file);
  const isPage = name.endsWith(".html");
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ offline: true, colorScheme, bypassCSP: true });
    const page = await context.newPage();
    let requests = 0;
    const errors = [];
    page.on("request", (request) => {
      if (!request.url().startsWith("file:")) requests += 1;
    });
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (said) => {
      if (said.type() === "error") errors.push(said.text());
    });
    const sizes = [];
    let wide = 0;
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      // A picture stands in a page, as it does in a README.
      if (isPage) await page.goto(pathToFileURL(file).href);
      else await page.setContent(`<!doctype html>${readFileSync(file, "utf-8")}`);
      const path = `${out}/${name}-${width}-${colorScheme}.png`;
      // Chromium refuses pictures that are taller than its textures.
      const tall = await page.evaluate(() => document.documentElement.scrollHeight);
      const clip = { x: 0, y: 0, width, height: Math.min(tall, TALLEST) };
      await page.screenshot({ path, fullPage: true, clip });
      sizes.push(statSync(path).size);
      wide = Math.max(wide, await page.evaluate(() => document.documentElement.scrollWidth - innerWidth));
    }
    const result = { file: name, colorScheme, requests, errors, sizes };
    if (isPage) {
      result.broken = await page.evaluate(broken);
      result.dead = await page.evaluate(dead);
      await page.addScriptTag({ content: axe });
      const { violations } = await page.evaluate(() => globalThis.axe.run());
      result.violations = violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 160)}`);
      result.wide = wide;
      if (colorScheme === "light") {
        const path = `${out}/${name}.pdf`;
        await page.pdf({ path, format: "A4" });
        sizes.push(statSync(path).size);
        // As wide as the text of an A4 page: 210 mm without its margins.
        await page.emulateMedia({ media: "print" });
        await page.setViewportSize({ width: 688, height: 900 });
        result.out = await page.evaluate(outOfCells);
        await page.emulateMedia({ media: "screen" });
        await page.setViewportSize({ width: 1280, height: 900 });
      }
    }
    result.overlaps = await page.evaluate(overlaps);
    console.log(JSON.stringify(result));
    await context.close();
  }
}
await browser.close();
