// Page images for the README: `just screens`.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
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
    await page.screenshot({ path: `${folder}${name}-${width}.png`, fullPage: false });
    await context.close();
  }
}

const open = (path) => (page) => page.goto(url + path);
await shoot("home", null, open("/"));
await shoot("fact-sheet", null, open("/thu-tuc/1.001193"));
await shoot("apply", null, open("/thu-tuc/1.001193/nop"));
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
