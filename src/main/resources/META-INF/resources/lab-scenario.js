// Texts about the parameters of a scenario, and about the threads of a mode.
import { number, text } from './lab-text.js';

const parseDelay = delay => delay === '0' ? 0 : parseFloat(delay) * (delay.endsWith('ms') ? 1 : 1000);

/** A delay as text: the parameter 200ms is 200 ms in a sentence. */
const spaced = delay => delay.replace(/(?<=\d)(?=m?s$)/, ' ');

/** Estimates the length of the longest lane in milliseconds, for the axis before the first call has ended. */
export function estimate({ users, calls, delay, work = '0', threads, modes }) {
  const time = parseDelay(delay) + parseDelay(work);
  const rounds = modes.includes('sequential') ? Math.ceil(users / threads) * calls
    : modes.includes('pool') ? Math.ceil(users * calls / threads) : 1;
  return Math.max(1, rounds * time);
}

/** Describes the parameters of a scenario that a reader needs, in the language of the page. */
export function describeScenario({ users, calls, delay, jitter, work = '0', failures, threads, repeats }) {
  return [
    text('scenario', { users: number(users), calls: number(calls), delay: spaced(delay) }),
    parseDelay(jitter) > 0 ? text('scenarioJitter', { jitter: spaced(jitter) }) : '',
    parseDelay(work) > 0 ? text('scenarioWork', { work: spaced(work) }) : '',
    failures > 0 ? text('scenarioFailures', { percent: number(failures * 100) }) : '',
    text('scenarioThreads', { threads: number(threads) }),
    repeats > 1 ? text('scenarioRepeats', { repeats }) : ''
  ].filter(part => part !== '').join(' · ');
}

/**
 * Describes the samples of a repeat. `calls` has the most calls in flight. `threads` has the median of the platform threads that
 * calls in flight hold. `sentence` has both. `from` is when the first sample with the most calls was taken, and `until` when the
 * last call had ended, in milliseconds.
 */
export function describeTimeline({ step, inFlight, held }) {
  const most = Math.max(0, ...inFlight);
  const threads = held.filter((_, index) => inFlight[index] > 0).sort((one, other) => one - other);
  const median = threads[Math.floor(threads.length / 2)] ?? 0;
  const calls = most === 1 ? text('callInFlight') : text('callsInFlight', { n: number(most) });
  const heldThreads = median === 0 ? text('noThreadHeld') : median === 1 ? text('threadHeld') : text('threadsHeld', { n: number(median) });
  return most === 0 ? { sentence: '', calls: '', threads: '', from: 0, until: 0 } : {
    sentence: text('atMost', { calls, threads: heldThreads }),
    calls: text('peakCalls', { calls }),
    threads: text('peakThreads', { threads: heldThreads }),
    from: inFlight.indexOf(most) * step,
    until: (inFlight.findLastIndex(each => each > 0) + 1) * step
  };
}
