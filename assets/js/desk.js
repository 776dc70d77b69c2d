// Comfort for officers: arrows walk down a list, a changed case or channel shows its time at once.
for (const list of document.querySelectorAll('[data-rows], .table')) {
  const links = [...list.querySelectorAll('tbody th a')];
  list.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = links.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    links[at + step]?.focus();
  });
}

const intake = document.querySelector('form[data-intake]');
if (intake) {
  intake.addEventListener('change', (event) => {
    if (!['case', 'channel'].includes(event.target.name)) return;
    intake.requestSubmit(intake.querySelector('[name="_do"][value="search"]'));
  });
}

// Counts beside the trays are told anew while the page is open; the list itself waits for whoever reads it.
const rail = document.querySelector('[data-live]');
if (rail && window.EventSource) {
  const source = new EventSource(rail.dataset.live);
  let first = true;
  source.addEventListener('counts', (event) => {
    const counts = JSON.parse(event.data);
    let here = false;
    for (const badge of rail.querySelectorAll('[data-count]')) {
      const now = String(counts[badge.dataset.count] ?? badge.textContent);
      if (badge.textContent === now) continue;
      badge.textContent = now;
      if (badge.closest('a').getAttribute('aria-current')) here = true;
    }
    if (here && !first) offer();
    first = false;
  });
  window.addEventListener('pagehide', () => source.close());
}

function offer() {
  if (document.getElementById('danh-sach-moi')) return;
  const line = document.createElement('p');
  line.id = 'danh-sach-moi';
  line.setAttribute('role', 'status');
  line.className = 'small';
  const link = document.createElement('a');
  link.href = location.href;
  link.textContent = 'Danh sách vừa thay đổi. Tải lại';
  line.append(link);
  document.querySelector('[data-rows]')?.before(line);
}

// One click ticks every row in sight.
for (const form of document.querySelectorAll('form[data-rows]')) {
  const boxes = [...form.querySelectorAll('input[name="code"]')];
  const bulk = form.querySelector('.bulk');
  if (!boxes.length || !bulk) continue;
  const label = document.createElement('label');
  label.className = 'choice';
  const box = document.createElement('input');
  box.type = 'checkbox';
  const words = document.createElement('span');
  words.textContent = 'Chọn cả trang';
  label.append(box, words);
  bulk.prepend(label);
  box.addEventListener('change', () => boxes.forEach((one) => { one.checked = box.checked; }));
}

// Alt and a digit press the button that names it, in every browser alike.
document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || !event.altKey || event.ctrlKey || event.metaKey) return;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
  const button = digit && document.querySelector(`[accesskey="${digit}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});
