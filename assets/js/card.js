// A card scanner types into the card field and presses Enter: the applicant's fields fill themselves in at once.
// Without this script, or with a card it does not understand, the server reads the card.
const form = document.querySelector('form[data-intake]');
const card = form?.querySelector('[name="card"]');

function day(text) {
  const found = /^(\d{2})(\d{2})(\d{4})$/.exec(text.trim());
  return found ? `${found[3]}-${found[2]}-${found[1]}` : '';
}

function put(name, value) {
  const field = form.elements.namedItem(name);
  if (!field || !value) return;
  if (field instanceof RadioNodeList) { field.value = value; } else { field.value = value; }
}

function fill(text) {
  const parts = text.normalize('NFC').split('|').map((part) => part.trim());
  if (parts.length < 6 || !/^\d{12}$/.test(parts[0])) return false;
  const sex = { nam: 'male', nữ: 'female' }[parts[4].toLowerCase()] ?? '';
  put('applicant.kind', 'person');
  put('applicant.id_number', parts[0]);
  put('applicant.name', parts[2]);
  put('applicant.birth_date', day(parts[3]));
  put('applicant.sex', sex);
  put('applicant.address', parts[5]);
  return true;
}

if (card) {
  card.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing || !fill(card.value)) return;
    event.preventDefault();
    form.elements.namedItem('applicant.phone')?.focus();
  });
  card.addEventListener('paste', () => setTimeout(() => fill(card.value)));
}
