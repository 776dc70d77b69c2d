// Filling in an electronic form as a person would: what is in sight, page by page.

/** Answers to the birth registration form, by field. */
export const BIRTH = {
  quan_he: "cha", ho_ten: "Nguyễn Thị Bé", ngay_sinh: "2026-01-10", gioi_tinh: "nu", dan_toc: "Kinh", quoc_tich: "Việt Nam",
  sinh_tai: "co_so_y_te", co_so_y_te: "Bệnh viện đa khoa huyện", "noi_sinh.tinh": "Tỉnh Nghệ An", "noi_sinh.xa": "Hưng Nguyên",
  "que_quan.tinh": "Tỉnh Nghệ An", "que_quan.xa": "Xã Hưng Nguyên", biet_me: "co", "me.ho_ten": "Trần Thị Mẹ", "me.ngay_sinh": "1995-02-03",
  "me.dan_toc": "Kinh", "me.quoc_tich": "Việt Nam", "me.giay_to": "001195012345", "me.noi_cu_tru.tinh": "Tỉnh Nghệ An",
  "me.noi_cu_tru.xa": "Hưng Nguyên", biet_cha: "khong", can_ban_sao: "co", so_ban_sao: "2",
};

/** Presses «Tiếp tục». */
export async function goOn(page) {
  await page.getByRole("button", { name: "Tiếp tục", exact: true }).last().click();
  await page.waitForLoadState();
}

/** Goes through the pages of the form until the papers are asked for; `on` leads from page to page. */
export async function fillIn(page, answers, on = goOn) {
  for (let pages = 0; pages < 30; pages += 1) {
    if (!(await page.locator("[data-rules]").count())) return;
    for (const [id, value] of Object.entries(answers)) {
      const fields = page.locator(`[name="form.${id}"]`);
      if (!(await fields.count()) || !(await fields.first().locator("xpath=ancestor::*[@hidden]").count() === 0)) continue;
      const kind = await fields.first().evaluate((one) => one.type);
      if (kind === "radio") await page.locator(`[name="form.${id}"][value="${value}"]`).check();
      else if (kind === "checkbox") await fields.first().check();
      else if (kind.startsWith("select")) await fields.first().selectOption(value);
      else await fields.first().fill(value);
    }
    await on(page);
  }
  throw new Error(`the form does not end: ${page.url()}`);
}
