// Texts about the parameters of a scenario.
import { number, text } from './lab-text.js';

const parseDelay = delay => delay === '0' ? 0 : parseFloat(delay) * (delay.endsWith('ms') ? 1 : 1000);

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
    text('scenario', { users: number(users), calls: number(calls), delay }),
    parseDelay(jitter) > 0 ? text('scenarioJitter', { jitter }) : '',
    parseDelay(work) > 0 ? text('scenarioWork', { work }) : '',
    failures > 0 ? text('scenarioFailures', { percent: number(failures * 100) }) : '',
    text('scenarioThreads', { threads: number(threads) }),
    repeats > 1 ? text('scenarioRepeats', { repeats }) : ''
  ].filter(part => part !== '').join(' · ');
}
