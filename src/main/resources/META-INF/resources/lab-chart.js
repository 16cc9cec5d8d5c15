import { describeCall } from './lab-call.js';
import { bands, rowsOfCalls, rowsOfPageViews } from './lab-paths.js';
import { area, rectangle, setAttributes, steps, svg, ticks } from './lab-svg.js';
import { describeTimeline } from './lab-scenario.js';
import { duration, number, text } from './lab-text.js';

const MAX_ROWS = 100;
const LEFT = 74;
const RIGHT = 14;
const AXIS_HEIGHT = 20;
/** Height of each of the two curves. */
const CURVE_HEIGHT = 24;
const GAP = 8;
const CURVES_HEIGHT = 2 * CURVE_HEIGHT + GAP;
const ROW_HEIGHT = 11;
const MIN_HEIGHT = 54;
const MAX_HEIGHT = 120;
/** Below this height of a row in pixels, the calls of a page view are not drawn separately. */
const SMALLEST_ROW = 1.2;
/** The same for calls with work, whose parts must be visible. */
const SMALLEST_ROW_WITH_WORK = 4;
const DRAG_PIXELS = 5;

let patterns = 0;

/**
 * The picture of one mode in one repeat. Time runs from left to right. Up to 100 page views are rows with their calls;
 * more are bands, which are the cumulated numbers of calls that have arrived, started and ended. Below are two curves, each with its
 * own scale and a label: calls in flight as a line, and platform threads that they hold as an area.
 */
export class LaneChart {
  #element;
  #container;
  #parts = {};
  #pattern = `hatch-${++patterns}`;
  #oneAfterAnother;
  #scenario;
  #calls = [];
  #timeline = null;
  #domain = [0, 1];
  #mostInFlight = 1;
  #mostHeld = 1;
  #width = 0;
  #height = 0;
  #cursor = null;
  #drag = null;
  #listener;

  /**
   * @param {HTMLElement} container
   * @param {boolean} oneAfterAnother whether the calls of a page view do not overlap, so that they fit into one row
   * @param {{zoom: function(number, number), describe: function(?string[], boolean, number, number)}} listener `zoom` gets a
   *   period in milliseconds, `describe` the lines about what is at the pointer or at the keyboard's cursor, and its position
   */
  constructor(container, oneAfterAnother, listener) {
    this.#container = container;
    this.#oneAfterAnother = oneAfterAnother;
    this.#listener = listener;
    const p = this.#parts;
    for (const name of ['grid', 'stripes', 'waiting', 'calling', 'working', 'done', 'failed', 'cursor', 'held', 'inFlight']) {
      p[name] = svg('path', { class: `part-${name}` });
    }
    p.failed.setAttribute('fill', `url(#${this.#pattern})`);
    const hatch = svg('pattern', { id: this.#pattern, width: 4, height: 4, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
      [svg('rect', { class: 'hatch-ground', width: 4, height: 4 }), svg('rect', { class: 'hatch-line', width: 2, height: 4 })]);
    p.selection = svg('rect', { class: 'part-selection', y: 0, height: '100%', width: 0 });
    p.plot = svg('svg', { x: LEFT, y: 0 }, [p.stripes, p.waiting, p.calling, p.working, p.done, p.failed, p.cursor]);
    p.flightCurve = svg('svg', { x: LEFT }, [p.inFlight]);
    p.heldCurve = svg('svg', { x: LEFT }, [p.held]);
    p.overlay = svg('svg', { x: LEFT, y: 0 }, [p.selection]);
    p.labels = svg('g', { class: 'labels' });
    this.#element = container.appendChild(svg('svg', { class: 'chart', tabindex: 0, role: 'application',
      'aria-roledescription': text('chart'), 'aria-label': container.dataset.label },
    [svg('defs', {}, [hatch]), p.grid, p.plot, p.flightCurve, p.heldCurve, p.labels, p.overlay]));
    this.#listen();
  }

  get svg() {
    return this.#element;
  }

  /** Removes the calls of the previous repeat or run. */
  start(scenario) {
    this.#scenario = scenario;
    this.#calls = [];
    this.#timeline = null;
    this.#cursor = null;
    this.#height = Math.min(Math.max(scenario.users * scenario.calls * ROW_HEIGHT, MIN_HEIGHT), MAX_HEIGHT);
    // of the container, so that the page does not move when the lane is drawn
    this.#container.style.height = `${this.#totalHeight}px`;
  }

  get #totalHeight() {
    return this.#height + GAP + CURVES_HEIGHT + AXIS_HEIGHT;
  }

  add(call) {
    this.#calls.push(call);
  }

  set timeline(timeline) {
    this.#timeline = timeline;
  }

  get #isBands() {
    return this.#scenario.users > MAX_ROWS;
  }

  /** Rows of a page view, if there is room for them. The calls of a single page view are stairs. */
  get #rowsOfView() {
    return this.#oneAfterAnother && this.#scenario.users > 1 ? 1 : this.#scenario.calls;
  }

  get #callsAreSeparate() {
    const smallest = parseFloat(this.#scenario.work) > 0 ? SMALLEST_ROW_WITH_WORK : SMALLEST_ROW;
    return this.#height / (this.#scenario.users * this.#rowsOfView) >= smallest;
  }

  get #rows() {
    return this.#callsAreSeparate ? this.#scenario.users * this.#rowsOfView : this.#scenario.users;
  }

  #x = millis => (millis - this.#domain[0]) / (this.#domain[1] - this.#domain[0]) * this.#width;

  #time = x => this.#domain[0] + x / this.#width * (this.#domain[1] - this.#domain[0]);

  /** Whether the picture is as wide as its place. */
  get fits() {
    return Number(this.#element.getAttribute('width')) === this.#outerWidth;
  }

  get #outerWidth() {
    return Math.max(this.#container.clientWidth, LEFT + RIGHT + 50);
  }

  /**
   * Draws the lane, unless it is not displayed.
   *
   * @param {[number, number]} domain period in milliseconds, of all lanes
   * @param {number} mostInFlight largest value of the upper curves of this result
   * @param {number} mostHeld largest value of the lower curves of this result
   * @returns {boolean} whether it is drawn
   */
  draw(domain, mostInFlight, mostHeld) {
    if (this.#container.clientWidth === 0) {
      return false;
    }
    const p = this.#parts;
    this.#domain = domain;
    this.#mostInFlight = mostInFlight;
    this.#mostHeld = mostHeld;
    const outerWidth = this.#outerWidth;
    this.#width = outerWidth - LEFT - RIGHT;
    const height = this.#totalHeight;
    setAttributes(this.#element, { width: outerWidth, height, viewBox: `0 0 ${outerWidth} ${height}` });
    setAttributes(p.plot, { width: this.#width, height: this.#height });
    setAttributes(p.flightCurve, { y: this.#flightTop, width: this.#width, height: CURVE_HEIGHT });
    setAttributes(p.heldCurve, { y: this.#heldTop, width: this.#width, height: CURVE_HEIGHT });
    setAttributes(p.overlay, { width: this.#width, height: this.#height + GAP + CURVES_HEIGHT });
    this.#setPaths({ stripes: '', working: '', done: '', ...this.#paths() });
    if (!this.#isBands) {
      this.#drawStripes();
    }
    this.#drawCurves();
    this.#drawAxes();
    this.#drawCursor();
    return true;
  }

  #row = call => this.#callsAreSeparate && this.#rowsOfView > 1 ? (call.user - 1) * this.#rowsOfView + call.call - 1 : call.user - 1;

  #paths() {
    if (this.#isBands) {
      return bands(this.#calls, this.#scenario.users * this.#scenario.calls, this.#x, this.#height);
    }
    const rows = this.#callsAreSeparate ? rowsOfCalls : rowsOfPageViews;
    return rows(this.#calls, this.#row, this.#x, this.#height / this.#rows);
  }

  #setPaths(paths) {
    Object.entries(paths).forEach(([name, path]) => this.#parts[name].setAttribute('d', path));
  }

  /** Every second page view has a darker background. */
  #drawStripes() {
    const { users } = this.#scenario;
    const height = this.#height / users;
    if (users > 1 && height > 3) {
      this.#parts.stripes.setAttribute('d', Array.from({ length: Math.floor(users / 2) },
        (_, index) => rectangle(0, (2 * index + 1) * height, this.#width, height)).join(''));
    }
  }

  #drawCurves() {
    const { step, inFlight, held } = this.#timeline ?? { inFlight: [], held: [] };
    const y = (value, most) => CURVE_HEIGHT - 1.5 - value / most * (CURVE_HEIGHT - 3);
    const points = (values, most) => values.map((value, index) => [this.#x(index * step), y(value, most)]);
    this.#parts.inFlight.setAttribute('d', steps(points(inFlight, this.#mostInFlight)));
    this.#parts.held.setAttribute('d', area(points(held, this.#mostHeld), y(0, 1)));
  }

  #drawAxes() {
    const { users, calls } = this.#scenario;
    const bottom = this.#height + GAP + CURVES_HEIGHT;
    const label = (x, y, content, anchor, className = '') =>
      this.#parts.labels.appendChild(svg('text', { x, y, 'text-anchor': anchor, class: className }, [content]));
    const times = ticks(...this.#domain, this.#width);
    const left = x => LEFT + this.#x(x);
    this.#parts.labels.replaceChildren();
    this.#parts.grid.setAttribute('d', times.map(time => `M${left(time)} 0V${bottom}`).join('')
      + [[0, this.#height], [this.#flightTop, CURVE_HEIGHT], [this.#heldTop, CURVE_HEIGHT]]
        .map(([top, height]) => `M${LEFT} ${top}v${height}h${this.#width}`).join(''));
    times.forEach(time => label(left(time), bottom + 14, duration(time),
      left(time) > LEFT + this.#width - 20 ? 'end' : this.#x(time) < 20 ? 'start' : 'middle'));
    const [unit, last] = this.#isBands ? ['yCalls', users * calls] : users === 1 ? ['yCall', calls] : ['yView', users];
    label(LEFT - 6, 10, text(unit, { n: number(this.#isBands ? last : 1) }), 'end');
    if (last > 1) {
      label(LEFT - 6, this.#height - 1, text(unit, { n: number(this.#isBands ? 0 : last) }), 'end');
    }
    for (const [top, most, name] of [[this.#flightTop, this.#mostInFlight, 'axisCalls'], [this.#heldTop, this.#mostHeld, 'axisHeld']]) {
      label(0, top + CURVE_HEIGHT / 2 + 4, text(name), 'start');
      label(LEFT - 6, top + 9, number(most), 'end');
      label(LEFT - 6, top + CURVE_HEIGHT - 1, '0', 'end');
    }
    if (this.#timeline) {
      this.#labelCurves(label);
    }
    if (this.#calls.length === 0) {
      label(LEFT + this.#width / 2, this.#height / 2, text('notPlayed'), 'middle', 'empty');
    }
  }

  /** Labels of the two curves. The peak of a curve can be invisible on the scale of all lanes. */
  #labelCurves(label) {
    const { calls, threads, from, until } = describeTimeline(this.#timeline);
    const start = Math.max(this.#x(from), 0);
    const [x, anchor] = start < this.#width / 3 ? [LEFT + start + 6, 'start'] : [LEFT + this.#width - 2, 'end'];
    // beside the line, which is high or low
    const isHigh = Math.max(...this.#timeline.inFlight) > this.#mostInFlight / 2;
    const labels = [label(x, this.#flightTop + (isHigh ? 17 : 12), calls, anchor, 'peak'),
      label(x, this.#heldTop + CURVE_HEIGHT / 2 + 4, threads, anchor, 'peak')];
    // after the end of the curves if there is room, so that the labels do not cover them
    const end = Math.max(this.#x(until), 0) + 8;
    if (end + Math.max(...labels.map(each => each.getComputedTextLength())) < this.#width) {
      labels.forEach((each, index) => setAttributes(each, { x: LEFT + end, 'text-anchor': 'start',
        y: [this.#flightTop, this.#heldTop][index] + CURVE_HEIGHT / 2 + 4 }));
    }
  }

  get #flightTop() {
    return this.#height + GAP;
  }

  get #heldTop() {
    return this.#flightTop + CURVE_HEIGHT + GAP;
  }

  // --- pointer and keyboard

  #listen() {
    const chart = this.#element;
    const position = event => event.clientX - chart.getBoundingClientRect().left - LEFT;
    chart.addEventListener('pointerdown', event => {
      this.#drag = event.button === 0 && this.#scenario ? position(event) : null;
    });
    chart.addEventListener('pointermove', event => {
      const x = position(event);
      if (this.#drag !== null && Math.abs(x - this.#drag) > DRAG_PIXELS) {
        chart.setPointerCapture(event.pointerId);
        setAttributes(this.#parts.selection, { x: Math.min(x, this.#drag), width: Math.abs(x - this.#drag) });
      }
      this.#point(x, event.clientY - chart.getBoundingClientRect().top);
    });
    chart.addEventListener('pointerup', event => {
      const range = [this.#drag, position(event)].sort((one, other) => one - other);
      if (this.#drag !== null && range[1] - range[0] > DRAG_PIXELS) {
        this.#listener.zoom(this.#time(Math.max(range[0], 0)), this.#time(Math.min(range[1], this.#width)));
      }
      this.#endDrag();
    });
    chart.addEventListener('pointercancel', () => this.#endDrag());
    for (const type of ['pointerleave', 'blur']) {
      chart.addEventListener(type, () => this.#moveCursor(null, false));
    }
    chart.addEventListener('keydown', event => this.#press(event));
  }

  #endDrag() {
    this.#drag = null;
    this.#parts.selection.setAttribute('width', 0);
  }

  #point(x, y) {
    const time = this.#time(x);
    if (!this.#scenario || x < 0 || x > this.#width || y > this.#height + GAP + CURVES_HEIGHT) {
      this.#moveCursor(null, false);
    } else if (this.#isBands || y > this.#height) {
      this.#moveCursor({ time }, false);
    } else {
      const row = Math.floor(y / this.#height * this.#rows);
      const distance = call => Math.max(call.started - time, time - call.done, 0);
      const call = this.#calls.filter(each => this.#row(each) === row)
        .reduce((best, each) => best && distance(best) <= distance(each) ? best : each, null);
      this.#moveCursor(call && { time, call }, false);
    }
  }

  #press(event) {
    const [from, to] = this.#domain;
    const middle = this.#cursor ? this.#cursor.time : (from + to) / 2;
    const actions = {
      '+': () => this.#listener.zoom(middle - (middle - from) / 2, middle + (to - middle) / 2),
      '-': () => this.#listener.zoom(middle - (middle - from) * 2, middle + (to - middle) * 2),
      '0': () => this.#listener.zoom(0, Infinity),
      PageUp: () => this.#listener.zoom(from - (to - from) / 2, to - (to - from) / 2),
      PageDown: () => this.#listener.zoom(from + (to - from) / 2, to + (to - from) / 2),
      ArrowRight: () => this.#step(1), ArrowDown: () => this.#step(1),
      ArrowLeft: () => this.#step(-1), ArrowUp: () => this.#step(-1),
      Home: () => this.#step(-Infinity), End: () => this.#step(Infinity)
    };
    actions['='] = actions['+'];
    if (this.#scenario && Object.hasOwn(actions, event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      actions[event.key]();
    }
  }

  /** Moves the keyboard's cursor by calls, in the order of the rows, or in bands by moments. */
  #step(by) {
    const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
    if (this.#isBands) {
      const [from, to] = this.#domain;
      this.#moveCursor({ time: clamp((this.#cursor?.time ?? from) + by * (to - from) / 40, from, to) }, true);
    } else if (this.#calls.length > 0) {
      const sorted = this.#calls.toSorted((one, other) => one.user - other.user || one.call - other.call);
      const current = this.#cursor?.call ? sorted.indexOf(this.#cursor.call) : by > 0 ? -1 : sorted.length;
      const call = sorted[clamp(current + by, 0, sorted.length - 1)];
      this.#moveCursor({ call, time: (call.started + call.done) / 2 }, true);
    }
  }

  #moveCursor(cursor, byKeyboard) {
    if (cursor || this.#cursor) {
      this.#cursor = cursor;
      this.#drawCursor();
      const y = cursor?.call ? (this.#row(cursor.call) + 1) * this.#height / this.#rows : this.#height / 2;
      this.#listener.describe(cursor && (cursor.call ? describeCall(cursor.call) : this.#describeMoment(cursor.time)), byKeyboard,
        cursor && LEFT + Math.min(Math.max(this.#x(cursor.time), 0), this.#width), y);
    }
  }

  #drawCursor() {
    const { call, time } = this.#cursor ?? {};
    const height = this.#height / this.#rows;
    this.#parts.cursor.setAttribute('d', !this.#cursor ? ''
      : call ? rectangle(this.#x(call.queued), this.#row(call) * height, this.#x(call.done) - this.#x(call.queued), Math.max(height, 2))
        : `M${this.#x(time)} 0V${this.#height}`);
  }

  #describeMoment(time) {
    const count = condition => number(this.#calls.filter(condition).length);
    const lines = [text('moment', { time: duration(Math.max(time, 0)) }), text('momentCalls', {
      waiting: count(call => call.queued <= time && time < call.started),
      calling: count(call => call.started <= time && time < (call.responded ?? call.done)),
      done: count(call => call.done <= time),
      failed: count(call => call.done <= time && call.outcome !== 'ok')
    })];
    if (this.#calls.some(call => call.responded !== undefined)) {
      lines.push(text('momentWorking', { working: count(call => call.responded <= time && time < call.done) }));
    }
    const index = this.#timeline && Math.floor(time / this.#timeline.step);
    if (this.#timeline && index >= 0 && index < this.#timeline.held.length) {
      lines.push(text('momentThreads', { held: number(this.#timeline.held[index]), inFlight: number(this.#timeline.inFlight[index]) }));
    }
    return lines;
  }
}
