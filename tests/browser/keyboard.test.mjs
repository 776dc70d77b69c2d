// Every journey by keyboard alone: nothing is clicked, and wherever the keyboard stands can be seen.
import assert from "node:assert/strict";
import { test } from "node:test";
import { BIRTH } from "./filing.mjs";
import { testOffice, visitor } from "./office.mjs";

const open = testOffice(10);
const DOCUMENT = Buffer.from("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n");

/** Somebody without a mouse. */
class Typist {
  constructor(page) {
    this.page = page;
    this.keys = 0;
    this.stops = 0;
  }

  async press(key) {
    this.keys += 1;
    await this.page.keyboard.press(key);
  }

  async type(text) {
    this.keys += text.length;
    await this.page.keyboard.type(text);
  }

  /** Where the keyboard stands; it must be seen there: with a ring, inside the window. A page that still grows, because a
   *  file arrives, has half a second to bring it back into sight. */
  async here() {
    let at = await this.look();
    for (let waits = 0; at && !(at.ring && at.inside) && waits < 10; waits += 1) {
      await this.page.waitForTimeout(50);
      at = await this.look();
    }
    if (at) {
      this.stops += 1;
      assert.ok(at.ring, `the focus is seen on «${at.words || at.name}» at ${this.page.url()}`);
      assert.ok(at.inside, `the focus is in the window on «${at.words || at.name}» at ${this.page.url()}`);
    }
    return at;
  }

  look() {
    return this.page.evaluate(() => {
      const one = document.activeElement;
      if (one === document.body) return null;
      // What is drawn may be the label of a hidden circle or file field.
      const shown = [one, ...(one.labels ?? [])].map((part) => part.getBoundingClientRect()).find((box) => box.width > 1 && box.height > 1);
      const ringed = (part, pseudo) => {
        const style = getComputedStyle(part, pseudo);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
      };
      const around = [one, ...(one.labels ?? []), one.parentElement, one.nextElementSibling].filter(Boolean);
      return {
        name: one.getAttribute("name") ?? "",
        value: one.value ?? "",
        type: one.type ?? "",
        href: one.getAttribute("href") ?? "",
        action: one.form?.getAttribute("action") ?? "",
        words: (one.getAttribute("aria-label") ?? one.textContent).trim().replace(/\s+/g, " "),
        // The button of the calendar inside a date field has the browser's own ring, and hides the field's.
        ring: (one.type?.startsWith("date") && !one.matches(":focus")) || around.some((part) => ringed(part) || ringed(part, "::before") || ringed(part, "::after")),
        inside: Boolean(shown) && shown.bottom > 0 && shown.top < innerHeight && shown.right > 0 && shown.left < innerWidth,
      };
    });
  }

  /** Tabs on until the keyboard stands on what is wanted. */
  async to(what, wanted) {
    for (let tabs = 0; tabs < 250; tabs += 1) {
      const at = await this.here();
      if (at && wanted(at)) return at;
      await this.press("Tab");
    }
    throw new Error(`no way by keyboard to ${what} at ${this.page.url()}`);
  }

  link(href) {
    return this.to(href, (at) => at.href === href);
  }

  button(words, action = "") {
    return this.to(words, (at) => ["submit", "button"].includes(at.type) && at.words.includes(words) && at.action.endsWith(action));
  }

  field(name) {
    return this.to(name, (at) => at.name === name);
  }

  /** Presses Enter and waits for the page it leads to. */
  async enter() {
    await Promise.all([this.page.waitForNavigation(), this.press("Enter")]);
    await this.page.waitForLoadState();
  }

  async fill(name, value) {
    const at = await this.field(name);
    if (at.type === "radio") {
      // One stop for the group: a space chooses where it stands, arrows go on.
      if (!(await this.page.locator(`[name="${name}"]:checked`).count())) await this.press("Space");
      for (let turns = 0; turns < 30; turns += 1) {
        if ((await this.page.evaluate(() => document.activeElement.value)) === value) return;
        await this.press("ArrowDown");
      }
      throw new Error(`${name} has no ${value}`);
    } else if (at.type === "checkbox") {
      await this.press("Space");
    } else if (at.type === "date") {
      const [year, month, day] = value.split("-");
      // Which part comes first is the browser's language, not the page's.
      for (const parts of [[day, month], [month, day]]) {
        await this.type(`${parts.join("")}${year}`);
        if ((await this.page.evaluate(() => document.activeElement.value)) === value) return;
        await this.press("ArrowLeft");
        await this.press("ArrowLeft");
      }
      throw new Error(`${name} does not take ${value}`);
    } else if (at.type.startsWith("select")) {
      for (let turns = 0; turns < 80; turns += 1) {
        const now = await this.page.evaluate(() => [document.activeElement.value, document.activeElement.selectedOptions[0]?.text]);
        if (now.includes(value)) return;
        await this.press("ArrowDown");
      }
      throw new Error(`${name} has no ${value}`);
    } else {
      await this.press("Control+a");
      await this.type(value);
      // An open list of suggestions must not swallow the next key.
      if (await this.page.evaluate(() => document.activeElement.getAttribute("aria-expanded") === "true")) await this.press("Escape");
    }
  }

  /** Fills in a page of the form: the questions in sight, in their order. */
  async answer(answers) {
    for (const [id, value] of Object.entries(answers)) {
      const fields = this.page.locator(`[name="form.${id}"]`);
      if (!(await fields.count()) || (await fields.first().locator("xpath=ancestor::*[@hidden]").count())) continue;
      await this.fill(`form.${id}`, value);
    }
    await this.button("Tiếp tục");
    await this.enter();
  }
}

async function typist(options = {}) {
  const { url } = open.office;
  const { context, page, strangers, errors } = await visitor(open.browser, url, options);
  page.setDefaultTimeout(15000);
  return { url, context, page, keyboard: new Typist(page), strangers, errors };
}

async function signIn({ page, keyboard, url }, account) {
  await page.goto(`${url}/dang-nhap`);
  await keyboard.fill("username", account.username);
  await keyboard.fill("password", account.password);
  await keyboard.enter();
}

/** Does a verb on a dossier: opens its fold, fills it in, sends it. */
async function act(officer, code, verb, fields = {}) {
  const { page, keyboard, url } = officer;
  await page.goto(`${url}/can-bo/ho-so/${code}`);
  const form = page.locator(`form[action$="/${verb}"]`).first();
  if (!(await form.isVisible())) {
    const opens = (await page.locator(`details:has(form[action$="/${verb}"]) > summary`).first().innerText()).trim();
    await keyboard.to(opens, (at) => at.words === opens);
    await keyboard.press("Enter");
  }
  for (const [name, value] of Object.entries(fields)) await keyboard.fill(`${verb}.${name}`, value);
  await keyboard.to(verb, (at) => at.type === "submit" && at.action.endsWith(`/${verb}`));
  await keyboard.enter();
}

test("from search to returned result without a mouse", async () => {
  const citizen = await typist({ viewport: { width: 360, height: 780 } });
  const { url, page, keyboard } = citizen;

  await page.goto(`${url}/`);
  await keyboard.fill("q", "dang ky khai sinh");
  await keyboard.enter();
  await keyboard.link("/thu-tuc/1.001193");
  await keyboard.enter();
  await keyboard.link("/thu-tuc/1.001193/nop");
  await keyboard.enter();
  for (const [name, value] of Object.entries({ name: "Nguyễn Thị Phím", id_number: "001190012345", address: "Xóm 3, xã Hưng Nguyên", phone: "0912345678" })) {
    await keyboard.fill(`applicant.${name}`, value);
  }
  if (await page.locator('input[name="case"][type="radio"]').count()) {
    await keyboard.field("case");
    await keyboard.press("Space");
  }
  await keyboard.button("Tiếp tục");
  await keyboard.enter();
  while (await page.locator("[data-rules]").count()) await keyboard.answer(BIRTH);

  // A file by keyboard: the field opens the browser's own window.
  // Asked for before the keyboard goes there: the browser is told in good time that no window of its own is to open.
  const opens = page.waitForEvent("filechooser");
  const paper = await keyboard.to("a place for a file", (at) => at.type === "file");
  await keyboard.press("Enter");
  const chooser = await opens;
  await chooser.setFiles({ name: "giấy chứng sinh.pdf", mimeType: "application/pdf", buffer: DOCUMENT });
  assert.ok(paper.name);
  await keyboard.button("Tiếp tục");
  await keyboard.press("Enter");
  await page.waitForURL(/nhan-ket-qua/);
  await keyboard.button("Tiếp tục");
  await keyboard.enter();
  assert.match(await page.locator("main").innerText(), /giấy chứng sinh\.pdf/);
  await keyboard.field("declared");
  await keyboard.press("Space");
  await keyboard.button("Gửi hồ sơ");
  await keyboard.enter();
  const receipt = await page.locator("main").innerText();
  const code = receipt.match(/[A-Z0-9.]+-\d{6}-\d{4,}/)?.[0];
  const secret = receipt.match(/\b[A-HJ-NP-Z2-9]{8}\b/)?.[0];
  assert.ok(code && secret, receipt.slice(0, 400));

  const reception = await typist();
  await signIn(reception, open.office.account("reception"));
  await act(reception, code, "accept");
  await act(reception, code, "forward");
  const specialist = await typist();
  await signIn(specialist, open.office.account("specialist"));
  await act(specialist, code, "propose", { title: "Giấy khai sinh" });
  const leader = await typist({ viewport: { width: 360, height: 780 } });
  await signIn(leader, open.office.account("leader"));
  await act(leader, code, "approve");
  await act(reception, code, "return_result", { received_by: "Nguyễn Thị Phím" });
  assert.match(await reception.page.locator("main").innerText(), /Đã trả kết quả/);

  await page.goto(`${url}/`);
  await keyboard.link("/tra-cuu");
  await keyboard.enter();
  await keyboard.fill("code", code);
  await keyboard.fill("proof", secret);
  await keyboard.enter();
  assert.match(await page.locator("main").innerText(), /Đã trả kết quả/);

  const all = [citizen, reception, specialist, leader];
  for (const one of all) {
    assert.deepEqual(one.strangers, []);
    assert.deepEqual(one.errors, []);
    await one.context.close();
  }
  const sum = (what) => all.reduce((total, one) => total + one.keyboard[what], 0);
  console.log(`${sum("keys")} keys, ${sum("stops")} stops, each with its focus in sight`);
});

test("an account, and the pages of the office, without a mouse", async () => {
  const citizen = await typist({ viewport: { width: 360, height: 780 } });
  const { url, page, keyboard } = citizen;
  await page.goto(`${url}/dang-ky`);
  await keyboard.fill("name", "Trần Văn Gõ");
  await keyboard.fill("phone", "0987654321");
  await keyboard.fill("id_number", "001090054321");
  await keyboard.fill("password", "một câu rất dài để nhớ");
  await keyboard.fill("password_again", "một câu rất dài để nhớ");
  await keyboard.button("Đăng ký", "/dang-ky");
  await keyboard.enter();
  await page.goto(`${url}/`);
  await keyboard.link("/ho-so");
  await keyboard.enter();
  await page.goto(`${url}/`);
  await keyboard.link("/tai-khoan");
  await keyboard.enter();
  await keyboard.button("Đăng xuất");
  await keyboard.enter();

  // The administrator's and the leader's own pages are reached, too.
  for (const [role, pages] of [["admin", ["/quan-tri/tai-khoan", "/quan-tri/bieu-mau"]], ["leader", ["/lanh-dao", "/can-bo"]]]) {
    const officer = await typist();
    await signIn(officer, open.office.account(role));
    for (const one of pages) {
      await officer.page.goto(`${url}/`);
      await officer.keyboard.link(one);
      await officer.keyboard.enter();
      assert.equal(new URL(officer.page.url()).pathname, one);
      // Round the whole page once: every stop is seen, and none is a trap.
      const begun = officer.keyboard.stops;
      for (let tabs = 0; tabs < 60; tabs += 1) {
        await officer.keyboard.press("Tab");
        await officer.keyboard.here();
      }
      assert.ok(officer.keyboard.stops - begun > 10, `${one} has places to go to`);
    }
    await officer.context.close();
  }
  await citizen.context.close();
});
