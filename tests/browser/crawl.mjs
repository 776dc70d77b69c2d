// Browses the portal as a visitor who only clicks, from the home page to every procedure: `just crawl FILE`.
// Every page answers, no link is dead or leaves the host, every procedure is at most three clicks from home.
import assert from "node:assert/strict";
import { openBrowser, visitor } from "./office.mjs";

const url = process.argv[2];
const procedures = Number(process.argv[3]);
const DEEPEST = 3;
const depth = new Map([["/", 0]]);
const from = new Map();
let reading = ["/"];
const dead = [];
const strangers = new Set();
let pages = 0;

/** Where the links of a page lead, without query parts that only change the view of the same. */
function links(text, base) {
  const found = [];
  for (const [, raw] of text.matchAll(/<a\b[^>]*\bhref="([^"]*)"/g)) {
    const target = new URL(raw.replaceAll("&amp;", "&"), base);
    if (["tel:", "mailto:"].includes(target.protocol)) continue;
    if (target.origin !== new URL(url).origin) strangers.add(target.href);
    else found.push(target.pathname + target.search);
  }
  return found;
}

async function read(path) {
  const answer = await fetch(url + path, { redirect: "manual" });
  pages += 1;
  const text = await answer.text();
  if (answer.status >= 400) dead.push(`${answer.status} ${path} from ${from.get(path)}`);
  const moved = answer.headers.get("location");
  if (moved) return links(`<a href="${moved}">`, url + path);
  return answer.headers.get("content-type")?.startsWith("text/html") ? links(text, url + path) : [];
}

while (reading.length) {
  const next = new Set();
  const queue = [...reading];
  const clicks = depth.get(queue[0]);
  const worker = async () => {
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      for (const link of await read(path)) {
        if (depth.has(link)) continue;
        depth.set(link, clicks + 1);
        from.set(link, path);
        next.add(link);
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  const sheets = [...depth.keys()].filter((path) => /^\/thu-tuc\/[^/?]+$/.test(path)).length;
  console.log(`after ${clicks} clicks: ${pages} pages read, ${sheets} procedures in sight, ${next.size} new links`);
  // What is one click beyond the procedures is opened too, so that no link of theirs is dead.
  reading = clicks < DEEPEST ? [...next] : [];
}
const sheets = [...depth].filter(([path]) => /^\/thu-tuc\/[^/?]+$/.test(path));
const far = sheets.filter(([, clicks]) => clicks > DEEPEST);
console.log(`${sheets.length} procedures of ${procedures}, ${far.length} further than ${DEEPEST} clicks, ${dead.length} dead links, links to other hosts: ${strangers.size} (sources on the national portal)`);

// In a real browser: every thirtieth procedure, for errors on the page and requests to other hosts.
const browser = await openBrowser();
const one = await visitor(browser, url, { viewport: { width: 360, height: 780 } });
let opened = 0;
for (let at = 0; at < sheets.length; at += 30) {
  await one.page.goto(url + sheets[at][0]);
  opened += 1;
}
console.log(`${opened} opened in a browser: ${one.errors.length} errors, ${one.strangers.length} requests to other hosts`);
await browser.close();
for (const line of dead.slice(0, 20)) console.log(line);
const elsewhere = [...strangers].filter((link) => !link.startsWith("https://dichvucong.gov.vn/") && !link.startsWith("https://thutuc.dichvucong.gov.vn/"));
for (const line of elsewhere.slice(0, 20)) console.log(line);
assert.equal(dead.length + far.length + one.errors.length + one.strangers.length, 0);
assert.equal(sheets.length, procedures);
