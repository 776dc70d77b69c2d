// What scripts say, in the language of the page: a Vietnamese page is its own dictionary, any other brings one.
const words = JSON.parse(document.getElementById('loi')?.textContent ?? '{}');

globalThis.inWords = (message, parts = {}) => Object.entries(parts).reduce(
  (said, [name, value]) => said.replaceAll(`{${name}}`, () => String(value)),
  words[message] ?? message,
);
