// Every journey of a citizen as a newcomer walks it, on a phone: a picture of each step in tests/screens/walk, `just walk`.
import { mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { BIRTH, goOn } from "./filing.mjs";
import { openBrowser, openOffice, signIn, visitor } from "./office.mjs";

const folder = fileURLToPath(new URL("../screens/walk/", import.meta.url));
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const office = await openOffice(200);
const browser = await openBrowser();
const { url } = office;
let step = 0;

/** Somebody with a cheap phone. */
async function somebody() {
  const { context, page } = await visitor(browser, url, { viewport: { width: 360, height: 780 }, deviceScaleFactor: 1, hasTouch: true, isMobile: true });
  const shot = async (name) => {
    await page.waitForLoadState();
    step += 1;
    await page.screenshot({ path: `${folder}${String(step).padStart(2, "0")}-${name}.png`, fullPage: true });
  };
  return { context, page, shot };
}

const tap = async (page, name, role = "link") => {
  await page.getByRole(role, { name }).first().click();
  await page.waitForLoadState();
};

// Find, prepare, file, receive the slip.
const { page, shot, context } = await somebody();
await page.goto(url);
await shot("home");
await page.fill('main input[name="q"]', "lam khai sinh cho con");
await page.press('main input[name="q"]', "Enter");
await shot("search");
await page.locator('main a[href="/thu-tuc/1.001193"]').first().click();
await shot("fact-sheet");
await page.goto(`${url}/thu-tuc/1.001193/chuan-bi`);
await shot("prepare");
await page.goto(`${url}/thu-tuc/1.001193`);
await page.locator('a[href="/thu-tuc/1.001193/nop"]').first().click();
await shot("apply-applicant");
await goOn(page);
await shot("apply-faults");
for (const [name, value] of Object.entries({ name: "Nguyễn Văn Bình", id_number: "001090012345", address: "Xóm 3, xã Hưng Nguyên", phone: "0912345678" })) {
  await page.fill(`input[name="applicant.${name}"]`, value);
}
await goOn(page);
for (let pages = 0; pages < 20 && (await page.locator("[data-rules]").count()); pages += 1) {
  await shot("apply-form");
  for (const [id, value] of Object.entries(BIRTH)) {
    const fields = page.locator(`[name="form.${id}"]`);
    if (!(await fields.count()) || (await fields.first().locator("xpath=ancestor::*[@hidden]").count())) continue;
    const kind = await fields.first().evaluate((one) => one.type);
    if (kind === "radio") await page.locator(`[name="form.${id}"][value="${value}"]`).check();
    else if (kind.startsWith("select")) await fields.first().selectOption(value);
    else await fields.first().fill(value);
  }
  await goOn(page);
}
await shot("apply-papers");
await page.locator('input[type="file"]').first().setInputFiles({ name: "giấy chứng sinh.pdf", mimeType: "application/pdf", buffer: Buffer.from(`%PDF-1.4\n${"%".repeat(300_000)}\n%%EOF\n`) });
await page.getByText("Đã tải lên").waitFor();
await shot("apply-papers-sent");
await tap(page, "Khai tiếp trên máy khác", "button");
await shot("go-on-elsewhere");
await tap(page, "Khai tiếp trên máy này");
await page.goto(page.url().replace(/buoc=[^&]*|$/, "") + "&buoc=giay-to");
await goOn(page);
await shot("apply-delivery");
await goOn(page);
await shot("apply-check");
await page.locator('input[name="declared"]').check();
await tap(page, "Gửi hồ sơ", "button");
await page.waitForURL(/nhap=/);
await shot("apply-receipt");
const receipt = await page.locator("main").innerText();
const code = receipt.match(/[A-Z0-9.]+-\d{6}-\d{4,}/)[0];
const secret = receipt.match(/\b[A-HJ-NP-Z2-9]{8}\b/)[0];

// Follow it without an account.
await page.goto(`${url}/tra-cuu`);
await shot("track-form");
await page.fill('main input[name="code"]', code);
await page.fill('main input[name="proof"]', "SAIMABIM");
await tap(page, "Tra cứu", "button");
await shot("track-wrong");
await page.goto(`${url}/tra-cuu`);
await page.fill('main input[name="code"]', code);
await page.fill('main input[name="proof"]', secret);
await page.locator("main form button[type=submit]").last().click();
await shot("track-timeline");

// Ask the office.
await page.goto(`${url}/phan-anh`);
await shot("feedback-form");
await page.goto(`${url}/hoi-dap`);
await shot("questions");
const answer = page.locator('main a[href^="/hoi-dap/"]').first();
if (await answer.count()) {
  await answer.click();
  await shot("question");
}
await context.close();

// An account of one's own.
const newcomer = await somebody();
await newcomer.page.goto(`${url}/dang-ky`);
await newcomer.shot("sign-up");
for (const [name, value] of Object.entries({ name: "Trần Thị Mới", phone: "0977000111", password: "con bò ăn cỏ non", password_again: "con bò ăn cỏ non" })) {
  await newcomer.page.fill(`main input[name="${name}"]`, value);
}
await newcomer.page.locator('main button[type="submit"]').last().click();
await newcomer.shot("signed-up");
await newcomer.page.goto(`${url}/tai-khoan`);
await newcomer.shot("account");
await newcomer.page.goto(`${url}/ho-so`);
await newcomer.shot("no-dossiers");
await newcomer.context.close();

// Dossiers under way: each state that the demonstration office has for its citizen.
const old = await somebody();
await old.page.goto(`${url}/dang-nhap`);
await old.shot("sign-in");
await signIn(old.page, url, office.account("citizen"));
await old.page.goto(`${url}/ho-so`);
await old.shot("dossiers");
const rows = await old.page.locator('main a[href^="/ho-so/"]').evaluateAll((links) => links.map((link) => link.getAttribute("href")));
const seen = new Set();
for (const path of [...new Set(rows)]) {
  await old.page.goto(url + path);
  const state = (await old.page.locator("main .tag").first().innerText()).trim();
  if (seen.has(state)) continue;
  seen.add(state);
  await old.shot(`dossier-${seen.size}`);
  console.log(step, state, path);
}
await old.page.goto(`${url}/thu-tuc/1.004873/nop`);
await old.shot("apply-prefilled");
await old.page.goto(`${url}/kho-giay-to`);
await old.shot("papers-store");
await old.context.close();

const guest = await somebody();
await guest.page.goto(`${url}/huong-dan`);
await guest.shot("guide");
await guest.page.goto(`${url}/tiep-tuc`);
await guest.shot("go-on-with-code");
await guest.page.goto(`${url}/khong-co-trang-nay`);
await guest.shot("not-found");
await guest.context.close();

await browser.close();
await office.stop();
console.log(`${step} steps`);
