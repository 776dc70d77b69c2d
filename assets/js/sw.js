// Keeps the filing pages and what is sent from them while the network is away. Served as /sw.js; asked for by draft.js on
// secure pages only. The server takes a draft once, however often it is sent.
const PAGES = 'motcua-nop-1';
const FILES = 'motcua-tep-1';
const KEPT_PAGES = 12;
const KEPT_FILES = 40;
const filing = (url) => /^\/thu-tuc\/[^/]+\/nop$/.test(url.pathname);

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

function shelf() {
  return new Promise((done, fail) => {
    const open = indexedDB.open('motcua', 1);
    open.onupgradeneeded = () => open.result.createObjectStore('sent', { autoIncrement: true });
    open.onsuccess = () => done(open.result);
    open.onerror = () => fail(open.error);
  });
}

async function onShelf(mode, deed) {
  const db = await shelf();
  try {
    return await new Promise((done, fail) => {
      const store = db.transaction('sent', mode).objectStore('sent');
      const asked = deed(store);
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });
  } finally {
    db.close();
  }
}

/** Stands in for a page that could not be sent or loaded: nobody knows here in which language it was read, hence in both. */
function waiting(back) {
  const html = `<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="15;url=${back}"><title>Chưa gửi – mất mạng · Not sent – no network</title>
<main><h1>Chưa gửi – mất mạng<br><span lang="en">Not sent – no network</span></h1>
<p>Những gì bạn khai đã được giữ trên máy này và sẽ tự gửi khi có mạng. Không cần khai lại.</p>
<p lang="en">What you filled in is kept on this device and is sent by itself when the network is back. You need not fill it in again.</p>
<p><a href="${back}">Thử lại · <span lang="en">Try again</span></a></p></main></html>`;
  return new Response(html, { status: 503, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' } });
}

let sending = null;

/** Sends what could not be sent, in its order; stops at the first that still cannot. A page that is opened and the browser's
    own word that the network is back may ask at once: both wait for the same sending. */
function resend() {
  sending ??= sendAll().finally(() => { sending = null; });
  return sending;
}

async function sendAll() {
  const keys = await onShelf('readonly', (store) => store.getAllKeys());
  for (const key of keys) {
    const { url, fields } = await onShelf('readonly', (store) => store.get(key));
    const body = new FormData();
    for (const [name, value] of fields) body.append(name, value);
    try {
      const answer = await fetch(url, { method: 'POST', body });
      if (answer.status >= 500) return;
    } catch {
      return;
    }
    await onShelf('readwrite', (store) => store.delete(key));
  }
}

async function post(request) {
  const kept = request.clone();
  try {
    await resend();
    return await fetch(request);
  } catch {
    const fields = [...(await kept.formData())];
    await onShelf('readwrite', (store) => store.add({ url: kept.url, fields }));
    try { await self.registration.sync?.register('gui-lai'); } catch { /* not everywhere: the next page sends it */ }
    return waiting(new URL(kept.url).pathname + new URL(kept.url).search);
  }
}

/** Keeps an answer, and no more than so many: the oldest go. */
async function keep(cache, request, answer, most) {
  await cache.put(request, answer);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((key) => cache.delete(key)));
}

async function page(request) {
  const cache = await caches.open(PAGES);
  try {
    await resend();
    const answer = await fetch(request);
    if (answer.ok) {
      // A dossier that is filed leaves nothing behind on this device.
      const copy = await answer.clone().text();
      if (copy.includes('data-filed')) {
        await caches.delete(PAGES);
      } else if (copy.includes('data-draft')) {
        await keep(cache, request, answer.clone(), KEPT_PAGES);
      }
    }
    return answer;
  } catch {
    return (await cache.match(request)) ?? waiting(new URL(request.url).pathname + new URL(request.url).search);
  }
}

async function file(request) {
  const cache = await caches.open(FILES);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await keep(cache, request, answer.clone(), KEPT_FILES);
  return answer;
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === 'navigate' && filing(url)) event.respondWith(request.method === 'POST' ? post(request) : page(request));
  else if (request.method === 'GET' && url.pathname.startsWith('/assets/')) event.respondWith(file(request));
});
self.addEventListener('sync', (event) => { if (event.tag === 'gui-lai') event.waitUntil(resend()); });
self.addEventListener('message', (event) => { if (event.data === 'gui-lai') event.waitUntil(resend()); });
