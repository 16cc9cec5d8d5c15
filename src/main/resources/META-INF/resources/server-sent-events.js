/**
 * Reads a response body in the format text/event-stream (HTML Standard, "Server-sent events").
 *
 * `EventSource` is not used, for two reasons. It hides the body of an error response, and the page shows the message of a
 * 400 and waits after a 429. It also reconnects after a lost connection, and each request to the lab starts another run.
 *
 * @param {ReadableStream<Uint8Array>} body
 * @yields {{name: string, data: string}} each event that has data; comments and the fields `id` and `retry` are skipped
 */
export async function* readEvents(body) {
  let name = '';
  let data = [];
  for await (const line of readLines(body)) {
    const [, field, value] = line.match(/^([^:]*)(?:: ?)?(.*)$/s);
    if (line === '') {
      if (data.length > 0) {
        yield { name: name || 'message', data: data.join('\n') };
      }
      name = '';
      data = [];
    } else if (field === 'event') {
      name = value;
    } else if (field === 'data') {
      data.push(value);
    }
  }
}

/** Splits at LF, CR and CRLF. A last line without a line break is dropped, as the standard requires. */
async function* readLines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let { value, done } = await reader.read(); !done; { value, done } = await reader.read()) {
    // A CR at the end of a chunk is kept, because it can be the first half of a CRLF.
    const lines = (rest + value).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop();
    yield* lines;
  }
}
