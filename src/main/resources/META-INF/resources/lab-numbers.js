// The numbers of a run: a table, the latencies of the page views as a picture, and how they were measured.
import { setAttributes, svg, ticks } from './lab-svg.js';
import { duration, element, fraction, number, ratio, text } from './lab-text.js';

const METRICS = ['p50', 'p95', 'p99', 'queued', 'calling', 'wall', 'callsPerSecond', 'inFlight', 'held', 'callsPerThread',
  'threadsBefore', 'threads', 'cpu', 'allocated', 'errors'];
const MEGABYTE = 1e6;
const LEFT = 84;
const RIGHT = 24;
const ROW = 26;

export function showTable(body, results, repeats) {
  body.replaceChildren(...results.map(result => {
    const row = element('tr');
    row.append(element('th', result.mode, { scope: 'row' }), ...'skipped' in result
      ? [element('td', result.skipped, { colspan: METRICS.length, class: 'skip-reason' })]
      : METRICS.map(metric => cell(metric, result, repeats)));
    return row;
  }));
}

function cell(metric, result, repeats) {
  const value = result[metric];
  const format = each => metric === 'allocated' ? (each / MEGABYTE).toFixed(1)
    : metric === 'held' && each < 1 ? fraction(each) : number(each);
  if (metric === 'callsPerThread') {
    const held = fraction(result.held.median) !== '0';
    return element('td', !held ? text('noThreadHeld') : value === undefined || value === null ? '–' : ratio(value));
  }
  if (!value) {
    return element('td', '–');
  }
  const created = element('td', format(value.median));
  if (repeats > 1) {
    created.append(element('small', `${format(value.min)}–${format(value.max)}`));
  }
  return created;
}

/**
 * Draws a line from p50 to p99 of the page views for each mode.
 *
 * @param {number} longestView in milliseconds, of all shown results
 */
export function drawLatencies(container, results, longestView) {
  if (container.clientWidth === 0) {
    return;
  }
  const width = container.clientWidth - LEFT - RIGHT;
  const end = longestView * 1.05;
  const x = value => LEFT + value / end * width;
  const bottom = results.length * ROW;
  const [outerWidth, height] = [container.clientWidth, bottom + 20];
  const chart = svg('svg', { role: 'img', 'aria-label': container.dataset.label, class: 'chart', width: outerWidth, height,
    viewBox: `0 0 ${outerWidth} ${height}` }, ticks(0, end, width).flatMap(time => [
    svg('path', { class: 'part-grid', d: `M${x(time)} 0V${bottom}` }),
    svg('text', { x: x(time), y: bottom + 14, 'text-anchor': 'middle' }, [duration(time)])
  ]));
  results.forEach(({ mode, p50, p95, p99 }, index) => {
    const y = index * ROW + ROW / 2;
    const lane = svg('g', {}, [
      svg('text', { x: LEFT - 8, y: y + 4, 'text-anchor': 'end' }, [mode]),
      svg('path', { class: 'part-range', d: `M${x(p50.median)} ${y}H${x(p99.median)}` }),
      svg('path', { class: 'part-marks', d: `M${x(p95.median)} ${y - 5}V${y + 5}M${x(p99.median)} ${y - 5}V${y + 5}` }),
      svg('circle', { class: 'part-median', cx: x(p50.median), cy: y, r: 5 })
    ]);
    chart.append(lane);
  });
  setAttributes(chart, { viewBox: `0 0 ${container.clientWidth} ${bottom + 20}` });
  container.replaceChildren(chart);
}

export function showEnvironment(list, { scenario, order, warmUpCalls, machine }) {
  const facts = [
    ['seed', scenario.seed],
    ['orderOfModes', order.map(modes => modes.join(text('listSeparator'))).join(text('roundSeparator'))],
    ['warmUp', text('warmUpValue', { calls: number(warmUpCalls) })],
    ['pool', text('poolValue', { threads: number(scenario.threads) })],
    ['eventLoops', machine.eventLoops],
    ['connections', text('connectionsValue', { connections: number(machine.connections) })],
    ['upstream', machine.upstream],
    ['java', machine.java],
    ['quarkus', machine.quarkus],
    ['processors', machine.processors],
    ['load', machine.load],
    ['heap', text('heapValue', { megabytes: number(machine.maxHeap / MEGABYTE) })]
  ];
  list.replaceChildren(...facts.filter(([, fact]) => fact !== undefined && fact !== null)
    .flatMap(([name, fact]) => [element('dt', text(name)), element('dd', fact)]));
}
