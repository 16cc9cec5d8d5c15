// The page of the lab: runs the scenario of the form, shows results, and keeps and compares them.
import { TimeAxis } from './lab-axis.js';
import './lab-code.js';
import { save, savePng, saveSvg, toSvg } from './lab-export.js';
import { checkForm, fillForm, listenToForm, readForm, showRejection } from './lab-form.js';
import { readFile, recordedRun, storeRun, storedRuns } from './lab-reports.js';
import { LabRun, RejectedError } from './lab-run.js';
import { describeScenario } from './lab-scenario.js';
import { element, text } from './lab-text.js';
import { ResultView } from './lab-view.js';

const byId = id => document.getElementById(id);
const title = document.title;
const axis = new TimeAxis();
// before anything is drawn, because drawing adds elements
const viewTemplate = byId('view').cloneNode(true);
const view = new ResultView(byId('view'), axis, showTooltip);
/** @type {?ResultView} */
let comparison = null;
/** @type {?LabRun} */
let currentRun = null;
/** Runs that can be shown: those of this tab, opened files, and the recorded one. */
let reports = [];
let shown = null;
let compared = null;

// --- running

async function startRun() {
  if (currentRun?.active || !checkForm()) {
    return;
  }
  const query = readForm();
  const run = new LabRun(query);
  currentRun = run;
  const address = new URLSearchParams(query);
  history.replaceState(null, '', `?${address}`);
  setRunning(true);
  showError();
  view.setStale(view.run !== null, text('runBefore'));
  setStatus(text('warmingUp'));
  announce(text('started'));
  try {
    for await (const [name, data] of run.events(() => setStatus(text('waitingForOther')))) {
      show[name](run, data);
    }
  } catch (error) {
    const cancelled = error.name === 'AbortError';
    setStatus(text(cancelled ? 'cancelled' : 'failed'));
    announce(cancelled ? text('cancelled') : '');
    showError(...cancelled ? [] : error instanceof RejectedError ? showRejection(error.message) : [error.message]);
    if (view.run === run) {
      view.part('headline').textContent = text(cancelled ? 'cancelled' : 'failed');
    }
    if (view.run) {
      view.setStale(true, text(view.run === run ? 'incomplete' : 'runBefore'));
    }
  } finally {
    setRunning(false);
  }
}

/** What the page does with each event of a run, by the name of the event. */
const show = {
  plan(run) {
    endComparison();
    byId('result').hidden = false;
    shown = null;
    view.start(run, text('measuredNow'));
    showLegend();
    listReports();
    updatePermalink();
    const { top } = byId('views').getBoundingClientRect();
    if (top > innerHeight * 0.6 || top < 0) {
      byId('result').scrollIntoView({ behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
    }
  },

  call(run, call) {
    view.call(call);
    const { scenario, order } = run.plan;
    const share = run.calls.length / (order.flat().length * scenario.users * scenario.calls);
    const percent = Math.floor(share * 100);
    byId('progress').value = share;
    setStatus(text('progress', { mode: call.mode, repeat: call.repeat, repeats: scenario.repeats, percent }));
    // changing the title is slow
    const progressTitle = text('titleProgress', { percent, title });
    if (document.title !== progressTitle) {
      document.title = progressTitle;
    }
  },

  timeline(run, timeline) {
    view.timeline(timeline);
  },

  mode(run, result) {
    view.mode(result);
    announce(text('modeEnded', { mode: result.mode }));
  },

  done(run, done) {
    view.done(done);
    setStatus(text('done', { seconds: done.seconds }));
    announce(done.headline);
    storeRun(run);
    loadReports();
    shown = reports[0] ?? null;
    listReports();
    updatePermalink();
  }
};

function setRunning(running) {
  const hadFocus = [byId('run-button'), byId('cancel-button')].includes(document.activeElement);
  byId('run-button').hidden = running;
  byId('cancel-button').hidden = !running;
  byId('progress').hidden = !running;
  byId('progress').removeAttribute('value');
  // a hidden element loses the focus
  if (hadFocus) {
    (running ? byId('cancel-button') : currentRun.done ? view.part('headline') : byId('run-button')).focus({ preventScroll: true });
  }
  if (!running) {
    document.title = title;
  }
}

/** @param {...(string|Node)} message parts of the message; without any, the previous message is hidden */
function showError(...message) {
  byId('error').hidden = message.length === 0;
  byId('error').replaceChildren(...message);
}

function setStatus(message) {
  byId('status').textContent = message;
}

/** For screen readers. The status changes too often for them. */
function announce(message) {
  byId('announcement').textContent = message;
}

// --- reports

let recorded = null;
let opened = [];

function loadReports() {
  const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: 'short' });
  reports = [...opened, ...storedRuns().map(({ at, report }) => ({
    report, at, source: text('measuredAt', { time: time.format(at) })
  })), ...recorded ? [recorded] : []];
}

/** Returns whether a run is being drawn. If so, shows the message that no other result can be shown. */
function isRunning() {
  if (currentRun?.active) {
    showError(text('runActive'));
  }
  return currentRun?.active ?? false;
}

/** @param {boolean} formFollows whether the form gets the scenario of the run, so that Run repeats it */
function showReport(entry, formFollows = true) {
  endComparison();
  if (formFollows) {
    const query = scenarioQuery(entry.report.plan.scenario);
    query.delete('seed');
    fillForm(query);
  }
  byId('result').hidden = false;
  shown = entry;
  view.show(entry.report, entry.source);
  showLegend();
  listReports();
  updatePermalink();
}

function compare(entry) {
  endComparison();
  compared = entry;
  const root = viewTemplate.cloneNode(true);
  root.removeAttribute('id');
  root.setAttribute('aria-label', text('compared'));
  root.querySelectorAll('.code').forEach(code => code.remove());
  root.querySelectorAll('[aria-label]').forEach(part => part.setAttribute('aria-label', `${text('compared')}: ${part.getAttribute('aria-label')}`));
  byId('views').append(root);
  byId('views').classList.add('two');
  comparison = new ResultView(root, axis, showTooltip);
  comparison.show(entry.report, entry.source);
  if (load(view.run) !== load(entry.report)) {
    comparison.part('notes').prepend(element('li', text('differentScenarios')));
  }
  showLegend();
  listReports();
  root.querySelector('h2').focus();
}

/** The parameters that change the times of a mode. Reports of earlier versions have no work. */
function load({ plan: { scenario } }) {
  return JSON.stringify({ work: '0', ...scenario, seed: null, modes: null, repeats: null });
}

function endComparison() {
  comparison?.remove();
  comparison = compared = null;
  byId('views').classList.remove('two');
}

function listReports() {
  byId('history').hidden = reports.length === 0;
  byId('runs').replaceChildren(...reports.map(entry => {
    const item = element('li');
    const button = (name, pressed, action) => {
      const created = element('button', text(name), { type: 'button', class: 'secondary outline', 'aria-pressed': pressed });
      created.addEventListener('click', action);
      return created;
    };
    item.append(element('span', `${entry.name ?? entry.source} ${describeScenario(entry.report.plan.scenario)}`),
      button('show', entry === shown, () => isRunning() || showReport(entry)));
    if (shown && entry !== shown) {
      item.append(button(entry === compared ? 'endComparison' : 'compare', entry === compared, () => {
        if (entry === compared) {
          endComparison();
          listReports();
        } else if (!isRunning()) {
          compare(entry);
        }
      }));
    }
    return item;
  }));
}

async function open(file) {
  if (!file || isRunning()) {
    return;
  }
  try {
    const report = await readFile(file);
    showError();
    opened = [{ report, source: text('opened', { name: file.name }) }, ...opened];
    loadReports();
    showReport(opened[0]);
    view.part('headline').focus();
  } catch (error) {
    showError(error.message);
  }
}

/** The legend has entries that only some lanes need: those with bands, and those of calls with work. */
function showLegend() {
  const scenarios = [view, comparison].map(each => each?.run?.plan.scenario).filter(scenario => scenario);
  byId('result').classList.toggle('has-bands', scenarios.some(({ users }) => users > 100));
  byId('result').classList.toggle('has-work', scenarios.some(({ work }) => parseFloat(work) > 0));
}

function scenarioQuery(scenario) {
  return new URLSearchParams(Object.entries(scenario).flatMap(([name, value]) => [value].flat().map(each => [name, each])));
}

function updatePermalink() {
  const query = scenarioQuery(view.run.plan.scenario);
  const language = new URLSearchParams(location.search).get('lang');
  if (language) {
    query.set('lang', language);
  }
  byId('permalink').href = `${location.pathname}?${query}`;
}

// --- tooltip, keys, buttons

function showTooltip(picture, lines, byKeyboard, x, y) {
  const tooltip = byId('tooltip');
  tooltip.hidden = !lines;
  if (lines) {
    // only the keyboard's cursor is read out
    tooltip.setAttribute('aria-live', byKeyboard ? 'polite' : 'off');
    tooltip.replaceChildren(...lines.map(line => element('div', line)));
    const box = picture.getBoundingClientRect();
    const left = box.left + x + 14;
    tooltip.style.left = `${left + tooltip.offsetWidth > innerWidth - 8 ? Math.max(8, box.left + x - 14 - tooltip.offsetWidth) : left}px`;
    tooltip.style.top = `${Math.min(Math.max(box.top + y + 14, 8), innerHeight - tooltip.offsetHeight - 8)}px`;
  }
}

document.addEventListener('keydown', event => {
  if (event.key === 'Escape') {
    byId('tooltip').hidden = true;
    currentRun?.cancel();
  }
});
byId('cancel-button').addEventListener('click', () => currentRun?.cancel());
document.querySelectorAll('[data-zoom]').forEach(button => button.addEventListener('click', () =>
  button.dataset.zoom === 'reset' ? axis.reset() : axis.zoomBy(1 / button.dataset.zoom)));
byId('print').addEventListener('click', () => print());
// Browsers have both only with HTTPS or on localhost.
byId('share').hidden = !navigator.share && !navigator.clipboard;
byId('share').addEventListener('click', async () => {
  const url = byId('permalink').href;
  try {
    if (navigator.share) {
      await navigator.share({ title, url });
    } else {
      await navigator.clipboard.writeText(url);
      setStatus(text('linkCopied'));
      announce(text('linkCopied'));
    }
  } catch (error) {
    // AbortError: the user closed the dialog.
    showError(...error.name === 'AbortError' ? [] : [error.message]);
  }
});
document.querySelectorAll('[data-save]').forEach(button => button.addEventListener('click', () => {
  const legend = [...document.querySelectorAll('.legend li')].filter(item => item.offsetWidth > 0)
    .map(item => ({ swatch: item.querySelector('.swatch'), label: item.textContent.trim() }));
  ({
    svg: () => saveSvg(toSvg(view, legend), 'lab-run.svg'),
    png: () => savePng(toSvg(view, legend), 'lab-run.png').catch(error => showError(error.message)),
    json: () => {
      const { plan, calls, timelines, modes, done } = view.run;
      save(new Blob([JSON.stringify({ plan, calls, timelines, modes, done })], { type: 'application/json' }), 'lab-run.json');
    }
  })[button.dataset.save]();
}));
byId('file').addEventListener('change', async event => {
  await open(event.target.files[0]);
  // so that the same file can be selected again
  event.target.value = '';
});
addEventListener('dragover', event => event.preventDefault());
addEventListener('drop', event => {
  event.preventDefault();
  open(event.dataTransfer.files[0]);
});

// --- first screen

// Other sites can show only this page in a frame, so its links open a new tab.
if (self !== top) {
  document.querySelectorAll('body > :is(header, footer) a:not([hreflang])').forEach(link => link.target = '_blank');
}

axis.onZoom = zoomed => document.querySelector('[data-zoom=reset]').disabled = !zoomed;
listenToForm(startRun);
if (!byId('error').hidden) {
  showError(...showRejection(byId('error').textContent));
}

/** Shows the run of this tab that has the scenario of the address, or else the latest one, or else the recorded one. */
async function showFirstReport() {
  loadReports();
  const query = [...new URLSearchParams(location.search)].filter(([name]) => name !== 'lang');
  const parameters = query.filter(([name]) => !['modes', 'seed'].includes(name));
  const isOfAddress = ({ report: { plan: { scenario } } }) => parameters.every(([name, value]) =>
    String(scenario[name]) === value || (parseFloat(scenario[name]) === 0 && parseFloat(value) === 0));
  if (reports.some(isOfAddress)) {
    showReport(reports.find(isOfAddress), query.length === 0);
  }
  const report = await recordedRun().catch(() => null);
  if (report) {
    const date = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'long' }).format(new Date(report.recorded));
    recorded = { report, source: text('recorded', { date }), name: text('recordedName', { date }) };
    loadReports();
    if (!view.run && !currentRun) {
      showReport(recorded, query.length === 0);
    } else {
      shown = shown && (reports.find(each => each.at === shown.at) ?? shown);
      listReports();
    }
  }
}
showFirstReport();
