// Searching as people do it: suggestions by keyboard and screen reader, officers' search box, and both without scripts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { signIn, testOffice, visitor } from "./office.mjs";

const open = testOffice(40);

const box = (page) => page.locator('form[action="/thu-tuc"] input[name="q"]').first();

/** What a screen reader is told of the box and its list. */
const told = (page) =>
  box(page).evaluate((input) => {
    const list = document.getElementById(input.getAttribute("aria-controls"));
    const active = input.getAttribute("aria-activedescendant");
    const options = [...list.querySelectorAll('[role="option"]')];
    return {
      role: input.getAttribute("role"),
      labelled: input.labels.length > 0,
      autocomplete: input.getAttribute("aria-autocomplete"),
      expanded: input.getAttribute("aria-expanded"),
      list: list.getAttribute("role"),
      named: Boolean(list.getAttribute("aria-label")),
      seen: !list.hidden,
      options: options.map((one) => one.textContent),
      ids: new Set(options.map((one) => one.id)).size,
      selected: options.filter((one) => one.getAttribute("aria-selected") === "true").map((one) => one.id),
      active,
      focused: document.activeElement === input,
      said: list.parentElement.querySelector('[role="status"]').textContent,
    };
  });

const opened = (page) => page.locator('[role="listbox"] [role="option"]').first().waitFor();

test("suggestions are a combobox for keyboard and screen reader", async () => {
  const { page, errors, strangers, context } = await visitor(open.browser, open.office.url);
  await page.goto(`${open.office.url}/`);
  let now = await told(page);
  assert.deepEqual([now.role, now.labelled, now.autocomplete, now.expanded, now.list, now.named, now.seen], ["combobox", true, "list", "false", "listbox", true, false]);

  // One letter is too little, two are enough.
  await box(page).pressSequentially("k");
  await page.waitForTimeout(400);
  assert.equal((await told(page)).expanded, "false");
  await box(page).pressSequentially("hai s");
  await opened(page);
  now = await told(page);
  assert.equal(now.expanded, "true");
  assert.ok(now.options.length >= 2 && now.options.length <= 8, `${now.options.length} suggestions`);
  assert.equal(now.ids, now.options.length);
  assert.match(now.said, /gợi ý/);
  assert.deepEqual([now.selected, now.active, now.focused], [[], null, true]);

  // Down walks in and around, up goes back; the focus stays in the box.
  await box(page).press("ArrowDown");
  now = await told(page);
  assert.deepEqual(now.selected, [now.active]);
  assert.ok(now.active.endsWith("-0") && now.focused);
  await box(page).press("ArrowUp");
  now = await told(page);
  assert.ok(now.active.endsWith(`-${now.options.length - 1}`), now.active);
  assert.deepEqual(now.selected, [now.active]);
  await box(page).press("ArrowDown");
  assert.ok((await told(page)).active.endsWith("-0"));

  // Escape closes and keeps what was typed.
  await box(page).press("Escape");
  now = await told(page);
  assert.deepEqual([now.expanded, now.seen, now.active, await box(page).inputValue()], ["false", false, null, "khai s"]);

  // Enter opens what is marked; without a mark it searches.
  await box(page).pressSequentially("inh");
  await opened(page);
  assert.match((await told(page)).options[0], /khai sinh/i);
  await box(page).press("ArrowDown");
  await Promise.all([page.waitForURL(/\/thu-tuc\/[^?]+$/), box(page).press("Enter")]);
  await page.goto(`${open.office.url}/`);
  await box(page).pressSequentially("khai sinh");
  await opened(page);
  await Promise.all([page.waitForURL(/\/thu-tuc\?q=/), box(page).press("Enter")]);
  assert.ok(await page.locator('a[href="/thu-tuc/1.001193"]').first().isVisible());

  // Pointing works too.
  await page.goto(`${open.office.url}/`);
  await box(page).pressSequentially("gks");
  await opened(page);
  await Promise.all([page.waitForURL(/\/thu-tuc\/1\.001193$/), page.locator('[role="option"]').first().click()]);
  assert.deepEqual([errors, strangers], [[], []]);
  await context.close();
});

test("without scripts the box searches", async () => {
  const { page, context } = await visitor(open.browser, open.office.url, { javaScriptEnabled: false });
  await page.goto(`${open.office.url}/`);
  await box(page).fill("khai sinh");
  await Promise.all([page.waitForURL(/\/thu-tuc\?q=/), box(page).press("Enter")]);
  assert.ok(await page.locator('a[href="/thu-tuc/1.001193"]').first().isVisible());
  await context.close();
});

for (const javaScriptEnabled of [true, false]) {
  test(`an officer finds a dossier by half a name, JavaScript ${javaScriptEnabled ? "on" : "off"}`, async () => {
    const { page, errors, strangers, context } = await visitor(open.browser, open.office.url, { javaScriptEnabled });
    await signIn(page, open.office.url, open.office.account("reception"));
    await page.goto(`${open.office.url}/can-bo?trang-thai=tat-ca`);
    const row = page.locator("[data-rows] tbody tr").first();
    const code = (await row.locator("a.code").innerText()).trim();
    const name = (await row.locator("td").first().innerText()).split("\n")[0].trim();
    const words = name.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase().split(" ");

    const quick = page.locator("#tim-nhanh");
    if (javaScriptEnabled) {
      await page.keyboard.press("/");
      assert.equal(await page.evaluate(() => document.activeElement.id), "tim-nhanh");
      await page.keyboard.type(words.reverse().join(" "));
      assert.equal(await quick.inputValue(), words.join(" "), "the slash itself is not typed");
    } else {
      await quick.fill(words.reverse().join(" "));
    }
    await Promise.all([page.waitForURL(/\/can-bo\/tim\?q=/), quick.press("Enter")]);
    assert.ok(await page.locator(`a.code:text-is("${code}")`).isVisible(), `${name} is not found`);
    assert.ok((await page.locator("[data-rows] mark").count()) >= words.length);

    // A code, as a scanner types it, opens the dossier.
    await quick.fill(code);
    await Promise.all([page.waitForURL(new RegExp(`/can-bo/ho-so/${code}$`)), quick.press("Enter")]);
    assert.deepEqual([errors, strangers], [[], []]);
    await context.close();
  });
}
