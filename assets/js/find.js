// «/» anywhere leads to the box in which officers look for a dossier, unless somebody is writing.
const box = document.getElementById('tim-nhanh');
document.addEventListener('keydown', (event) => {
  const writing = event.target.closest('input, textarea, select, [contenteditable]');
  if (event.key !== '/' || writing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  box?.focus();
  box?.select();
});
