import { LaneChart } from './lab-chart.js';
import { drawLatencies, showEnvironment, showTable } from './lab-numbers.js';
import { describeScenario, describeTimeline, estimate } from './lab-scenario.js';
import { roundUp } from './lab-svg.js';
import { element, number, text, unbroken } from './lab-text.js';

const ORDINALS = ['first', 'second', 'third', 'fourth'];

/** The result of a run: verdict, a lane for each mode, and numbers. Shows a run while it is measured, or a complete one. */
export class ResultView {
  /** @type {?object} the shown run: its events by type, as in a JSON report */
  run = null;
  #root;
  #axis;
  #lanes;
  #changed = new Set();
  #results = [];
  #estimate = 1;
  #resizing;

  constructor(root, axis, describe) {
    this.#root = root;
    this.#axis = axis;
    this.#lanes = new Map([...root.querySelectorAll('.lane')].map(figure => [figure.dataset.mode, {
      figure, repeat: 1, end: 0,
      chart: new LaneChart(figure.querySelector('.picture'), figure.dataset.mode === 'sequential', {
        zoom: (from, to) => axis.zoom(from, to),
        describe: (lines, byKeyboard, x, y) => describe(figure.querySelector('.picture'), lines, byKeyboard, x, y)
      })
    }]));
    this.part('repeat').addEventListener('change', event => this.showRepeat(Number(event.target.value)));
    // called between layout and painting, so a picture is never painted with another width than its place
    this.#resizing = new ResizeObserver(() => this.draw(axis.scales, false));
    root.querySelectorAll('.picture, [data-part=latencies]').forEach(picture => this.#resizing.observe(picture));
    axis.attach(this);
  }

  remove() {
    this.#resizing.disconnect();
    this.#axis.detach(this);
    this.#root.remove();
  }

  part(name, parent = this.#root) {
    return parent.querySelector(`[data-part=${name}]`);
  }

  /** The lanes that are visible, as an export needs them. */
  get lanes() {
    return [...this.#lanes.values()].filter(({ figure }) => !figure.hidden);
  }

  /** End of the time axis in milliseconds. */
  get end() {
    const measured = Math.max(1, ...[...this.#lanes.values()].map(lane => lane.end));
    // while calls arrive, the axis changes rarely
    return this.run?.done ? measured * 1.02 : roundUp(Math.max(measured, this.#estimate));
  }

  /** @param {string} curve `inFlight` or `held` */
  most(curve) {
    return (this.run?.timelines ?? []).filter(({ mode, repeat }) => this.#lanes.get(mode)?.repeat === repeat)
      .reduce((max, timeline) => Math.max(max, ...timeline[curve]), 1);
  }

  /** The longest p99 of a mode in milliseconds. */
  get longestView() {
    return Math.max(0, ...this.#results.map(({ p99 }) => p99?.max ?? 0));
  }

  /** Removes the previous run and shows the empty lanes of another one. */
  start(run, source) {
    this.run = run;
    const { scenario } = run.plan;
    this.#estimate = estimate(scenario);
    this.#results = [];
    this.setStale(false);
    this.part('source').textContent = source;
    this.part('source').classList.toggle('recorded', 'recorded' in run);
    this.part('medianAndLanes').textContent = '';
    this.part('scenario').textContent = describeScenario(scenario);
    this.part('headline').textContent = text('measuring');
    this.part('notes').replaceChildren();
    this.part('measurements').hidden = true;
    this.part('repeats').hidden = true;
    for (const [mode, lane] of this.#lanes) {
      lane.figure.hidden = !scenario.modes.includes(mode);
      lane.figure.classList.remove('skipped');
      this.part('sentence', lane.figure).textContent = '';
      this.#load(mode, lane, 1);
    }
    this.#axis.reset();
  }

  #load(mode, lane, repeat) {
    lane.repeat = repeat;
    lane.end = 0;
    lane.chart.start(this.run.plan.scenario);
    const { repeats } = this.run.plan.scenario;
    const order = (this.run.plan.order[repeat - 1] ?? []).indexOf(mode) + 1;
    this.part('order', lane.figure).textContent = order === 0 ? ''
      : text(repeats > 1 ? 'repeatOrder' : 'order',
        { repeat, repeats, order: text(ORDINALS[order - 1]), modes: this.run.plan.order[repeat - 1].length });
    this.run.calls.filter(call => call.mode === mode && call.repeat === repeat).forEach(call => this.#add(lane, call));
    const timeline = this.run.timelines.find(each => each.mode === mode && each.repeat === repeat);
    this.part('threads', lane.figure).textContent = '';
    if (timeline) {
      this.#setTimeline(lane, timeline);
    }
    this.redraw(mode);
  }

  #setTimeline(lane, timeline) {
    lane.chart.timeline = timeline;
    this.part('threads', lane.figure).textContent = describeTimeline(timeline).sentence;
  }

  #add(lane, call) {
    lane.chart.add(call);
    lane.end = Math.max(lane.end, call.done);
  }

  // --- events of a run

  call(call) {
    const lane = this.#lanes.get(call.mode);
    if (lane.repeat === call.repeat) {
      this.#add(lane, call);
      this.redraw(call.mode);
    } else {
      // the run has recorded this call already
      this.#load(call.mode, lane, call.repeat);
    }
  }

  timeline(timeline) {
    const lane = this.#lanes.get(timeline.mode);
    if (lane.repeat === timeline.repeat) {
      this.#setTimeline(lane, timeline);
      this.#axis.redraw();
    }
  }

  mode(result) {
    const { figure } = this.#lanes.get(result.mode);
    figure.classList.toggle('skipped', 'skipped' in result);
    this.part('sentence', figure).textContent = result.skipped
      ?? text('modeDone', { time: number(result.p50.median) });
  }

  done({ headline, explanation, sentences = {}, notes = [], verdict = {} }) {
    this.part('headline').textContent = unbroken(headline ?? explanation);
    this.part('notes').replaceChildren(...notes.map(note => element('li', unbroken(note))));
    this.#lanes.forEach(({ figure }, mode) => {
      if (Object.hasOwn(sentences, mode)) {
        this.part('sentence', figure).textContent = unbroken(sentences[mode]);
      } else if (!figure.classList.contains('skipped')) {
        this.part('sentence', figure).textContent = '';
      }
    });
    const { repeats } = this.run.plan.scenario;
    if (repeats > 1 && !['failed', 'nothing'].includes(verdict.kind)) {
      this.part('medianAndLanes').textContent = text('medianAndLanes', { repeats });
    }
    // a stored run can contain only the calls of the last repeat
    const drawn = [...new Set(this.run.calls.map(call => call.repeat))].sort();
    this.part('repeats').hidden = drawn.length < 2;
    this.part('repeat').replaceChildren(...drawn.map(repeat =>
      element('option', text('repeatOption', { repeat, repeats }), { value: repeat })));
    this.part('repeat').value = drawn.at(-1);
    const order = [...this.#lanes.keys()];
    const results = this.run.modes.toSorted((one, other) => order.indexOf(one.mode) - order.indexOf(other.mode));
    this.part('measurements').hidden = results.length === 0;
    this.#results = results;
    showTable(this.part('rows'), results, repeats);
    this.part('tableCaption').textContent = text(repeats === 1 ? 'oneRepeat' : 'medians', { repeats });
    this.part('caveats').textContent = this.run.plan.caveats.join(' ');
    showEnvironment(this.part('environment'), this.run.plan);
    this.redraw();
  }

  /** Shows a complete run. */
  show(run, source) {
    this.start(run, source);
    run.modes.forEach(result => this.mode(result));
    this.showRepeat(run.plan.scenario.repeats);
    this.done(run.done);
    this.#axis.redraw();
  }

  showRepeat(repeat) {
    this.#lanes.forEach((lane, mode) => this.#load(mode, lane, repeat));
    this.#axis.redraw();
  }

  /** Shows the result in paler colours, because it is incomplete or belongs to another scenario than the form's. */
  setStale(stale, reason = '') {
    this.#root.classList.toggle('stale', stale);
    this.part('stale').textContent = reason;
    this.part('stale').hidden = !stale;
  }

  // --- drawing

  redraw(mode) {
    (mode ? [mode] : this.#lanes.keys()).forEach(each => this.#changed.add(each));
    this.#axis.requestFrame();
  }

  /**
   * Draws the lanes that have changed or have another width than before.
   *
   * @param {boolean} all whether to draw the other lanes, too
   */
  draw({ domain, longestView }, all) {
    if (!this.run) {
      return;
    }
    const most = [this.most('inFlight'), this.most('held')];
    for (const [mode, { figure, chart }] of this.#lanes) {
      const visible = !figure.hidden && !figure.classList.contains('skipped');
      if (visible && (all || this.#changed.has(mode) || !chart.fits) && chart.draw(domain, ...most)) {
        this.#changed.delete(mode);
      }
    }
    if (this.run.done) {
      drawLatencies(this.part('latencies'), this.#results.filter(result => !('skipped' in result)), longestView);
    }
  }
}
