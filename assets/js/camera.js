// Where the page is secure and there is a camera, a paper or a card is photographed on the spot.
// Without this script the browser's own file dialogue offers files, and on a phone its camera.
const WIDEST = 2560;

function made(kind, className, text) {
  const part = document.createElement(kind);
  part.className = className;
  if (text) part.textContent = text;
  return part;
}

function button(className, text, act) {
  const one = made('button', className, text);
  one.type = 'button';
  one.addEventListener('click', act);
  return one;
}

/** Shows what the camera sees; answers with a photograph, or nothing when they think better of it. */
async function photograph(label) {
  const dialog = made('dialog', 'camera stack');
  dialog.setAttribute('aria-label', inWords('Chụp ảnh: {label}', { label }));
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  const words = made('p', 'small', inWords('Đang mở máy ảnh…'));
  words.setAttribute('role', 'status');
  const row = made('div', 'row actions');
  dialog.append(video, words, row);
  document.body.append(dialog);
  let stream = null;
  try {
    return await new Promise((done) => {
      const shoot = button('button', inWords('Chụp'), () => {
        const canvas = document.createElement('canvas');
        canvas.width = video.videoWidth;
        canvas.height = video.videoHeight;
        canvas.getContext('2d').drawImage(video, 0, 0);
        canvas.toBlob((photo) => done(photo), 'image/jpeg', 0.9);
      });
      shoot.disabled = true;
      row.append(shoot, button('button second', inWords('Đóng'), () => done(null)));
      dialog.addEventListener('close', () => done(null));
      dialog.showModal();
      navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: WIDEST } } }).then(async (opened) => {
        stream = opened;
        if (!dialog.open) { for (const track of stream.getTracks()) track.stop(); return; }
        video.srcObject = stream;
        await video.play();
        words.textContent = inWords('Đặt giấy vừa khung hình, đủ sáng, rồi bấm «Chụp».');
        shoot.disabled = false;
        shoot.focus();
      }).catch(() => {
        words.textContent = inWords('Không mở được máy ảnh. Hãy cho phép trang này dùng máy ảnh, hoặc chọn tệp.');
      });
    });
  } finally {
    for (const track of stream?.getTracks() ?? []) track.stop();
    dialog.remove();
  }
}

async function begin(field, label) {
  const photo = await photograph(label);
  if (!photo) return;
  const several = new DataTransfer();
  several.items.add(new File([photo], 'anh-chup.jpg', { type: 'image/jpeg' }));
  field.files = several.files;
  field.dispatchEvent(new Event('change', { bubbles: true }));
  // A card is only photographed to be read.
  if (field.name === 'card_photo') field.form.requestSubmit(field.closest('details').querySelector('button[value="card"]'));
}

if (window.isSecureContext && navigator.mediaDevices?.getUserMedia) {
  for (const field of document.querySelectorAll('input[type="file"]')) {
    if (!/image|^$/.test(field.accept)) continue;
    const label = field.labels?.[0]?.textContent.trim() ?? inWords('giấy tờ');
    const open = button('button second small', inWords('Chụp bằng máy ảnh'), () => begin(field, label));
    open.setAttribute('aria-label', inWords('Chụp bằng máy ảnh: {label}', { label }));
    // Not inside the label: it names the field, not the button.
    (field.closest('label') ?? field).after(open);
  }
}
