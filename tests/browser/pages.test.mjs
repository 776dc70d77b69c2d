// Every page of every area: no violation that axe can see, no sideways scrolling at 360 px, nothing from another host.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { signIn, testOffice, visitor } from "./office.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const open = testOffice(40);

const PAGES = {
  "": ["/", "/thu-tuc", "/thu-tuc?q=khai+sinh", "/thu-tuc?q=zzzz+qqqq", "/thu-tuc/1.001193", "/thu-tuc/1.004222", "/thu-tuc/1.001193/chuan-bi", "/thu-tuc/1.001193/chuan-bi?c1=khong&c2=khong&c3=khong", "/thu-tuc/1.001193/nop", "/thu-tuc/1.001193/nop?buoc=to-khai", "/thu-tuc/1.001612/nop?buoc=to-khai", "/thu-tuc/1.001193/nop?lk=khong-con", "/tiep-tuc", "/tra-cuu", "/huong-dan", "/huong-dan/thanh-phan", "/dang-nhap", "/dang-ky", "/phan-anh", "/phan-anh?thu-tuc=1.001193", "/phan-anh/xem", "/hoi-dap", "/hoi-dap?q=khai+sinh", "/khong-co-trang-nay"],
  citizen: ["/ho-so", "/kho-giay-to", "/tai-khoan", "/thu-tuc/1.004873/nop"],
  reception: ["/can-bo", "/can-bo?trang-thai=tat-ca", "/can-bo/tiep-nhan", "/can-bo/tim", "/can-bo/tim?q=nguyen", "/can-bo/tim?q=zzzzqq", "/can-bo/so-theo-doi", "/can-bo/in", "/can-bo/xac-nhan-so", "/can-bo/phan-anh", "/can-bo/phan-anh?loc=qua-han", "/can-bo/lien-ket", "/can-bo/lien-ket?q=khai+sinh", "/can-bo/lien-ket/moi/1.001193"],
  specialist: ["/can-bo", "/can-bo/uy-quyen"],
  leader: ["/lanh-dao", "/lanh-dao/so-hoa", "/lanh-dao/so-hoa?tu=2026-02-30&den=", "/can-bo/uy-quyen", "/can-bo?trang-thai=qua-han"],
  admin: ["/quan-tri", "/quan-tri/tai-khoan", "/quan-tri/don-vi", "/quan-tri/ma-ho-so", "/quan-tri/danh-muc", "/quan-tri/danh-muc/dan_toc", "/quan-tri/thu-tuc", "/quan-tri/thu-tuc?q=khai+sinh", "/quan-tri/thu-tuc/1.001193", "/quan-tri/thu-tuc/1.001193/phien-ban/1", "/quan-tri/thu-tuc/nhap", "/quan-tri/quy-trinh", "/quan-tri/quy-trinh/moi", "/quan-tri/quy-trinh/giay-phep-xay-dung", "/quan-tri/lich", "/quan-tri/tu-ngu", "/quan-tri/ky-so", "/quan-tri/bieu-mau", "/quan-tri/bieu-mau/1.001193", "/quan-tri/mau-in", "/quan-tri/mau-in/receipt", "/quan-tri/sao-luu", "/quan-tri/nhat-ky"],
};

/** First dossier linked from a list page. */
async function firstDossier(page, list, prefix) {
  await page.goto(list);
  const link = page.locator(`a[href^="${prefix}"]`).first();
  return (await link.count()) ? link.getAttribute("href") : null;
}

for (const [role, paths] of Object.entries(PAGES)) {
  test(`pages of ${role || "everybody"}`, async () => {
    const { url } = open.office;
    for (const colorScheme of ["light", "dark"]) {
      const one = await visitor(open.browser, url, { colorScheme, bypassCSP: true, viewport: { width: 360, height: 780 } });
      const { page } = one;
      if (role) await signIn(page, url, open.office.account(role));
      const all = [...paths];
      if (role === "citizen") all.push(await firstDossier(page, `${url}/ho-so`, "/ho-so/"));
      if (role === "reception" || role === "specialist") all.push(await firstDossier(page, `${url}/can-bo?trang-thai=tat-ca`, "/can-bo/ho-so/"));
      if (role === "reception") all.push(`${all.at(-1)}/kho-giay-to`);
      for (const path of all.filter(Boolean)) {
        const answer = await page.goto(url + path);
        assert.ok(answer.status() < 500, `${path} answered ${answer.status()}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(wide <= 0, `${path} scrolls sideways by ${wide} px at 360 px (${colorScheme})`);
        assert.equal(await page.locator("h1").count(), 1, `${path} has one h1`);
        await page.evaluate(axe);
        const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        const said = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(", ")}`);
        assert.deepEqual(said, [], `${path} (${colorScheme})`);
      }
      assert.deepEqual(one.strangers, []);
      assert.deepEqual(one.errors, []);
      await one.context.close();
    }
  });
}
