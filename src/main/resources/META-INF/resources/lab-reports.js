// Complete runs as JSON reports: those of this browser tab, the recorded one, and files.
import { text } from './lab-text.js';

const KEY = 'meanwhile.lab.runs';
const MAX_RUNS = 6;
const MAX_STORED_CALLS = 8_000;
const MAX_FILE_SIZE = 64e6;
const MODES = ['sequential', 'pool', 'virtual', 'reactive'];
const METRICS = ['p50', 'p95', 'p99', 'queued', 'calling', 'wall', 'callsPerSecond', 'threadsBefore', 'threads', 'cpu',
  'allocated', 'errors'];

/** @returns {{at: number, report: object}[]} runs of this tab, the latest one first */
export function storedRuns() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
  } catch {
    // site data are blocked, or another version of the page has stored them
    return [];
  }
}

/** Keeps a run until the tab is closed, in place of the oldest one if there are many. */
export function storeRun({ plan, calls, timelines, modes, done }) {
  const { repeats } = plan.scenario;
  // A run can have 40,000 calls, and the storage takes about five million characters. All repeats of a large run do not fit.
  const kept = calls.length <= MAX_STORED_CALLS ? calls : calls.filter(call => call.repeat === repeats);
  const runs = [{ at: Date.now(), report: { plan, calls: kept, timelines, modes, done } }, ...storedRuns()].slice(0, MAX_RUNS);
  while (runs.length > 0) {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(runs));
      return;
    } catch {
      runs.pop();
    }
  }
}

/** Reads the run that was recorded for the first screen, in the language of the page. Returns null if there is none. */
export async function recordedRun() {
  const response = await fetch(new URL('./lab-recorded.json', import.meta.url));
  if (!response.ok) {
    return null;
  }
  const report = await response.json();
  const { plan, done } = report[document.documentElement.lang] ?? {};
  return check({ ...report, plan: { ...report.plan, ...plan }, done: { ...report.done, ...done } });
}

/** @throws {Error} with a message for the user */
export async function readFile(file) {
  if (file.size > MAX_FILE_SIZE) {
    throw new Error(text('fileTooLarge', { name: file.name }));
  }
  try {
    return check(JSON.parse(await file.text()));
  } catch {
    throw new Error(text('noReport', { name: file.name }));
  }
}

/** Checks all that drawing relies on, because a file can have any content. Reports of older versions have no timelines. */
function check(report) {
  const { plan: { scenario, order, caveats, machine }, calls, timelines = [], modes, done } = report;
  const isNumber = value => Number.isFinite(value) && value >= 0;
  const isCount = (value, max) => Number.isInteger(value) && value >= 1 && value <= max;
  const isMode = value => MODES.includes(value);
  const valid = isCount(scenario.users, 1_000) && isCount(scenario.calls, 1_000) && isCount(scenario.repeats, 1_000)
    && isCount(scenario.threads, 1e6) && isNumber(scenario.failures) && typeof scenario.delay === 'string' && typeof scenario.jitter === 'string'
    && scenario.modes.every(isMode) && order.every(each => each.every(isMode)) && Array.isArray(caveats) && typeof machine === 'object'
    && calls.every(call => isMode(call.mode) && isCount(call.repeat, scenario.repeats) && isCount(call.user, scenario.users)
      && isCount(call.call, scenario.calls) && isNumber(call.queued) && call.queued <= call.started && call.started <= call.done && isNumber(call.done)
      && (call.responded === undefined || call.started <= call.responded && call.responded <= call.done))
    && timelines.every(({ mode, repeat, step, inFlight, held }) => isMode(mode) && isCount(repeat, scenario.repeats) && step > 0
      && [...inFlight, ...held].every(isNumber) && inFlight.length === held.length && held.length <= 10_000)
    && modes.every(mode => isMode(mode.mode) && ('skipped' in mode
      || METRICS.every(metric => ['median', 'min', 'max'].every(part => isNumber(mode[metric][part])))))
    && typeof (done.headline ?? done.explanation) === 'string';
  if (!valid) {
    throw new TypeError('not a report of a run');
  }
  return { ...report, timelines };
}
