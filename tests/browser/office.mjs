// A demonstration office and a browser for the tests: the real executable, real Chromium.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { chromium } from "playwright-core";

export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--lang=vi",
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
];

/** Starts a demonstration office of its own; `stop` ends it and removes its directory. */
export async function openOffice(dossiers = 40) {
  const dir = await mkdtemp(join(tmpdir(), "motcua-browser-"));
  const ready = join(dir, "ready.json");
  const args = ["demo", "--listen", "127.0.0.1:0", "--data-dir", join(dir, "data"), "--dossiers", String(dossiers), "--ready-file", ready];
  const server = spawn(process.env.MOTCUA ?? "target/release/motcua", args, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  server.stderr.on("data", (piece) => (said += piece));
  for (let waited = 0; waited < 600; waited += 1) {
    if (server.exitCode !== null) throw new Error(`the office did not open: ${said}`);
    try {
      const { url, accounts } = JSON.parse(await readFile(ready, "utf8"));
      const account = (role) => accounts.find((one) => one.role === role);
      const stop = async () => {
        server.kill("SIGTERM");
        await new Promise((done) => server.once("exit", done));
        await rm(dir, { recursive: true, force: true });
      };
      return { url, accounts, account, dir, stop };
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
      await pause(100);
    }
  }
  throw new Error(`the office was not ready within a minute: ${said}`);
}

/** A browser that never speaks to another host. */
export async function openBrowser() {
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
}

/** For a file of tests: an office and a browser, open from before its first test until after its last. */
export function testOffice(dossiers) {
  const open = {};
  before(async () => {
    open.office = await openOffice(dossiers);
    open.browser = await openBrowser();
  });
  after(async () => {
    await open.browser?.close();
    await open.office?.stop();
  });
  return open;
}

/** A visitor with a browser window; requests to other hosts and errors on the page are collected. */
export async function visitor(browser, url, options = {}) {
  const context = await browser.newContext({ locale: "vi-VN", timezoneId: "Asia/Ho_Chi_Minh", viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const strangers = [];
  const errors = [];
  page.on("request", (request) => {
    const asked = request.url();
    if (!asked.startsWith(url) && !asked.startsWith("data:") && !asked.startsWith("blob:")) strangers.push(asked);
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    // A page that answers 4xx on purpose is told by the test itself.
    if (message.type() === "error" && !message.text().includes("Failed to load resource")) errors.push(message.text());
  });
  return { context, page, strangers, errors };
}

/** Signs in on the sign-in page. */
export async function signIn(page, url, account) {
  await page.goto(`${url}/dang-nhap`);
  await page.fill('input[name="username"]', account.username);
  await page.fill('input[name="password"]', account.password);
  await page.click('main button[type="submit"]');
  await page.waitForLoadState();
}
