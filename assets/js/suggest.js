// A combobox over the search box. Without it the box is an ordinary form field.
for (const box of document.querySelectorAll('[data-suggest]')) {
  const input = box.querySelector('input[type="search"]');
  if (!input) continue;
  const list = document.createElement('div');
  list.className = 'search-list';
  list.id = `${input.id}-list`;
  list.hidden = true;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', inWords('Gợi ý thủ tục'));
  box.append(list);
  const said = document.createElement('div');
  said.className = 'sr';
  said.setAttribute('role', 'status');
  box.append(said);
  Object.entries({ role: 'combobox', autocomplete: 'off', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': list.id })
    .forEach(([name, value]) => input.setAttribute(name, value));

  let at = -1;
  let timer = 0;
  let asked = null;

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const mark = (next) => {
    const options = [...list.children];
    if (!options.length) return;
    at = (next + options.length) % options.length;
    options.forEach((option, i) => option.setAttribute('aria-selected', String(i === at)));
    options[at].scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', options[at].id);
  };
  const open = (option) => { location.href = option.dataset.href; };
  const show = (found) => {
    list.replaceChildren(...found.map(({ code, name }, i) => {
      const option = document.createElement('div');
      option.id = `${list.id}-${i}`;
      option.setAttribute('role', 'option');
      option.setAttribute('aria-selected', 'false');
      option.dataset.href = `/thu-tuc/${encodeURIComponent(code)}`;
      const small = document.createElement('small');
      small.textContent = code;
      option.append(name, small);
      option.addEventListener('mousedown', (event) => event.preventDefault());
      option.addEventListener('click', () => open(option));
      return option;
    }));
    at = -1;
    list.hidden = found.length === 0;
    input.setAttribute('aria-expanded', String(found.length > 0));
    said.textContent = found.length ? inWords('Có {count} gợi ý', { count: found.length }) : '';
  };
  const ask = async () => {
    const q = input.value.trim();
    asked?.abort();
    if (q.length < 2) { close(); return; }
    asked = new AbortController();
    try {
      const answer = await fetch(`/api/v1/procedures/suggest?q=${encodeURIComponent(q)}`, { signal: asked.signal });
      if (answer.ok && document.activeElement === input) show(await answer.json());
    } catch { /* a suggestion is a courtesy: the form still works */ }
  };

  input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(ask, 150); });
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Escape') {
      // An open list closes and what was typed stays; without one the browser empties the box, as it always does.
      if (!list.hidden) event.preventDefault();
      clearTimeout(timer);
      asked?.abort();
      close();
      return;
    }
    if (list.hidden) return;
    if (event.key === 'ArrowDown') { event.preventDefault(); mark(at + 1); }
    if (event.key === 'ArrowUp') { event.preventDefault(); mark(at < 0 ? -1 : at - 1); }
    if (event.key === 'Enter' && at >= 0) { event.preventDefault(); open(list.children[at]); }
  });
  input.addEventListener('blur', close);
}
