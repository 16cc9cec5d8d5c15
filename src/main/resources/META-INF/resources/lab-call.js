// Texts about a single call.
import { duration, text } from './lab-text.js';

/** Describes a call in lines: its outcome, its thread and its phases. */
export function describeCall(call) {
  return [
    text('call', { user: call.user, call: call.call, outcome: describeOutcome(call) }),
    text(call.virtual ? 'virtualThread' : 'thread', { thread: call.thread }),
    text('callQueued', { at: duration(call.queued), time: duration(call.started - call.queued) }),
    ...call.responded === undefined ? [text('callCalled', { time: duration(call.done - call.started), at: duration(call.done) })]
      : [text('callResponded', { time: duration(call.responded - call.started), at: duration(call.responded) }),
        text('callWorked', { time: duration(call.done - call.responded), at: duration(call.done) })]
  ];
}

/** Keys of the texts about causes of failures, by the codes of the API. The only other code is "status" with a number. */
const causes = { requested: 'requested', unreachable: 'unreachable', timeout: 'timeout', 'invalid response': 'invalidResponse' };

function describeOutcome({ outcome, error }) {
  if (outcome === 'ok' || !error) {
    return text(outcome === 'ok' ? 'ok' : 'failedCall');
  }
  const [, code] = String(error).match(/^status (\d+)$/) ?? [];
  return text('failedBecause', { error: code ? text('status', { code }) : Object.hasOwn(causes, error) ? text(causes[error]) : error });
}
