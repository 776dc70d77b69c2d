// The main path through pages, from search to returned result, with JavaScript on and off.
import assert from "node:assert/strict";
import { test } from "node:test";
import { BIRTH, fillIn } from "./filing.mjs";
import { signIn, testOffice, visitor } from "./office.mjs";

const open = testOffice(10);

/** Presses a button by what it says, within a form or page part. */
const press = async (page, words) => {
  await page.getByRole("button", { name: words, exact: false }).last().click();
  await page.waitForLoadState();
};

/** Opens a verb's form on the dossier page, fills it in and sends it. */
async function act(page, verb, fields = {}) {
  const form = page.locator(`form[action$="/${verb}"]`).first();
  if (!(await form.isVisible())) {
    await page.locator(`details:has(form[action$="/${verb}"]) > summary`).first().click();
  }
  for (const [name, value] of Object.entries(fields)) {
    const field = form.locator(`[name="${verb}.${name}"]`).first();
    const kind = await field.evaluate((one) => one.tagName + (one.type ?? ""), null).catch(() => "");
    if (kind.startsWith("SELECT")) await field.selectOption(value);
    else await field.fill(value);
  }
  await form.locator('button[type="submit"], button:not([type])').first().click();
  await page.waitForLoadState();
}

const statusOf = (page) => page.locator(".status, .tag").first().innerText();

for (const javaScriptEnabled of [true, false]) {
  test(`a procedure goes from search to returned result, JavaScript ${javaScriptEnabled ? "on" : "off"}`, async () => {
    const { url } = open.office;
    const citizen = await visitor(open.browser, url, { javaScriptEnabled });
    const page = citizen.page;

    // The citizen finds the procedure and files it without an account.
    await page.goto(`${url}/`);
    await page.fill('input[name="q"]', "dang ky khai sinh");
    await page.locator('form[action="/thu-tuc"] button[type="submit"], form[action="/thu-tuc"] button').first().click();
    await page.waitForLoadState();
    await page.locator('a[href="/thu-tuc/1.001193"]').first().click();
    await page.waitForLoadState();
    assert.match(await page.locator("h1").innerText(), /khai sinh/i);
    await page.locator('a[href="/thu-tuc/1.001193/nop"]').first().click();
    await page.waitForLoadState();

    // A page with gaps comes back with every gap named, and keeps what was typed.
    await page.fill('input[name="applicant.name"]', "Nguyễn Thị Thử");
    await press(page, "Tiếp tục");
    assert.equal(await page.inputValue('input[name="applicant.name"]'), "Nguyễn Thị Thử");
    assert.ok((await page.locator(".error-summary a, [role=alert] a").count()) >= 3, "each gap has its link");

    await page.fill('input[name="applicant.id_number"]', "001190012345");
    await page.fill('input[name="applicant.address"]', "Xóm 3, xã Hưng Nguyên, tỉnh Nghệ An");
    await page.fill('input[name="applicant.phone"]', "0912 345 678");
    if (await page.locator('input[name="case"][type="radio"]').count()) {
      await page.locator('input[name="case"][type="radio"]').first().check({ force: true });
    }
    await press(page, "Tiếp tục");
    await fillIn(page, BIRTH);
    const upload = page.locator('input[type="file"]').first();
    await upload.setInputFiles({ name: "giấy chứng sinh.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n") });
    await press(page, "Tiếp tục");
    // With scripts the page first waits until the file is whole.
    await page.waitForURL(/nhan-ket-qua/);
    assert.match(await page.locator("h1").innerText(), /Nhận kết quả/);
    await press(page, "Tiếp tục");
    assert.match(await page.locator("main").innerText(), /giấy chứng sinh\.pdf/);
    await page.locator('input[name="declared"]').check({ force: true });
    await press(page, "Gửi hồ sơ");
    const receipt = await page.locator("main").innerText();
    const code = receipt.match(/[A-Z0-9.]+-\d{6}-\d{4,}/)?.[0];
    assert.ok(code, `a code on the receipt page: ${receipt.slice(0, 400)}`);
    const secret = receipt.match(/\b[A-HJ-NP-Z2-9]{8}\b/)?.[0];
    assert.ok(secret, "a lookup secret on the receipt page");

    // Sending the last page again leads to the same receipt.
    await page.reload();
    assert.match(await page.locator("main").innerText(), new RegExp(code.replaceAll(".", "\\.")));

    // The office works on it.
    const asOfficer = async (role) => {
      const officer = await visitor(open.browser, url, { javaScriptEnabled });
      await signIn(officer.page, url, open.office.account(role));
      await officer.page.goto(`${url}/can-bo/ho-so/${code}`);
      return officer;
    };
    const reception = await asOfficer("reception");
    await act(reception.page, "accept");
    assert.match(await reception.page.locator("main").innerText(), /Được tiếp nhận/);
    const pdf = await reception.context.request.get(`${url}/can-bo/ho-so/${code}/phieu/receipt.pdf`);
    assert.equal(pdf.status(), 200);
    assert.equal(pdf.headers()["content-type"], "application/pdf");
    await act(reception.page, "forward");
    assert.match(await reception.page.locator("main").innerText(), /Đang xử lý/);

    const specialist = await asOfficer("specialist");
    await act(specialist.page, "propose", { title: "Giấy khai sinh" });
    const leader = await asOfficer("leader");
    await act(leader.page, "approve");
    assert.match(await leader.page.locator("main").innerText(), /Đã xử lý xong/);
    await reception.page.goto(`${url}/can-bo/ho-so/${code}`);
    await act(reception.page, "return_result", { received_by: "Nguyễn Thị Thử" });
    assert.match(await reception.page.locator("main").innerText(), /Đã trả kết quả/);

    // The citizen follows every step without an account; the name is masked.
    await page.goto(`${url}/tra-cuu`);
    await page.fill('main input[name="code"]', code);
    await page.fill('main input[name="proof"]', secret);
    await page.locator("main form button").last().click();
    await page.waitForLoadState();
    const followed = await page.locator("main").innerText();
    for (const words of ["Mới đăng ký", "Được tiếp nhận", "Đang xử lý", "Đã xử lý xong", "Đã trả kết quả"]) {
      assert.ok(followed.includes(words), `«${words}» is shown to the citizen`);
    }
    assert.ok(!followed.includes("001190012345"), "no identity number on a public page");
    for (const one of [citizen, reception, specialist, leader]) {
      assert.deepEqual(one.strangers, [], "no request to another host");
      assert.deepEqual(one.errors, [], "no error on the page");
      await one.context.close();
    }
  });
}

test("the counter receives with a card scan, wherever the cursor is and however the scanner ends", async () => {
  const { url } = open.office;
  const officer = await visitor(open.browser, url);
  const page = officer.page;
  await signIn(page, url, open.office.account("reception"));
  const scan = "001190012345|012345678|Nguyễn Văn Quét|17051990|Nam|Xóm 1, Hưng Nguyên, Nghệ An|25122021";
  const places = [null, "body", "applicant.phone", "applicant.id_number", "applicant.birth_date", "card"];
  const endings = ["\n", "\t", "\r\n", "", "||Nguyễn Văn Cha|Trần Thị Mẹ\n"];
  for (const [index, place] of places.entries()) {
    await page.goto(`${url}/can-bo/tiep-nhan`);
    // A keyboard-wedge scanner types the card; the very first page is not even given time to settle.
    if (place === "body") await page.evaluate(() => document.activeElement.blur());
    else if (place) await page.focus(`input[name="${place}"]`);
    if (place === "applicant.phone") await page.keyboard.type("0912345677");
    await page.keyboard.type(scan + endings[index % endings.length]);
    await page.waitForFunction(() => document.querySelector('input[name="applicant.address"]')?.value.startsWith("Xóm 1"));
    assert.equal(await page.inputValue('input[name="applicant.name"]'), "Nguyễn Văn Quét");
    assert.equal(await page.inputValue('input[name="applicant.id_number"]'), "001190012345");
    assert.equal(await page.inputValue('input[name="applicant.birth_date"]'), "1990-05-17");
    if (place === "applicant.phone") assert.equal(await page.inputValue('input[name="applicant.phone"]'), "0912345677");
  }
  // Pasted anywhere; and what is then corrected by hand is not overwritten when the page goes on.
  await page.goto(`${url}/can-bo/tiep-nhan`);
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text", text);
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, scan);
  await page.fill('input[name="applicant.address"]', "Xóm 9, Hưng Nguyên, Nghệ An");
  await page.keyboard.press("Alt+1");
  await page.waitForSelector('input[name="procedure"]', { state: "attached" });
  assert.equal(await page.inputValue('input[name="applicant.name"]'), "Nguyễn Văn Quét");
  assert.equal(await page.inputValue('input[name="applicant.address"]'), "Xóm 9, Hưng Nguyên, Nghệ An");
  assert.deepEqual(officer.errors, []);
  await officer.context.close();
});

test("a paper is photographed at the counter", async () => {
  const { url } = open.office;
  const officer = await visitor(open.browser, url, { permissions: ["camera"] });
  const page = officer.page;
  await signIn(page, url, open.office.account("reception"));
  await page.goto(`${url}/can-bo/tiep-nhan?thu-tuc=1.001193`);
  const paper = page.locator(".checklist li", { has: page.locator('input[type="file"]') }).first();
  await paper.getByRole("button", { name: /^Chụp bằng máy ảnh/ }).click();
  await page.locator("dialog.camera button:enabled", { hasText: "Chụp" }).click();
  await page.waitForFunction(() => !document.querySelector("dialog.camera"));
  const taken = await paper.locator('input[type="file"]').evaluate(async (field) => {
    const [file] = field.files;
    return { type: file.type, head: [...new Uint8Array(await file.slice(0, 3).arrayBuffer())] };
  });
  assert.deepEqual(taken, { type: "image/jpeg", head: [0xff, 0xd8, 0xff] });
  // Thinking better of it leaves everything as it was.
  await paper.getByRole("button", { name: /^Chụp bằng máy ảnh/ }).click();
  await page.locator("dialog.camera").waitFor();
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !document.querySelector("dialog.camera"));
  assert.equal(await paper.locator('input[type="file"]').evaluate((field) => field.files.length), 1);
  assert.deepEqual(officer.errors, []);
  await officer.context.close();
});

test("a person who was here before is received with two keystrokes beyond the scan", async () => {
  const { url } = open.office;
  const officer = await visitor(open.browser, url);
  const page = officer.page;
  await signIn(page, url, open.office.account("reception"));
  let keys = 0;
  const press = async (key) => {
    keys += 1;
    await page.keyboard.press(key);
  };
  const times = [];
  page.on("response", (answer) => {
    if (answer.url().includes("/can-bo/tiep-nhan")) times.push(answer.request());
  });
  const receive = async (phone) => {
    keys = 0;
    await page.goto(`${url}/can-bo/tiep-nhan`);
    await page.keyboard.type("001190054321|012345678|Trần Thị Quầy|17051990|Nữ|Xóm 2, Hưng Nguyên, Nghệ An|25122021\n");
    await page.waitForFunction(() => document.querySelector('input[name="applicant.name"]')?.value === "Trần Thị Quầy");
    if (phone) await page.fill('input[name="applicant.phone"]', phone);
    await press("Alt+1");
    await page.waitForSelector('input[name="procedure"]', { state: "attached" });
    const said = await page.locator("main").innerText();
    await press("Alt+0");
    await page.waitForURL(/\/can-bo\/ho-so\/.*moi=1/);
    return said;
  };
  const first = await receive("0912345677");
  assert.ok(!first.includes("Người này đã nộp thủ tục này"), "nobody was here before");
  // The second time telephone and address are known, and the same procedure again is pointed out, not blocked.
  const second = await receive(null);
  assert.ok(second.includes("Người này đã nộp thủ tục này"), "a repetition is pointed out");
  assert.ok((await page.locator("main").innerText()).includes("0912345677"));
  assert.ok(keys <= 12, `${keys} keystrokes`);
  const spent = times.map((request) => Math.round(request.timing().responseStart - request.timing().requestStart));
  console.log(`# ${keys} keystrokes beyond the scan; server: ${spent.join(", ")} ms`);
  assert.deepEqual(officer.errors, []);
  await officer.context.close();
});

test("a busy indicator appears on what takes longer than 300 ms", async () => {
  const { url } = open.office;
  const { context, page } = await visitor(open.browser, url);
  await page.goto(`${url}/`);
  await page.route("**/thu-tuc?**", async (route) => {
    await new Promise((done) => setTimeout(done, 1200));
    await route.continue();
  });
  // The page itself notes when it says that it is busy, and the next page of the same tab tells.
  await page.evaluate(() => {
    document.addEventListener("submit", () => {
      const sent = performance.now();
      const watch = setInterval(() => {
        if (!document.querySelector('[aria-busy="true"]')) return;
        sessionStorage.setItem("busy", String(performance.now() - sent));
        clearInterval(watch);
      }, 10);
    });
  });
  await page.fill('input[name="q"]', "khai sinh");
  await page.locator('form[action="/thu-tuc"] button').first().click();
  await page.waitForURL(/q=khai/);
  const after = Number(await page.evaluate(() => sessionStorage.getItem("busy")));
  assert.ok(after >= 200 && after < 1000, `busy after ${after} ms`);
  await context.close();
});
