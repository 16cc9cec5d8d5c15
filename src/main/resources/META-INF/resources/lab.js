// Runs a scenario and shows what the server tells of it.
import { Waterfall, drawBars, loadECharts, onResizeOrThemeChange } from './lab-drawing.js';

const byId = id => document.getElementById(id);
const form = byId('scenario');
const lanes = new Map([...document.querySelectorAll('.lane')].map(figure => [figure.dataset.mode, { figure }]));
const MEGABYTE = 1e6;
const SECOND = 1000;
const METRICS = ['p50', 'p95', 'p99', 'queued', 'calling', 'wall', 'callsPerSecond', 'threadsBefore', 'threads', 'cpu', 'allocated', 'errors'];

let run;

form.addEventListener('submit', submitted => {
  submitted.preventDefault();
  startRun(new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== '')));
});
byId('cancel-button').addEventListener('click', () => run?.abort.abort());
onResizeOrThemeChange(() => {
  if (run?.plan) {
    schedule(run, lanes.keys());
  }
  if (run?.done) {
    drawResult(run);
  }
});

async function startRun(query) {
  run = { abort: new AbortController(), calls: [], modes: [], last: 1, changed: new Set() };
  history.replaceState(null, '', `/lab?${query}`);
  setRunning(true);
  byId('error').hidden = byId('measurements').hidden = true;
  byId('explanation').textContent = '';
  setStatus('Warming up…');
  try {
    await loadECharts();
    const response = await requestRun(query, run.abort.signal);
    if (!response.ok) {
      throw new Error((await response.json()).message);
    }
    for await (const [name, data] of events(response.body)) {
      handlers[name](run, data);
    }
    if (!run.done) {
      throw new Error('The connection broke before the run was over.');
    }
  } catch (failure) {
    setStatus(failure.name === 'AbortError' ? 'Cancelled.' : 'Failed.');
    byId('error').hidden = failure.name === 'AbortError';
    byId('error').textContent = failure.message;
  } finally {
    setRunning(false);
  }
}

// one run at a time: whoever comes second waits for his turn, and so does a run after a cancelled one
async function requestRun(query, signal) {
  const response = await fetch(`/lab/runs?${query}`, { signal, headers: { Accept: 'text/event-stream' } });
  if (response.status !== 429) {
    return response;
  }
  setStatus('Waiting for another run to end…');
  await pause(response.headers.get('Retry-After') * SECOND, signal);
  return requestRun(query, signal);
}

function pause(millis, signal) {
  return new Promise((resolve, reject) => {
    setTimeout(resolve, millis);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let { value, done } = await reader.read(); !done; { value, done } = await reader.read()) {
    const parts = (rest + value).split('\n\n');
    rest = parts.pop();
    for (const part of parts) {
      const [, name, data] = part.match(/^event:(.*)\ndata:(.*)$/);
      yield [name, JSON.parse(data)];
    }
  }
}

const handlers = {
  plan(run, plan) {
    run.plan = plan;
    run.total = plan.order.flat().length * plan.scenario.users * plan.scenario.calls;
    byId('result').hidden = false;
    lanes.forEach((lane, mode) => {
      lane.figure.hidden = !plan.scenario.modes.includes(mode);
      lane.figure.classList.remove('skipped');
      lane.repeat = 1;
      if (!lane.figure.hidden) {
        lane.waterfall ??= new Waterfall(lane.figure.querySelector('.waterfall'));
        lane.waterfall.start(plan.scenario);
        setLaneNote(mode, '');
      }
    });
    schedule(run, lanes.keys());
  },

  call(run, call) {
    const lane = lanes.get(call.mode);
    if (lane.repeat !== call.repeat) {
      lane.repeat = call.repeat;
      lane.waterfall.start(run.plan.scenario);
    }
    lane.waterfall.add(call);
    run.calls.push(call);
    run.latest = call;
    run.last = Math.max(run.last, call.done);
    schedule(run, [call.mode]);
  },

  mode(run, result) {
    run.modes.push(result);
    const lane = lanes.get(result.mode);
    lane.figure.classList.toggle('skipped', 'skipped' in result);
    setLaneNote(result.mode, result.skipped ?? `page view ${millis(result.p50.median)} ms, queue ${millis(result.queued.median)} ms, `
      + `call ${millis(result.calling.median)} ms`);
  },

  done(run, done) {
    run.done = done;
    drawResult(run);
    setStatus(`Done in ${done.seconds} s.`);
  }
};

// many calls make one picture, and one frame draws one lane
function schedule(run, modes) {
  modes.forEach(mode => run.changed.add(mode));
  if (!run.scheduled) {
    run.scheduled = true;
    requestAnimationFrame(() => drawNext(run));
  }
}

function drawNext(drawn) {
  drawn.scheduled = false;
  if (drawn !== run) {
    return;
  }
  const end = roundUpAxisEnd(drawn.last);
  if (end !== drawn.end) {
    drawn.end = end;
    lanes.forEach((lane, mode) => drawn.changed.add(mode));
  }
  const [mode] = drawn.changed;
  drawn.changed.delete(mode);
  const { figure, waterfall } = lanes.get(mode);
  if (!figure.hidden && !figure.classList.contains('skipped')) {
    waterfall.draw(end);
  }
  byId('progress').value = drawn.calls.length / Math.max(drawn.total, 1);
  if (drawn.changed.size > 0) {
    schedule(drawn, []);
  } else if (drawn.latest && !drawn.done && !drawn.abort.signal.aborted) {
    setStatus(`${drawn.latest.mode}, repeat ${drawn.latest.repeat} of ${drawn.plan.scenario.repeats}: `
      + `${drawn.calls.length} of ${drawn.total} calls`);
  }
}

function roundUpAxisEnd(value) {
  const step = 10 ** Math.floor(Math.log10(value)) / 4;
  return Math.ceil(value / step) * step;
}

function drawResult(run) {
  const order = [...lanes.keys()];
  const results = run.modes.toSorted((one, other) => order.indexOf(one.mode) - order.indexOf(other.mode));
  const played = results.filter(result => !('skipped' in result));
  byId('measurements').hidden = false;
  byId('explanation').textContent = run.done.explanation;
  const { repeats } = run.plan.scenario;
  byId('table-caption').textContent = repeats === 1 ? 'One repeat; ask for more to see how far these numbers vary.'
    : `Medians over ${repeats} repeats, and below them the least and the most.`;
  byId('result-rows').replaceChildren(...results.map(result => row(result, repeats)));
  drawBars(byId('threads-chart'), played.map(({ mode, threads, threadsBefore }) => [mode, threads.median, threadsBefore.median]),
    ([mode, most, before]) => `${mode}: ${most} threads at most, ${before} before it began`);
  drawBars(byId('memory-chart'), played.map(({ mode, allocated }) => [mode, +(allocated.median / MEGABYTE).toFixed(1), 0]),
    ([mode, megabytes]) => `${mode}: ${megabytes} MB`);
  byId('caveats').textContent = run.plan.caveats.join(' ');
  describeMachine(run.plan);
  updateDownloadLinks(run);
}

function row(result, repeats) {
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
  for (const measure of METRICS) {
    const cell = tr.appendChild(document.createElement('td'));
    const show = value => measure === 'allocated' ? (value / MEGABYTE).toFixed(1) : millis(value);
    const { median, min, max } = result[measure];
    cell.textContent = show(median);
    if (repeats > 1) {
      cell.appendChild(document.createElement('small')).textContent = `${show(min)}–${show(max)}`;
    }
  }
  return tr;
}

function describeMachine({ scenario, order, warmUpCalls, machine }) {
  const facts = {
    'Seed': scenario.seed,
    'Order played': order.map(modes => modes.join(', ')).join('; '),
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
  byId('permalink').href = `/lab?${query}`;
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
  } else if (!run.done) {
    byId('progress').value = 0;
  }
}

function millis(value) {
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 });
}
