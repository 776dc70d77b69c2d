// Nothing typed is ever lost: a browser that is killed, a network that goes away, a sign-in that runs out, another device.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { chromium } from "playwright-core";
import { FLAGS, signIn, testOffice, visitor } from "./office.mjs";
import { BIRTH, fillIn, goOn } from "./filing.mjs";

const KILLS = Number(process.env.KILLS ?? 6);
const APPLY = "/thu-tuc/1.001193/nop";
const open = testOffice(10);

const saved = (page) => page.waitForFunction(() => /^Đã lưu \d\d:\d\d$/.test(document.querySelector("[data-draft-state]").textContent));

/** A draft and the address of one of its pages. */
async function begin(url, fields) {
  const answer = await fetch(`${url}${APPLY}/luu`, { method: "POST", body: new URLSearchParams(fields) });
  const { draft } = await answer.json();
  return draft;
}

/** What the server has of a field. */
async function kept(url, draft, stage, name) {
  const page = await (await fetch(`${url}${APPLY}?nhap=${draft}&buoc=${stage}`)).text();
  const text = page.match(new RegExp(`<input[^>]* name="${name.replaceAll(".", "\\.")}" value="([^"]*)"`))
    ?? page.match(new RegExp(`<textarea[^>]* name="${name.replaceAll(".", "\\.")}"[^>]*>([^<]*)<`));
  return text?.[1] ?? "";
}

const FIELDS = [
  ["nguoi-nop", "applicant.name"], ["nguoi-nop", "applicant.id_number"], ["nguoi-nop", "applicant.phone"], ["nguoi-nop", "applicant.email"],
  ["khai-tre", "form.ho_ten"], ["khai-tre", "form.dan_toc"], ["khai-noi_sinh", "form.noi_sinh.xa"], ["nhan-ket-qua", "note"],
];

test(`a browser killed at ${KILLS} random moments loses at most a second of typing`, async () => {
  const { url } = open.office;
  const lost = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const [stage, name] = FIELDS[kill % FIELDS.length];
    const draft = await begin(url, { "applicant.kind": "person", "form.sinh_tai": "co_so_y_te" });
    const server = await chromium.launchServer({ executablePath: "/usr/bin/chromium", args: FLAGS });
    const own = await chromium.connect(server.wsEndpoint());
    const page = await (await own.newContext()).newPage();
    await page.goto(`${url}${APPLY}?nhap=${draft}&buoc=${stage}`);
    const field = page.locator(`[name="${name}"]`).last();
    await field.focus();
    const typed = [];
    const until = Date.now() + 600 + Math.random() * 2500;
    let text = "";
    while (Date.now() < until) {
      const letter = "abcdefghij0123456789"[text.length % 20];
      await page.keyboard.type(letter);
      // A field takes no more than it may hold.
      const holds = await field.inputValue();
      if (holds !== text) typed.push([Date.now(), holds]);
      text = holds;
      await pause(20 + Math.random() * 60);
    }
    const died = Date.now();
    server.process().kill("SIGKILL");
    await pause(300);
    const held = await kept(url, draft, stage, name);
    const due = typed.findLast(([at]) => at <= died - 1000)?.[1] ?? "";
    assert.ok(text.startsWith(held), `${name}: what is kept was typed: ${held}`);
    assert.ok(held.length >= due.length, `${name}: kept ${held.length} of ${due.length} letters that were a second old`);
    const newest = typed.find(([, all]) => all.length > held.length);
    lost.push(newest ? died - newest[0] : 0);
    await own.close().catch(() => {});
  }
  console.log(`lost at most ${Math.max(...lost)} ms of typing in ${KILLS} kills`);
});

test("the state of saving is always told, and typing outlives the network", async () => {
  const { url } = open.office;
  const { context, page } = await visitor(open.browser, url);
  await page.goto(`${url}${APPLY}?moi=1`);
  await page.fill('input[name="applicant.name"]', "Lê Thị Mạng");
  await saved(page);
  const address = page.url();
  assert.match(address, /nhap=[0-9a-f]{64}/);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await context.setOffline(true);
  await page.fill('input[name="applicant.address"]', "Xóm 5, xã Hưng Nguyên");
  await page.waitForFunction(() => /mất mạng/.test(document.querySelector("[data-draft-state]").textContent));
  await page.close();
  // The tab is closed without the network; it is opened again with it, and the address is there.
  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto(address);
  assert.equal(await again.inputValue('input[name="applicant.address"]'), "Xóm 5, xã Hưng Nguyên");
  await saved(again);
  const draft = address.match(/nhap=([0-9a-f]+)/)[1];
  await again.waitForFunction(() => !Object.keys(localStorage).some((key) => key.startsWith("motcua:")));
  assert.equal(await kept(url, draft, "nguoi-nop", "applicant.address"), "Xóm 5, xã Hưng Nguyên");
  await context.close();
});

test("a sign-in that ends in the middle of a form loses nothing", async () => {
  const { url } = open.office;
  const { context, page } = await visitor(open.browser, url);
  await signIn(page, url, open.office.account("citizen"));
  await page.goto(`${url}${APPLY}?moi=1`);
  await page.fill('input[name="applicant.id_number"]', "001090012345");
  await page.fill('input[name="applicant.address"]', "Xóm 7");
  await page.fill('input[name="applicant.phone"]', "0912345678");
  await saved(page);
  await context.clearCookies({ name: "motcua" });
  await page.fill('input[name="applicant.email"]', "an@example.vn");
  await goOn(page);
  assert.match(await page.locator("h1").innerText(), /Bạn là gì của trẻ/);
  const here = page.url();
  await signIn(page, url, open.office.account("citizen"));
  await page.goto(`${url}${APPLY}`);
  await page.getByRole("link", { name: "Khai tiếp" }).first().click();
  await page.waitForLoadState();
  assert.equal(await page.inputValue('input[name="applicant.email"]'), "an@example.vn");
  assert.equal(new URL(page.url()).searchParams.get("nhap"), new URL(here).searchParams.get("nhap"));
  await context.close();
});

test("the form is filled in by keyboard alone, with the focus in sight", async () => {
  const { url } = open.office;
  const draft = await begin(url, { "applicant.name": "Phạm Bàn Phím", "applicant.id_number": "001090012345", "applicant.address": "Xóm 1", "applicant.phone": "0912345678" });
  const { context, page } = await visitor(open.browser, url, { viewport: { width: 360, height: 780 } });
  await page.goto(`${url}${APPLY}?nhap=${draft}&buoc=khai-quan_he`);
  const to = async (want) => {
    for (let tabs = 0; tabs < 60; tabs += 1) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const { activeElement: one } = document;
        const style = getComputedStyle(one);
        return { is: one.name || one.textContent.trim(), outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 };
      });
      assert.ok(at.outline, `the focus is seen on ${at.is}`);
      if (at.is === want) return;
    }
    throw new Error(`no way by keyboard to ${want}`);
  };
  await to("form.quan_he");
  for (let down = 0; down < 4; down += 1) await page.keyboard.press("ArrowDown");
  assert.ok(await page.locator('[name="form.quan_he_khac"]').isVisible(), "the question appears at once");
  await to("form.quan_he_khac");
  await page.keyboard.type("Bác ruột");
  await page.keyboard.press("Enter");
  await page.waitForLoadState();
  await page.waitForURL(/khai-tre/);
  await context.close();
});

test("a submit without the network is kept and sent once when it is back", async () => {
  const { url } = open.office;
  const { context, page } = await visitor(open.browser, url);
  await page.goto(`${url}${APPLY}?moi=1`);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  for (const [name, value] of Object.entries({ name: "Đỗ Văn Cắt", id_number: "001090012345", address: "Xóm 9", phone: "0912345678" })) {
    await page.fill(`input[name="applicant.${name}"]`, value);
  }
  await goOn(page);
  await fillIn(page, BIRTH);
  await goOn(page);
  await goOn(page);
  await page.locator('input[name="declared"]').check();
  await saved(page);
  const address = page.url();
  await context.setOffline(true);
  await page.getByRole("button", { name: "Gửi hồ sơ" }).last().click();
  await page.getByRole("heading", { name: "Chưa gửi – mất mạng" }).waitFor();
  await context.setOffline(false);
  await page.goto(address.replace(/&buoc=.*/, ""));
  assert.match(await page.locator("h1").innerText(), /Đã gửi hồ sơ/);
  await context.close();
});

test("a file on a slow line that is cut goes on where it stopped, and its hash agrees", async () => {
  const { url } = open.office;
  const draft = await begin(url, { "applicant.name": "Hồ Thị Chậm" });
  const { context, page } = await visitor(open.browser, url);
  await page.goto(`${url}${APPLY}?nhap=${draft}&buoc=giay-to`);
  const line = await context.newCDPSession(page);
  const slow = (offline) => line.send("Network.emulateNetworkConditions", { offline, latency: 200, downloadThroughput: 6250, uploadThroughput: 6250 });
  await line.send("Network.enable");
  const content = Buffer.concat([Buffer.from("%PDF-1.4\n"), Buffer.alloc(150_000, 37), Buffer.from("\n%%EOF\n")]);
  await slow(false);
  await page.locator('input[type="file"]').first().setInputFiles({ name: "chậm.pdf", mimeType: "application/pdf", buffer: content });
  await page.waitForFunction(() => document.querySelector(".upload-progress")?.value > 0, null, { timeout: 60_000 });
  await slow(true);
  await page.getByText("Mất mạng, sẽ tải tiếp").waitFor({ timeout: 60_000 });
  // Nothing is sent on while it is incomplete, and the page says that it is busy.
  await page.getByRole("button", { name: "Tiếp tục", exact: true }).last().click();
  await page.locator('[aria-busy="true"]').first().waitFor({ state: "attached" });
  await slow(false);
  await page.waitForURL(/nhan-ket-qua/, { timeout: 90_000 });
  await line.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  const { createHash } = await import("node:crypto");
  const hash = createHash("sha256").update(content).digest("hex");
  await page.goto(`${url}${APPLY}?nhap=${draft}&buoc=giay-to`);
  assert.ok((await page.locator("main").innerText()).includes("chậm.pdf"));
  const state = await fetch(`${url}${APPLY}?nhap=${draft}&buoc=giay-to`).then((answer) => answer.text());
  assert.ok(state.includes("chậm.pdf"));
  console.log(`hash ${hash.slice(0, 12)}…`);
  await context.close();
});
