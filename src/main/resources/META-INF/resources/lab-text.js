// Texts of the page that scripts show. They are in the template, which has them in the language of the page.

const texts = new Map([...document.getElementById('texts').content.querySelectorAll('[data-text]')]
  .map(element => [element.dataset.text, element.textContent]));
const language = document.documentElement.lang;

/** Returns the text with this name, in which `[key]` is replaced by the value of the key. */
export function text(name, values = {}) {
  return texts.get(name).replace(/\[(\w+)]/g, (placeholder, key) => values[key] ?? placeholder);
}

/** Formats a number with as many digits as a reader needs. */
export const number = value => value.toLocaleString(language, { maximumFractionDigits: value < 10 ? 1 : 0 });

/** Formats a number below one with as many digits as the server measures. */
export const fraction = value => value.toLocaleString(language, { maximumFractionDigits: 2 });

/** Formats a quotient of two measurements with two digits. More would be noise. */
export const ratio = value => value.toLocaleString(language, { maximumSignificantDigits: 2 });

export const duration = millis => millis < 1000 ? `${number(millis)} ms`
  : `${(millis / 1000).toLocaleString(language, { maximumFractionDigits: 2 })} s`;

/** Keeps each number on the line of its unit. */
export const unbroken = sentence => sentence.replace(/(?<=\d) (?=m?s\b)/g, '\u00a0');

/** Creates an HTML element with a text and attributes. */
export function element(name, content = '', attributes = {}) {
  const created = document.createElement(name);
  created.textContent = content;
  Object.entries(attributes).forEach(([key, value]) => created.setAttribute(key, value));
  return created;
}
