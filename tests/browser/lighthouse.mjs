// Lighthouse, as a phone on a slow network sees the pages that most people open: `just lighthouse`.
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openOffice } from "./office.mjs";

const PAGES = ["/", "/thu-tuc?q=khai+sinh", "/thu-tuc/1.001193", "/thu-tuc/1.001193/nop", "/tra-cuu"];
const LEAST = 95;
const SHOWN = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift"];
// With more of the flags of the tests it records no trace.
const FLAGS = "--chrome-flags=--headless=new --no-sandbox --disable-gpu";

const office = await openOffice(20);
let low = 0;
try {
  for (const page of PAGES) {
    const told = join(office.dir, "told.json");
    const asked = ["--yes", "lighthouse@12.8.2", office.url + page, "--quiet", "--only-categories=performance,accessibility", "--form-factor=mobile"];
    const run = spawnSync("npx", [...asked, FLAGS, "--output=json", `--output-path=${told}`], {
      env: { ...process.env, CHROME_PATH: "/usr/bin/chromium" },
      stdio: ["ignore", "ignore", "inherit"],
    });
    if (run.status !== 0) throw new Error(`Lighthouse did not judge ${page}`);
    const { categories, audits } = JSON.parse(await readFile(told, "utf8"));
    const score = (name) => Math.round(categories[name].score * 100);
    const scores = [score("performance"), score("accessibility")];
    if (Math.min(...scores) < LEAST) low += 1;
    console.log(page, "performance", scores[0], "accessibility", scores[1], SHOWN.map((name) => `${name} ${audits[name].displayValue}`).join(", "));
  }
} finally {
  await office.stop();
}
process.exitCode = low ? 1 : 0;
