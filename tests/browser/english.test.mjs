// Citizens' pages in English: no sentence of ours is left in Vietnamese.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { BIRTH, fillIn } from "./filing.mjs";
import { signIn, testOffice, visitor } from "./office.mjs";

const open = testOffice(40);

const messages = Object.entries(JSON.parse(await readFile(new URL("../../assets/words/en.json", import.meta.url), "utf8")))
  .filter(([vietnamese, said]) => vietnamese.trim() !== said.trim())
  .map(([vietnamese]) => vietnamese.trim());

/** Messages of ours that a page says in Vietnamese all the same. */
const unsaid = (page) => page.evaluate((messages) => {
  const plain = new Set(messages.filter((message) => !message.includes("{")));
  const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const filled = messages.filter((message) => message.includes("{")).map((message) => new RegExp(`^${message.split(/\{\w+\}/).map(literal).join(".+")}$`));
  const found = [];
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    if (element.closest("script, style, .crumbs [aria-current], [lang=vi]")) continue;
    const texts = node.nodeType === Node.TEXT_NODE ? [node.data] : ["aria-label", "placeholder", "title", "alt"].map((name) => node.getAttribute(name) ?? "");
    for (const text of texts.map((one) => one.trim()).filter(Boolean)) {
      if (plain.has(text) || filled.some((message) => message.test(text))) found.push(`<${element.tagName.toLowerCase()}> ${text.slice(0, 120)}`);
    }
  }
  return [...new Set(found)];
}, messages);

async function english(one, url) {
  await one.page.goto(`${url}/thu-tuc?q=khai+sinh`);
  await one.page.getByRole("button", { name: "English" }).click();
  await one.page.waitForLoadState();
  assert.equal(one.page.url(), `${url}/thu-tuc?q=khai+sinh`, "the choice leads back to where it was made");
  assert.equal(await one.page.locator("html").getAttribute("lang"), "en");
}

const looked = async (one, path, left) => {
  const found = await unsaid(one.page);
  if (found.length) left.push(`${path}\n    ${found.join("\n    ")}`);
};

for (const javaScriptEnabled of [true, false]) {
  test(`every page for citizens is English once it was chosen, JavaScript ${javaScriptEnabled ? "on" : "off"}`, async () => {
    const { url } = open.office;
    const one = await visitor(open.browser, url, { javaScriptEnabled });
    const { page } = one;
    const left = [];
    await english(one, url);
    const everybody = ["/", "/thu-tuc", "/thu-tuc?q=khai+sinh", "/thu-tuc?q=zzzz+qqqq", "/thu-tuc/1.001193", "/thu-tuc/1.004222", "/thu-tuc/1.001193/chuan-bi", "/thu-tuc/1.001193/chuan-bi?c1=khong&c2=khong&c3=khong", "/tiep-tuc", "/tra-cuu", "/huong-dan", "/dang-nhap", "/dang-ky", "/phan-anh", "/phan-anh/xem", "/hoi-dap", "/khong-co-trang-nay"];
    for (const path of everybody) {
      await page.goto(url + path);
      await looked(one, path, left);
    }

    // Filing, with a page that comes back.
    await page.goto(`${url}/thu-tuc/1.001193/nop?moi=1`);
    await looked(one, "filing", left);
    await page.getByRole("button", { name: "Continue", exact: true }).last().click();
    await page.waitForLoadState();
    await looked(one, "filing, with faults", left);
    for (const [name, value] of Object.entries({ name: "John Smith", id_number: "001190012345", address: "Street 3", phone: "0912345678" })) await page.fill(`input[name="applicant.${name}"]`, value);
    if (await page.locator('input[name="case"][type="radio"]').count()) await page.locator('input[name="case"]').first().check({ force: true });
    const on = async () => {
      await page.getByRole("button", { name: "Continue", exact: true }).last().click();
      await page.waitForLoadState();
      await looked(one, page.url().replace(/nhap=\w+/, ""), left);
    };
    await on();
    await fillIn(page, BIRTH, async () => on());
    await on();
    await on();
    await page.locator('input[name="declared"]').check({ force: true });
    await page.getByRole("button", { name: "Send" }).last().click();
    await page.waitForLoadState();
    await looked(one, "receipt", left);
    const receipt = await page.locator("main").innerText();
    const code = receipt.match(/[A-Z0-9.]+-\d{6}-\d{4,}/)?.[0];
    const secret = receipt.match(/\b[A-HJ-NP-Z2-9]{8}\b/)?.[0];
    await page.goto(`${url}/tra-cuu`);
    await page.fill('main input[name="code"]', code);
    await page.fill('main input[name="proof"]', "wrong");
    await page.locator("main form button").last().click();
    await page.waitForLoadState();
    await looked(one, "tracking, wrong", left);
    await page.fill('main input[name="proof"]', secret);
    await page.locator("main form button").last().click();
    await page.waitForLoadState();
    await looked(one, "tracking", left);

    // With an account: dossiers in every status, their histories, the store of papers.
    await signIn(page, url, open.office.account("citizen"));
    for (const path of ["/ho-so", "/kho-giay-to", "/tai-khoan"]) {
      await page.goto(url + path);
      await looked(one, path, left);
    }
    await page.goto(`${url}/ho-so`);
    const dossiers = await page.locator('a[href^="/ho-so/"]').evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    for (const path of new Set(dossiers)) {
      await page.goto(url + path);
      await looked(one, path, left);
    }
    assert.deepEqual(left, [], `left in Vietnamese:\n${left.join("\n")}`);
    assert.deepEqual(one.errors, []);
    await one.context.close();
  });
}

test("the office's own pages stay Vietnamese", async () => {
  const { url } = open.office;
  const one = await visitor(open.browser, url);
  await english(one, url);
  await signIn(one.page, url, open.office.account("reception"));
  await one.page.goto(`${url}/can-bo`);
  assert.equal(await one.page.locator("html").getAttribute("lang"), "vi");
  assert.match(await one.page.locator("main").innerText(), /Việc của tôi/);
  await one.context.close();
});
