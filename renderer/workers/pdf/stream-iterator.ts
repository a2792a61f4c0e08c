/** Reads a stream chunk by chunk; Chromium has `for await` over streams only since version 124. */
async function* chunks<T>(this: ReadableStream<T>): AsyncGenerator<T, void, undefined> {
  const reader = this.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.releaseLock();
  }
}

if (!(Symbol.asyncIterator in ReadableStream.prototype)) {
  Object.defineProperty(ReadableStream.prototype, Symbol.asyncIterator, {
    value: chunks,
    configurable: true,
    writable: true,
  });
}
