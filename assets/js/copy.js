// Copy buttons appear only where copying works.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll('button[data-copy]')) {
    button.hidden = false;
    const label = button.querySelector('span');
    const before = label.textContent;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      label.textContent = inWords('Đã chép');
      setTimeout(() => { label.textContent = before; }, 2000);
    });
  }
}

// A print button likewise: every page prints from the browser's own menu without it.
for (const button of document.querySelectorAll('button[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}
