// Every change is saved within a second; what could not be sent stays in this browser until it can.
// Without this script every «Tiếp tục» saves.
const form = document.querySelector('form[data-draft]');
const SOON = 400;
const AGAIN = 4000;

function keep(form) {
  const state = form.querySelector('[data-draft-state]');
  const pending = new Map();
  let timer = 0;
  let sending = null;
  let leaving = false;

  const shelf = () => `motcua:${form.dataset.draft || location.pathname}`;
  const say = (words, tone) => {
    const line = document.createElement('span');
    line.textContent = words;
    state.replaceChildren(line);
    state.dataset.tone = tone;
  };
  const stow = () => {
    try {
      if (pending.size) localStorage.setItem(shelf(), JSON.stringify([...pending]));
      else localStorage.removeItem(shelf());
    } catch { /* no room, or none allowed: the server is the place that counts */ }
  };
  const of = (field) => {
    if (field.type === 'checkbox') return field.checked ? field.value : '';
    if (field.type === 'radio') return form.elements.namedItem(field.name).value;
    return field.value;
  };
  const goes = (field) => field.name && !field.name.startsWith('_') && !['file', 'submit', 'hidden', 'button'].includes(field.type);

  // A draft that does not exist yet begins with what its link fills in.
  const begin = (draft) => {
    if (draft) return `?nhap=${draft}`;
    return form.dataset.link ? `?lk=${encodeURIComponent(form.dataset.link)}` : '';
  };

  const adopt = (id) => {
    if (form.dataset.draft === id) return;
    localStorage.removeItem(shelf());
    form.dataset.draft = id;
    form.action = `${location.pathname}?nhap=${id}`;
    const here = new URLSearchParams(location.search);
    here.delete('moi');
    here.delete('lk');
    here.set('nhap', id);
    here.set('buoc', form.elements.namedItem('_stage').value);
    history.replaceState(null, '', `${location.pathname}?${here}`);
  };

  async function send() {
    clearTimeout(timer);
    timer = 0;
    if (sending || !pending.size) return sending;
    const batch = new Map(pending);
    const body = new URLSearchParams([...batch]);
    body.set('_token', form.elements.namedItem('_token').value);
    const draft = form.dataset.draft;
    say(inWords('Đang lưu…'), 'busy');
    sending = (async () => {
      try {
        const answer = await fetch(`${form.dataset.save}${begin(draft)}`, { method: 'POST', body, keepalive: true, headers: { accept: 'application/json' } });
        if (!answer.ok) throw new Error(String(answer.status));
        const saved = await answer.json();
        for (const [name, value] of batch) if (pending.get(name) === value) pending.delete(name);
        adopt(saved.draft);
        say(inWords('Đã lưu {time}', { time: saved.saved }), 'good');
      } catch (error) {
        const answered = /^\d+$/.test(error.message);
        say(answered ? inWords('Chưa lưu – máy chủ chưa nhận, đang thử lại') : inWords('Chưa lưu – mất mạng. Những gì bạn gõ được giữ trên máy này.'), 'bad');
      } finally {
        sending = null;
        stow();
        if (pending.size && !timer && !leaving) timer = setTimeout(send, navigator.onLine ? AGAIN / 4 : AGAIN);
      }
    })();
    return sending;
  }

  const changed = (event) => {
    if (!goes(event.target)) return;
    // What somebody changed comes from nowhere but their hand.
    event.target.closest('.field')?.querySelector('.source')?.remove();
    pending.set(event.target.name, of(event.target));
    stow();
    if (!timer) timer = setTimeout(send, SOON);
  };
  form.addEventListener('input', changed);
  form.addEventListener('change', changed);
  window.addEventListener('online', send);
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') send(); });

  // The page itself carries the values; a save that is still under way must not come after it.
  let through = false;
  form.addEventListener('submit', (event) => {
    if (through) return;
    leaving = true;
    clearTimeout(timer);
    timer = 0;
    if (!sending) { pending.clear(); return; }
    event.preventDefault();
    const button = event.submitter;
    sending.finally(() => { through = true; form.requestSubmit(button); });
  });
  window.addEventListener('pageshow', () => { through = false; leaving = false; });

  // What an earlier visit could not send comes back into the fields.
  try {
    const left = JSON.parse(localStorage.getItem(shelf()) ?? '[]');
    for (const [name, value] of left) {
      const field = form.elements.namedItem(name);
      if (!field) continue;
      if (field instanceof RadioNodeList) field.value = value;
      else if (field.type === 'checkbox') field.checked = value !== '';
      else field.value = value;
      const first = field instanceof RadioNodeList ? field[0] : field;
      first.dispatchEvent(new Event('input', { bubbles: true }));
      pending.set(name, value);
    }
    if (pending.size) send();
  } catch { /* nothing usable was left */ }
}

if (form) {
  keep(form);
  if (window.isSecureContext && navigator.serviceWorker) {
    navigator.serviceWorker.register('/sw.js').catch(() => { /* the page works without it */ });
    window.addEventListener('online', () => navigator.serviceWorker.controller?.postMessage('gui-lai'));
  }
}
