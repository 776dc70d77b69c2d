// Page images for the README: `just screens`.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { BIRTH, fillIn, goOn } from "./filing.mjs";
import { openBrowser, openOffice, signIn, visitor } from "./office.mjs";

const folder = fileURLToPath(new URL("../screens/", import.meta.url));
await mkdir(folder, { recursive: true });
const office = await openOffice(200);
const browser = await openBrowser();
const { url } = office;

async function shoot(name, role, way) {
  for (const width of [1280, 360]) {
    const { context, page } = await visitor(browser, url, { viewport: { width, height: width === 360 ? 780 : 860 } });
    if (role) await signIn(page, url, office.account(role));
    await way(page);
    // A page on its way cannot be taken.
    await page.waitForLoadState("networkidle");
    await page.screenshot({ path: `${folder}${name}-${width}.png`, fullPage: false });
    await context.close();
  }
}

const open = (path) => (page) => page.goto(url + path);
await shoot("home", null, open("/"));
await shoot("fact-sheet", null, open("/thu-tuc/1.001193"));
await shoot("apply", null, open("/thu-tuc/1.001193/nop"));
const started = async (page) => {
  await page.goto(`${url}/thu-tuc/1.001193/nop?moi=1`);
  for (const [name, value] of Object.entries({ name: "Nguyễn Văn Bình", id_number: "001090012345", address: "Xóm 3, xã Hưng Nguyên", phone: "0912345678" })) {
    await page.fill(`input[name="applicant.${name}"]`, value);
  }
  await goOn(page);
};
const whole = async (page) => {
  await started(page);
  await fillIn(page, BIRTH);
};
await shoot("form-question", null, async (page) => {
  await started(page);
  await page.locator('input[value="khac"]').check();
});
await shoot("form-sheet", null, async (page) => {
  await started(page);
  await page.getByRole("link", { name: "Khai tất cả trên một trang" }).click();
});
await shoot("form-gaps", null, async (page) => {
  await started(page);
  await page.goto(page.url().replace(/buoc=[^&]*/, "buoc=kiem-tra"));
  await page.getByRole("button", { name: "Gửi hồ sơ" }).last().click();
});
await shoot("papers", null, async (page) => {
  await whole(page);
  await page.locator('input[type="file"]').first().setInputFiles({ name: "giấy chứng sinh.pdf", mimeType: "application/pdf", buffer: Buffer.from(`%PDF-1.4\n${"%".repeat(300_000)}\n%%EOF\n`) });
  await page.getByText("Đã tải lên").waitFor();
});
await shoot("elsewhere", null, async (page) => {
  await started(page);
  await page.getByRole("button", { name: "Khai tiếp trên máy khác" }).click();
});
await shoot("unfinished", null, async (page) => {
  await started(page);
  await page.goto(`${url}/thu-tuc/1.001193/nop`);
});
await shoot("filed", null, async (page) => {
  await whole(page);
  await goOn(page);
  await goOn(page);
  await page.locator('input[name="declared"]').check();
  await page.getByRole("button", { name: "Gửi hồ sơ" }).last().click();
  await page.waitForLoadState();
});
await shoot("form-editor", "admin", async (page) => {
  await page.goto(`${url}/quan-tri/bieu-mau/1.001193`);
  await page.getByRole("button", { name: "Kiểm tra" }).click();
});
await shoot("work-list", "reception", open("/can-bo?trang-thai=dang-xu-ly"));
await shoot("dossier", "reception", async (page) => {
  await page.goto(`${url}/can-bo?trang-thai=dang-xu-ly`);
  await page.goto(url + (await page.locator('a[href^="/can-bo/ho-so/"]').first().getAttribute("href")));
});
await shoot("intake", "reception", open("/can-bo/tiep-nhan"));
await shoot("tracking", "citizen", async (page) => {
  await page.goto(`${url}/ho-so`);
  await page.goto(url + (await page.locator('a[href^="/ho-so/"]').first().getAttribute("href")));
  const text = await page.locator("main").innerText();
  const code = text.match(/[A-Z0-9.]+-\d{6}-\d{4,}/)[0];
  const secret = text.match(/\b[A-HJ-NP-Z2-9]{8}\b/)[0];
  await page.goto(`${url}/tra-cuu/${code}`);
  await page.fill('main input[name="proof"]', secret);
  await page.locator("main form button").last().click();
  await page.waitForLoadState();
});
await browser.close();
await office.stop();
