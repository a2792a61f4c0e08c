import { z } from '../schema/zod';

const failure = z.object({ message: z.string(), fix: z.string() });

/** What went wrong and what the person can do. */
export type IpcFailure = z.infer<typeof failure>;

/** An answer that is a value of this schema, or a failure in words. */
export function resultOf<T extends z.ZodType>(value: T) {
  return z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), error: failure }),
  ]);
}

/** For channels that ask or answer nothing. */
export const nothing = z.undefined();
