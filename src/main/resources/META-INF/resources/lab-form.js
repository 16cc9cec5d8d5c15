// The form of a scenario: its presets, the check of its fields, and error messages at the fields that they are about.
import { describeScenario } from './lab-scenario.js';
import { element, text } from './lab-text.js';

const form = document.getElementById('scenario');
const settings = document.getElementById('settings');
const presets = [...document.querySelectorAll('.presets a')];
const modes = document.getElementById('modes');
const fields = [...form.querySelectorAll('.fields input')];

/** The scenario of the form as query parameters. */
export function readForm() {
  const query = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, value.trim()])
    .filter(([, value]) => value !== ''));
  if (modes.querySelector(':disabled') && hasAllModes()) {
    // without modes, the run includes the mode that this server cannot execute, and says why
    query.delete('modes');
  }
  return query;
}

/** Whether all modes that the server can execute are selected. */
const hasAllModes = () => modes.querySelector('input:not(:checked, :disabled)') === null;

/** Sets the fields that a query has. A query without modes means all of them. */
export function fillForm(query) {
  fields.forEach(field => field.value = query.get(field.name) ?? (field.name === 'seed' ? '' : field.value));
  modes.querySelectorAll('input').forEach(box => box.checked = !box.disabled && (!query.has('modes') || query.getAll('modes').includes(box.value)));
  showScenario();
}

const sameValue = (one, other) => one === other || (parseFloat(one) === 0 && parseFloat(other) === 0)
  || (one !== '' && other !== '' && Number(one) === Number(other));

function matches(preset) {
  const query = new URLSearchParams(preset.dataset.query);
  return hasAllModes() && [...query].every(([name, value]) => sameValue(form.elements[name].value.trim(), value));
}

/** Marks the preset whose values the form has, and summarizes the values. */
function showScenario() {
  presets.forEach(preset => matches(preset) ? preset.setAttribute('aria-current', 'true') : preset.removeAttribute('aria-current'));
  const value = name => form.elements[name].value.trim();
  document.getElementById('settings-summary').textContent = form.checkValidity() ? describeScenario({
    users: Number(value('users')), calls: Number(value('calls')), delay: value('delay'), jitter: value('jitter'), work: value('work'),
    failures: Number(value('failures')), threads: Number(value('threads')), repeats: Number(value('repeats'))
  }) : '';
}

/** @param {function()} run called when a preset was chosen, after the form has its values */
export function listenToForm(run) {
  // with scripts, messages are shown at the fields instead of in the bubbles of the browser
  form.noValidate = true;
  form.addEventListener('input', event => {
    showScenario();
    clearErrors([event.target.name]);
  });
  form.addEventListener('submit', event => {
    event.preventDefault();
    run();
  });
  presets.forEach(preset => preset.addEventListener('click', event => {
    // with these keys, a link opens elsewhere
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      fillForm(new URLSearchParams(preset.dataset.query));
      run();
    }
  }));
  showScenario();
}

/** Shows what is wrong with the fields. Returns whether nothing is. */
export function checkForm() {
  clearErrors([...fields.map(field => field.name), 'modes']);
  const wrong = fields.filter(field => !field.checkValidity());
  wrong.forEach(field => showError(field.name, constraint(field)));
  if (!modes.querySelector(':checked')) {
    showError('modes', text('noMode'));
    wrong.push(modes.querySelector('input'));
  }
  if (wrong.length > 0) {
    settings.open = true;
    wrong[0].focus();
  }
  return wrong.length === 0;
}

/** Returns the constraint of a field in the language of the page. The message of the browser is in that of the browser. */
function constraint({ type, step, min, max, title }) {
  return type !== 'number' ? title : text(step === 'any' ? 'numberFromTo' : 'integerFromTo', { min, max });
}

/**
 * Shows the message of the server at the fields that it names. Returns nodes: on an English page, the message with the labels of
 * the fields instead of the names of the parameters; on a page in another language, the labels and the unchanged message.
 */
export function showRejection(message) {
  const [, subject] = message.match(/^([a-z ]+) must /) ?? [null, ''];
  const named = subject.split(' ').filter(word => [...fields.map(field => field.name), 'modes'].includes(word));
  const labelled = named.reduce((shown, name) => shown.replace(name, label(name)), message);
  const [before] = text(named.length > 0 ? 'rejected' : 'rejectedRun', { fields: named.map(label).join(text('fieldSeparator')) })
    .split('[message]');
  const nodes = () => [before, element('span', before === '' ? labelled : message, { lang: 'en' })];
  named.forEach(name => showError(name, ...nodes()));
  if (named.length > 0) {
    settings.open = true;
  }
  return nodes();
}

const label = name => (name === 'modes' ? modes.querySelector('legend') : form.elements[name].closest('label').querySelector('span'))
  .textContent;

function showError(name, ...nodes) {
  const id = `error-${name}`;
  const inputs = name === 'modes' ? [...modes.querySelectorAll('input')] : [form.elements[name]];
  const container = name === 'modes' ? modes : inputs[0].closest('.field');
  document.getElementById(id)?.remove();
  // not within the label, whose text is the name of the field
  const shown = element('small', '', { id, class: 'field-error' });
  shown.append(...nodes);
  container.append(shown);
  inputs.forEach(input => {
    input.setAttribute('aria-invalid', 'true');
    input.setAttribute('aria-describedby', id);
  });
}

function clearErrors(names) {
  names.filter(name => name).forEach(name => {
    document.getElementById(`error-${name}`)?.remove();
    form.querySelectorAll(`[name="${name}"]`).forEach(input => {
      input.removeAttribute('aria-invalid');
      input.removeAttribute('aria-describedby');
    });
  });
}
