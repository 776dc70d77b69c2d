// What a link fills in, with its source under each field, kept from the first letter on and gone where somebody types.
import assert from "node:assert/strict";
import { test } from "node:test";
import { goOn } from "./filing.mjs";
import { signIn, testOffice, visitor } from "./office.mjs";

const open = testOffice(10);
const SCHOOL = "Trường Tiểu học Hưng Nguyên";
const SOURCE = `Từ liên kết của ${SCHOOL}`;

/** An officer makes a link and reads its address. */
async function link() {
  const { url } = open.office;
  const { context, page, errors } = await visitor(open.browser, url, { viewport: { width: 360, height: 780 } });
  await signIn(page, url, open.office.account("reception"));
  await page.goto(`${url}/can-bo`);
  await page.getByRole("link", { name: "Liên kết điền sẵn" }).click();
  await page.fill('main input[name="q"]', "tinh trang hon nhan");
  await page.press('main input[name="q"]', "Enter");
  await page.locator('main a[href$="/moi/1.004873"]').click();
  await page.fill('input[name="body"]', SCHOOL);
  const later = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
  await page.fill('input[name="until"]', later);
  await page.fill('input[name="applicant.address"]', "Xóm 3, xã Hưng Nguyên");
  await page.locator('input[name="form.muc_dich"][value="khac"]').check();
  await page.fill('input[name="form.viec_khac"]', "Hồ sơ nhập học");
  await page.getByRole("button", { name: "Tạo liên kết" }).click();
  await page.getByRole("img", { name: "Mã QR mở liên kết" }).waitFor();
  const address = await page.locator("main .code.break").innerText();
  assert.deepEqual(errors, []);
  await context.close();
  return address;
}

for (const javaScriptEnabled of [true, false]) {
  test(`a link fills in and says whose it is, JavaScript ${javaScriptEnabled ? "on" : "off"}`, async () => {
    const address = await link();
    const { context, page, errors } = await visitor(open.browser, open.office.url, { viewport: { width: 360, height: 780 }, javaScriptEnabled });
    await page.goto(address);
    const home = page.locator('input[name="applicant.address"]');
    const under = page.locator("#f-applicant-address-nguon");
    assert.equal(await home.inputValue(), "Xóm 3, xã Hưng Nguyên");
    assert.equal(await under.innerText(), SOURCE);
    assert.match(await home.getAttribute("aria-describedby"), /f-applicant-address-nguon/);
    await page.fill('input[name="applicant.name"]', "Lê Thị Cúc");
    if (javaScriptEnabled) {
      // The first letter begins the draft, with all that the link says.
      await page.waitForURL(/nhap=/);
      assert.doesNotMatch(page.url(), /lk=/);
      await page.reload();
      assert.equal(await home.inputValue(), "Xóm 3, xã Hưng Nguyên");
      assert.equal(await under.innerText(), SOURCE);
      await home.fill("Xóm 5");
      assert.equal(await under.count(), 0);
    } else {
      await home.fill("Xóm 5");
    }
    for (const [name, value] of Object.entries({ id_number: "001190012345", phone: "0912345678" })) {
      await page.fill(`input[name="applicant.${name}"]`, value);
    }
    const first = page.locator('input[name="case"][type="radio"]').first();
    if (await first.count()) await first.check();
    await goOn(page);
    await page.goto(page.url().replace(/buoc=[^&]*/, "buoc=to-khai"));
    assert.equal(await page.locator('input[name="form.viec_khac"]').inputValue(), "Hồ sơ nhập học");
    assert.equal(await page.locator("#f-form-viec-khac-nguon").innerText(), SOURCE);
    await page.goto(page.url().replace(/buoc=[^&]*/, "buoc=nguoi-nop"));
    assert.equal(await home.inputValue(), "Xóm 5");
    assert.equal(await under.count(), 0);
    assert.deepEqual(errors, []);
    await context.close();
  });
}
