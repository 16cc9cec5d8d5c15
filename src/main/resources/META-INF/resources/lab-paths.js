// The shapes of a lane: paths for each state of the calls.
import { rectangle, steps } from './lab-svg.js';

/**
 * Bars in the row of each call, with a gap after each: a thinner bar while the call waits, then a bar while it is in flight. The
 * heights differ, so that colour is not the only difference.
 *
 * @param {object[]} calls
 * @param {function(object): number} row of a call
 * @param {function(number): number} x position of a time in milliseconds
 * @param {number} height of a row in pixels
 */
export function rowsOfCalls(calls, row, x, height) {
  const gap = height > 4 ? 1 : 0;
  const inset = height > 4 ? height / 4 : 0;
  const paths = { waiting: '', calling: '', working: '', failed: '' };
  for (const call of calls) {
    const y = row(call) * height;
    const [started, responded, done] = [x(call.started), x(call.responded ?? call.done), x(call.done)];
    // the gap after the call
    const end = done - started > 4 ? done - 1 : Math.max(done, started + 0.75);
    paths.waiting += rectangle(x(call.queued), y + inset, started - x(call.queued), height - gap - 2 * inset);
    paths[call.outcome === 'ok' ? 'calling' : 'failed'] += rectangle(started, y, (call.responded === undefined ? end : responded) - started,
      height - gap);
    if (call.responded !== undefined && end > responded) {
      paths.working += rectangle(responded, y, end - responded, height - gap);
    }
  }
  return paths;
}

/**
 * A row for each page view: working while any of its calls does its work, else calling while any is in flight, else waiting. A
 * failed call is a mark at its end.
 */
export function rowsOfPageViews(calls, row, x, height) {
  const paths = { waiting: '', calling: '', working: '', failed: '' };
  for (const ofView of Map.groupBy(calls, call => call.user).values()) {
    const y = row(ofView[0]) * height;
    const bars = periods => merge(periods).map(([from, until]) => rectangle(x(from), y, x(until) - x(from), height)).join('');
    paths.waiting += bars(ofView.map(call => [call.queued, call.started]));
    paths.calling += bars(ofView.map(call => [call.started, call.done]));
    paths.working += bars(ofView.filter(call => call.responded !== undefined).map(call => [call.responded, call.done]));
    paths.failed += ofView.filter(call => call.outcome !== 'ok').map(call => rectangle(x(call.done) - 3, y, 3, height)).join('');
  }
  return paths;
}

/**
 * The cumulated numbers of calls that have arrived, started, begun their work, ended and failed. Each band lies on the one before
 * it and leaves free what has not reached its state, so the visible heights are the calls that wait, are in flight, work, and are done.
 */
export function bands(calls, total, x, height) {
  const end = Math.max(x(calls.reduce((last, call) => Math.max(last, call.done), 0)), 0);
  const y = count => height * (1 - count / total);
  const band = times => {
    const sorted = Float64Array.from(times).sort();
    // a band without calls would be a line at the bottom
    return sorted.length === 0 ? '' : `${steps([[x(0), y(0)], ...Array.from(sorted, (time, index) => [x(time), y(index + 1)])])}H${end}V${y(0)}z`;
  };
  return {
    waiting: band(calls.map(call => call.queued)),
    calling: band(calls.map(call => call.started)),
    working: band(calls.filter(call => call.responded !== undefined).map(call => call.responded)),
    done: band(calls.map(call => call.done)),
    failed: band(calls.filter(call => call.outcome !== 'ok').map(call => call.done))
  };
}

/** Unites periods that overlap. */
function merge(periods) {
  const merged = [];
  for (const [from, until] of periods.toSorted((one, other) => one[0] - other[0])) {
    const last = merged.at(-1);
    if (last && from <= last[1]) {
      last[1] = Math.max(last[1], until);
    } else {
      merged.push([from, until]);
    }
  }
  return merged;
}
