// Files are sent in pieces as soon as they are chosen: with progress, through cuts of the network, photos made smaller first.
// Without this script they are sent with the page.
const form = document.querySelector('form[data-draft]');
const fields = form ? [...form.querySelectorAll('input[type="file"][name^="components."]')] : [];
const PIECE = 64 * 1024;
const BIG_PHOTO = 1_500_000;
const LONGEST_SIDE = 2400;
const running = new Set();

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toLocaleString('vi-VN', { maximumFractionDigits: 1 })} MB`);

/** A large photo, turned upright and made smaller; everything else, HEIC too, as it is. */
async function smaller(file) {
  if (!/^image\/(jpeg|png)$/.test(file.type) || file.size < BIG_PHOTO) return file;
  try {
    const photo = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(photo.width, photo.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(photo.width * scale);
    canvas.height = Math.round(photo.height * scale);
    canvas.getContext('2d').drawImage(photo, 0, 0, canvas.width, canvas.height);
    const made = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.85));
    if (!made || made.size >= file.size) return file;
    return new File([made], file.name.replace(/\.(png|jpe?g)$/i, '') + '.jpg', { type: 'image/jpeg' });
  } catch {
    return file;
  }
}

async function ask(address, options = {}) {
  const answer = await fetch(address, { ...options, headers: { accept: 'application/problem+json, application/json', ...options.headers } });
  let body = {};
  try { body = await answer.json(); } catch { /* a page of words: the status tells enough */ }
  return { status: answer.status, body };
}

async function send(file, component, show) {
  const base = `${location.pathname}/tep`;
  const about = new URLSearchParams({ nhap: form.dataset.draft, giay: component, ten: file.name, co: String(file.size) });
  let id = null;
  let received = 0;
  let failed = 0;
  for (;;) {
    try {
      if (id === null) {
        const begun = await ask(`${base}?${about}`, { method: 'POST' });
        if (begun.status === 413) return { refused: inWords('Tệp quá lớn. Hãy quét hoặc chụp lại với cỡ nhỏ hơn.') };
        if (begun.status !== 201) return { refused: inWords('Chưa nhận được tệp này. Hãy thử lại.') };
        ({ id, received } = begun.body);
      }
      const piece = await ask(`${base}/${id}?tu=${received}`, { method: 'PATCH', body: file.slice(received, received + PIECE) });
      if (piece.status === 404) { id = null; received = 0; continue; }
      if (piece.status === 415) return { refused: inWords('Loại tệp không được nhận. Hãy dùng PDF hoặc ảnh.') };
      if (piece.status !== 200 && piece.status !== 409) return { refused: inWords('Chưa nhận được tệp này. Hãy thử lại.') };
      if (piece.status === 409 && piece.body.received === received) await pause(300);
      received = piece.body.received;
      failed = 0;
      show(received, file.size, false);
      if (piece.body.file) return piece.body.file;
    } catch {
      failed += 1;
      show(received, file.size, true);
      await pause(Math.min(8000, 500 * 2 ** Math.min(failed, 4)));
    }
  }
}

function line(field) {
  const box = document.createElement('div');
  box.className = 'stack stack-s upload-line';
  const name = document.createElement('p');
  const bar = document.createElement('progress');
  bar.className = 'upload-progress';
  bar.max = 100;
  const words = document.createElement('p');
  words.className = 'small soft';
  words.setAttribute('role', 'status');
  box.append(name, bar, words);
  field.closest('.field').after(box);
  return { box, name, bar, words };
}

async function take(field) {
  const [chosen] = field.files;
  if (!chosen || !form.dataset.draft) return;
  const component = field.name.slice('components.'.length, -'.upload'.length);
  field.closest('fieldset').querySelector('.upload-line')?.remove();
  const shown = line(field);
  shown.name.textContent = chosen.name;
  shown.bar.setAttribute('aria-label', inWords('Đang tải «{name}» lên', { name: chosen.name }));
  const work = (async () => {
    const file = await smaller(chosen);
    // The page no longer carries it: it goes by itself.
    field.value = '';
    const sent = await send(file, component, (received, all, cut) => {
      shown.bar.value = Math.round((received / all) * 100);
      shown.words.textContent = cut ? inWords('Mất mạng, sẽ tải tiếp từ {size}', { size: size(received) }) : `${size(received)} / ${size(all)}`;
    });
    shown.bar.hidden = Boolean(sent.refused);
    shown.words.textContent = sent.refused ?? inWords('Đã tải lên · {size} · SHA-256 {sha256}…', { size: size(sent.size), sha256: sent.sha256.slice(0, 12) });
    shown.words.className = sent.refused ? 'fault' : 'small';
    if (!sent.refused) field.closest('fieldset').querySelector('select')?.closest('.field')?.setAttribute('hidden', '');
  })();
  running.add(work);
  work.finally(() => running.delete(work));
}

for (const field of fields) field.addEventListener('change', () => take(field));

// Nothing is sent on while a file is incomplete.
form?.addEventListener('submit', (event) => {
  if (!running.size || event.defaultPrevented) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const button = event.submitter;
  window.dispatchEvent(new Event('motcua:begin'));
  Promise.all(running).finally(() => {
    window.dispatchEvent(new Event('motcua:end'));
    form.requestSubmit(button);
  });
}, true);
