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
