import { text } from './lab-text.js';
import { readEvents } from './server-sent-events.js';

const SECOND = 1000;
const DEFAULT_RETRY_AFTER = 2;
// Must exceed the longest run, whose delays add up to meanwhile.lab.max-run-duration, 6 minutes by default.
const MAX_WAIT_MINUTES = 10;

/** The server has rejected the scenario. The message names the parameters. */
export class RejectedError extends Error {
}

/** One run of a scenario. Requests it and keeps what its events report; the page draws it. */
export class LabRun {

  /** @type {?object} the event `plan`, the first of a run */
  plan = null;
  /** @type {object[]} the events `call` so far */
  calls = [];
  /** @type {object[]} the events `timeline` so far */
  timelines = [];
  /** @type {object[]} the events `mode` so far */
  modes = [];
  /** @type {?object} the event `done`, the last of a run */
  done = null;
  /** Whether the run is waiting for the server or receives events. */
  active = true;

  #query;
  #abort = new AbortController();

  /** @param {URLSearchParams} query the scenario */
  constructor(query) {
    this.#query = query;
  }

  /** Closes the connection, which ends the run on the server. {@link events} then throws an `AbortError`. */
  cancel() {
    this.active = false;
    this.#abort.abort();
  }

  /**
   * Requests the run and yields each event after it has been recorded. Events with unknown names are skipped.
   *
   * @param {function(): void} onBusy called whenever the server has rejected the request because of another run
   * @yields {[string, object]} name and data
   * @throws {Error} with a message for the user
   */
  async* events(onBusy) {
    try {
      const response = await this.#request(onBusy);
      if (!response.ok) {
        throw new RejectedError((await response.json()).message);
      }
      for await (const { name, data } of readEvents(response.body)) {
        if (Object.hasOwn(recorders, name)) {
          const value = JSON.parse(data);
          recorders[name](this, value);
          yield [name, value];
        }
      }
      if (!this.done) {
        throw new Error(text('connectionClosed'));
      }
    } catch (error) {
      // The message of the browser about a failed connection is not in the language of the page.
      throw error instanceof TypeError ? new Error(text('connectionClosed'), { cause: error }) : error;
    } finally {
      // The connection is still open if the page has failed to show an event.
      this.cancel();
    }
  }

  /**
   * Repeats the request after each 429 for up to MAX_WAIT_MINUTES. The server executes one run at a time, and a cancelled
   * run blocks the next one until its last calls have ended.
   */
  async #request(onBusy) {
    const { signal } = this.#abort;
    const query = new URLSearchParams(this.#query);
    // the sentences are in the language of the page
    query.set('lang', document.documentElement.lang);
    const giveUpAt = performance.now() + MAX_WAIT_MINUTES * 60 * SECOND;
    for (;;) {
      const response = await fetch(new URL(`lab/runs?${query}`, import.meta.url), { signal, headers: { Accept: 'text/event-stream' } });
      if (response.status !== 429) {
        return response;
      }
      if (performance.now() > giveUpAt) {
        throw new Error(text('busy', { minutes: MAX_WAIT_MINUTES }));
      }
      onBusy();
      await pause((Number(response.headers.get('Retry-After')) || DEFAULT_RETRY_AFTER) * SECOND, signal);
    }
  }
}

const recorders = {
  plan: (run, plan) => run.plan = plan,
  call: (run, call) => run.calls.push(call),
  timeline: (run, timeline) => run.timelines.push(timeline),
  mode: (run, result) => run.modes.push(result),
  done: (run, done) => {
    run.done = done;
    run.active = false;
  }
};

function pause(millis, signal) {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, millis);
    signal.addEventListener('abort', abort, { once: true });
  });
}
