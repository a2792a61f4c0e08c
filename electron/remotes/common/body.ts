/** Reads a body to its end, telling of every part that comes; rejects as soon as the signal says so. A sink takes the parts of a success. */
export async function readBody(
  response: Response,
  signal: AbortSignal,
  hadNews: () => void,
  sink?: (part: Uint8Array) => void,
): Promise<Uint8Array> {
  if (response.body === null) return new Uint8Array();
  const reader = response.body.getReader();
  const aborted = new Promise<never>((_resolve, reject) => {
    const stop = (): void => reject(new Error('the answer took too long'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  // Nobody may be waiting for it any more when it comes.
  aborted.catch(() => undefined);
  const parts: Uint8Array[] = [];
  try {
    for (;;) {
      const part = await Promise.race([reader.read(), aborted]);
      if (part.done) return join(parts);
      if (sink !== undefined && response.ok) sink(part.value);
      else parts.push(part.value);
      hadNews();
    }
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    throw error;
  }
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
