// A card scanner types wherever the cursor happens to be, or the card is pasted: the applicant's fields fill themselves in.
// Without this script, or with a card it does not understand, the server reads the card.
const form = document.querySelector('form[data-intake]');
const card = form?.querySelector('[name="card"]');

function day(text) {
  const found = /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  return found ? `${found[3]}-${found[2]}-${found[1]}` : '';
}

function put(name, value) {
  const field = form.elements.namedItem(name);
  if (field && value) field.value = value;
}

function fill(text) {
  const parts = text.normalize('NFC').split('|').map((part) => part.trim());
  if (parts.length < 6 || !/^\d{12}$/.test(parts[0])) return false;
  put('applicant.kind', 'person');
  put('applicant.id_number', parts[0]);
  put('applicant.name', parts[2]);
  put('applicant.birth_date', day(parts[3]));
  put('applicant.sex', { nam: 'male', nữ: 'female' }[parts[4].toLowerCase()]);
  put('applicant.address', parts[5]);
  return true;
}

function goOn() {
  form.elements.namedItem('applicant.phone')?.focus();
}

// The digits typed without a pause into one place, each with what stood there before it.
let digits = [];

function elsewhere(event) {
  const place = event.target;
  if (digits[0]?.place !== place) digits = [];
  if (/^\d$/.test(event.key)) {
    digits.push({ digit: event.key, place, before: place.value });
    return;
  }
  const number = digits.slice(-12);
  digits = [];
  // Twelve digits and a bar are a card and nothing a person types: it moves to its field, and the rest follows it.
  if (event.key !== '|' || number.length < 12) return;
  event.preventDefault();
  if (place.matches('input, textarea')) place.value = number[0].before;
  card.value = `${number.map((one) => one.digit).join('')}|`;
  card.focus();
}

if (card) {
  // The browser gives the first focus only when it next draws: what is scanned before that would be lost.
  if (card.autofocus && document.activeElement === document.body) card.focus();
  document.addEventListener('keydown', (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.key === 'Shift') return;
    if (event.target !== card) {
      elsewhere(event);
    } else if (['Enter', 'Tab'].includes(event.key) && fill(card.value)) {
      event.preventDefault();
      goOn();
    }
  }, true);
  // A scanner that sends no ending: the seventh part, the day of issue, is the last that is needed.
  card.addEventListener('input', () => {
    if (/^(?:[^|]*\|){6}\d{8}$/.test(card.value)) fill(card.value);
  });
  document.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text') ?? '';
    if (!fill(text)) return;
    event.preventDefault();
    card.value = text.trim();
    goOn();
  });
  // What is corrected by hand stays: the card is not read over it again.
  form.addEventListener('input', (event) => {
    if (event.isTrusted && event.target !== card && /^applicant\.(?!phone|email)/.test(event.target.name)) card.value = '';
  });
}
