// The page of the lab: starts a run from the form, draws each event when it arrives, and shows the result.
import { Waterfall, drawBars, loadECharts, onResizeOrThemeChange } from './lab-drawing.js';
import { LabRun } from './lab-run.js';

const METRICS = ['p50', 'p95', 'p99', 'queued', 'calling', 'wall', 'callsPerSecond', 'threadsBefore', 'threads', 'cpu',
  'allocated', 'errors'];
const MEGABYTE = 1e6;

const byId = id => document.getElementById(id);
const form = byId('scenario');
const lanes = new Map([...document.querySelectorAll('.lane')].map(figure => [figure.dataset.mode, { figure }]));
const lanesToDraw = new Set();

/** @type {?LabRun} */
let currentRun = null;
let axisEnd = 0;
let frameRequested = false;

form.addEventListener('submit', event => {
  event.preventDefault();
  startRun(new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== '')));
});
byId('cancel-button').addEventListener('click', () => currentRun?.cancel());
onResizeOrThemeChange(() => {
  if (currentRun?.plan) {
    scheduleDrawing(lanes.keys());
  }
  if (currentRun?.done) {
    showResult(currentRun);
  }
});

async function startRun(query) {
  const run = new LabRun(query);
  currentRun = run;
  lanesToDraw.clear();
  history.replaceState(null, '', `?${query}`);
  setRunning(true);
  byId('error').hidden = byId('measurements').hidden = true;
  byId('explanation').textContent = '';
  setStatus('Warming up…');
  try {
    await loadECharts();
    for await (const [name, data] of run.events(() => setStatus('Waiting for another run to end…'))) {
      show[name](run, data);
    }
  } catch (error) {
    const cancelled = error.name === 'AbortError';
    setStatus(cancelled ? 'Cancelled.' : 'Failed.');
    byId('error').hidden = cancelled;
    byId('error').textContent = error.message;
  } finally {
    setRunning(false);
  }
}

/** What the page does with each event of a run, by the name of the event. */
const show = {
  plan(run, { scenario }) {
    byId('result').hidden = false;
    lanes.forEach((lane, mode) => {
      lane.figure.hidden = !scenario.modes.includes(mode);
      lane.figure.classList.remove('skipped');
      lane.repeat = 1;
      if (!lane.figure.hidden) {
        lane.waterfall ??= new Waterfall(lane.figure.querySelector('.waterfall'));
        lane.waterfall.start(scenario);
        setLaneNote(mode, '');
      }
    });
    scheduleDrawing(lanes.keys());
  },

  call(run, call) {
    const lane = lanes.get(call.mode);
    if (lane.repeat !== call.repeat) {
      lane.repeat = call.repeat;
      lane.waterfall.start(run.plan.scenario);
    }
    lane.waterfall.add(call);
    scheduleDrawing([call.mode]);
  },

  mode(run, result) {
    lanes.get(result.mode).figure.classList.toggle('skipped', 'skipped' in result);
    setLaneNote(result.mode, result.skipped ?? `page view ${millis(result.p50.median)} ms, `
      + `queue ${millis(result.queued.median)} ms, call ${millis(result.calling.median)} ms`);
  },

  done(run, { seconds }) {
    showResult(run);
    setStatus(`Done in ${seconds} s.`);
  }
};

function scheduleDrawing(modes) {
  modes.forEach(mode => lanesToDraw.add(mode));
  if (!frameRequested && lanesToDraw.size > 0) {
    frameRequested = true;
    requestAnimationFrame(drawNextLane);
  }
}

/** Draws one lane per frame: a lane with 2,000 calls takes most of a frame. */
function drawNextLane() {
  frameRequested = false;
  const [mode] = lanesToDraw;
  // The lanes of a run are cleared when the next one starts.
  if (!mode) {
    return;
  }
  const { plan, calls, active } = currentRun;
  const end = roundUpAxisEnd(calls.reduce((last, call) => Math.max(last, call.done), 1));
  if (end !== axisEnd) {
    axisEnd = end;
    [...lanes.keys()].forEach(each => lanesToDraw.add(each));
  }
  lanesToDraw.delete(mode);
  const { figure, waterfall } = lanes.get(mode);
  if (!figure.hidden && !figure.classList.contains('skipped')) {
    waterfall.draw(end);
  }
  if (active && calls.length > 0) {
    const total = plan.order.flat().length * plan.scenario.users * plan.scenario.calls;
    byId('progress').value = calls.length / total;
    if (lanesToDraw.size === 0) {
      const { mode: latestMode, repeat } = calls.at(-1);
      setStatus(`${latestMode}, repeat ${repeat} of ${plan.scenario.repeats}: ${calls.length} of ${total} calls`);
    }
  }
  scheduleDrawing([]);
}

/** Rounds up in steps of a quarter of the power of ten below, so that the axis changes rarely while calls arrive. */
function roundUpAxisEnd(value) {
  const step = 10 ** Math.floor(Math.log10(value)) / 4;
  return Math.ceil(value / step) * step;
}

function showResult(run) {
  const order = [...lanes.keys()];
  const results = run.modes.toSorted((one, other) => order.indexOf(one.mode) - order.indexOf(other.mode));
  const measured = results.filter(result => !('skipped' in result));
  byId('measurements').hidden = false;
  byId('explanation').textContent = run.done.explanation;
  const { repeats } = run.plan.scenario;
  byId('table-caption').textContent = repeats === 1 ? 'One repeat; set more to see how far these numbers vary.'
    : `Medians over ${repeats} repeats, and below them the least and the most.`;
  byId('result-rows').replaceChildren(...results.map(result => resultRow(result, repeats)));
  drawBars(byId('threads-chart'),
    measured.map(({ mode, threads, threadsBefore }) => [mode, threads.median, threadsBefore.median]),
    ([mode, most, before]) => `${mode}: ${most} threads at most, ${before} before it began`);
  drawBars(byId('memory-chart'),
    measured.map(({ mode, allocated }) => [mode, +(allocated.median / MEGABYTE).toFixed(1), 0]),
    ([mode, megabytes]) => `${mode}: ${megabytes} MB`);
  byId('caveats').textContent = run.plan.caveats.join(' ');
  showEnvironment(run.plan);
  updateDownloadLinks(run);
}

function resultRow(result, repeats) {
  const tr = document.createElement('tr');
  const head = tr.appendChild(document.createElement('th'));
  head.scope = 'row';
  head.textContent = result.mode;
  if ('skipped' in result) {
    const reason = tr.appendChild(document.createElement('td'));
    reason.colSpan = METRICS.length;
    reason.className = 'skip-reason';
    reason.textContent = result.skipped;
    return tr;
  }
  for (const metric of METRICS) {
    const cell = tr.appendChild(document.createElement('td'));
    const format = value => metric === 'allocated' ? (value / MEGABYTE).toFixed(1) : millis(value);
    const { median, min, max } = result[metric];
    cell.textContent = format(median);
    if (repeats > 1) {
      cell.appendChild(document.createElement('small')).textContent = `${format(min)}–${format(max)}`;
    }
  }
  return tr;
}

function showEnvironment({ scenario, order, warmUpCalls, machine }) {
  const facts = {
    'Seed': scenario.seed,
    'Order of modes': order.map(modes => modes.join(', ')).join('; '),
    'Warm-up': `${warmUpCalls} calls of each mode, not counted`,
    'Pool': `${scenario.threads} threads`,
    'Event loops': machine.eventLoops,
    'Connections': `${machine.connections} at most, for every mode`,
    'Upstream': machine.upstream,
    'Java': machine.java,
    'Quarkus': machine.quarkus,
    'Processors': machine.processors,
    'Heap': `${Math.round(machine.maxHeap / MEGABYTE)} MB at most`
  };
  byId('environment').replaceChildren(...Object.entries(facts).flatMap(([name, fact]) => {
    const [dt, dd] = [document.createElement('dt'), document.createElement('dd')];
    [dt.textContent, dd.textContent] = [name, fact];
    return [dt, dd];
  }));
}

function updateDownloadLinks({ plan, calls, modes, done }) {
  URL.revokeObjectURL(byId('download').href);
  byId('download').href = URL.createObjectURL(new Blob([JSON.stringify({ plan, calls, modes, done })],
    { type: 'application/json' }));
  const query = new URLSearchParams(location.search);
  query.set('seed', plan.scenario.seed);
  byId('permalink').href = `${location.pathname}?${query}`;
}

function setLaneNote(mode, text) {
  lanes.get(mode).figure.querySelector('output').textContent = text;
}

function setStatus(text) {
  byId('status').textContent = text;
}

function setRunning(running) {
  byId('run-button').disabled = running;
  byId('run-button').setAttribute('aria-busy', running);
  byId('cancel-button').disabled = !running;
  if (running) {
    byId('progress').removeAttribute('value');
  } else {
    byId('progress').value = currentRun.done ? 1 : 0;
  }
}

function millis(value) {
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 });
}
