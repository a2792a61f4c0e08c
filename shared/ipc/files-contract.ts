import { Sha256 } from '../schema/values';
import { z } from '../schema/zod';
import { resultOf } from './result-of';

const Bytes: z.ZodType<Uint8Array> = z.instanceof(Uint8Array);

/** Channels that seal documents which hold personal data; the key stays in main (POP-8, G11). */
export const filesContract = {
  /** Null where this machine has no key store. */
  'files.seal': {
    in: z.object({ sha256: Sha256, bytes: Bytes }),
    out: resultOf(z.object({ keyId: z.string(), bytes: Bytes }).nullable()),
  },
  /** Null when the key is not to be had, or the bytes are not what was sealed. */
  'files.open': {
    in: z.object({ sha256: Sha256, keyId: z.string(), bytes: Bytes }),
    out: resultOf(Bytes.nullable()),
  },
  /** Which of these keys are gone; none where this machine has no key store that could tell. */
  'files.lost-keys': {
    in: z.object({ keyIds: z.array(z.string()).readonly() }),
    out: resultOf(z.array(z.string())),
  },
} as const;
