import type { FileParts } from '../../../shared/ports/file-source';

/** A body of known length that is made while it is sent; it can be made again for a repeat. */
export type StreamedBody = { readonly length: number; readonly parts: FileParts };

/** Bodies up to this many bytes are sent in one piece, with their length in front. */
export const WHOLE_UP_TO = 8 * 1024 * 1024;

/** The body in one piece. */
export async function joined(body: StreamedBody): Promise<Uint8Array> {
  const whole = new Uint8Array(body.length);
  let at = 0;
  for await (const part of body.parts()) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

/** The body as a stream that makes the next part when the network has taken the one before. */
export function streamOf(
  body: StreamedBody,
  wasTaken: (isLast: boolean) => void,
): ReadableStream<Uint8Array> {
  const parts = body.parts()[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const part = await parts.next();
        wasTaken(part.done === true);
        if (part.done) controller.close();
        else controller.enqueue(part.value);
      },
      async cancel() {
        await parts.return?.();
      },
    },
    { highWaterMark: 1 },
  );
}
