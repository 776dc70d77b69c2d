// Whatever takes longer than 300 ms is seen to be under way; a form is sent once.
const WAIT = 300;
let timer = 0;
let bar = null;

function begin(owner) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    document.body.setAttribute('aria-busy', 'true');
    if (owner) owner.setAttribute('aria-busy', 'true');
    if (!bar) {
      bar = document.createElement('div');
      bar.className = 'progress';
      bar.setAttribute('role', 'progressbar');
      bar.setAttribute('aria-label', inWords('Đang xử lý, xin chờ…'));
      document.body.append(bar);
    }
  }, WAIT);
}

function end() {
  clearTimeout(timer);
  if (bar) { bar.remove(); bar = null; }
  document.querySelectorAll('[aria-busy]').forEach((busy) => busy.removeAttribute('aria-busy'));
  document.querySelectorAll('form[data-sent]').forEach((form) => delete form.dataset.sent);
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (form.target !== '_blank') { form.dataset.sent = 'yes'; begin(form); }
});

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href]');
  if (!link || event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
  if (/\.pdf$|\/tep\//.test(link.pathname)) return;
  if (link.hash && link.pathname === location.pathname && link.search === location.search) return;
  begin(null);
});

// Back from the cache, or a file that came as a download: nothing is under way any more.
window.addEventListener('pageshow', end);
window.addEventListener('motcua:begin', (event) => begin(event.target instanceof Element ? event.target : null));
window.addEventListener('motcua:end', end);
