import { z } from '../../../shared/schema/zod';

const Match = z.object({
  /** HTTP method; any when absent. */
  method: z.string().optional(),
  /** Regular expression over path and query string as they arrived. */
  path: z.string().optional(),
  /** Regular expression over the request body read as text; useful for bundled requests. */
  body: z.string().optional(),
  /** The fault starts at the n-th matching request, counted from 1. */
  count: z.int().positive().default(1),
});

const common = { match: Match.default({ count: 1 }), times: z.int().positive().default(1) };

/** One fault: which requests it meets, how often, and what happens to them. */
export const Fault = z.discriminatedUnion('kind', [
  /** The connection dies before the server has done anything. */
  z.object({ ...common, kind: z.literal('drop-before') }),
  /** The server does everything, then the connection dies without an answer. */
  z.object({ ...common, kind: z.literal('drop-after-commit') }),
  /** The request is held for `ms` before it is handled. */
  z.object({ ...common, kind: z.literal('delay'), ms: z.int().nonnegative() }),
  /** This answer comes instead; the server does nothing. */
  z.object({
    ...common,
    kind: z.literal('status'),
    status: z.int().min(200).max(599),
    body: z.unknown().optional(),
    headers: z.record(z.string(), z.string()).default({}),
  }),
  /** The answer's length is announced in full but the connection dies after `bytes` (half when absent). */
  z.object({ ...common, kind: z.literal('truncate'), bytes: z.int().nonnegative().optional() }),
  /** TCP reset before anything is done. */
  z.object({ ...common, kind: z.literal('reset') }),
  /** The request is handled; the answer is complete as HTTP but its JSON is cut short. */
  z.object({ ...common, kind: z.literal('malformed-json') }),
  /** The request is handled; the answer arrives in `chunks` pieces, `ms` apart. */
  z.object({
    ...common,
    kind: z.literal('slow-drip'),
    chunks: z.int().positive().default(8),
    ms: z.int().nonnegative().default(20),
  }),
  /** The system's own answer for "too many requests"; it does nothing. */
  z.object({ ...common, kind: z.literal('request-limit'), retryAfter: z.int().nonnegative().optional() }),
  /** All access tokens expire just before the request is handled. */
  z.object({ ...common, kind: z.literal('expire-tokens') }),
  /** The system's own answer for a record that somebody else has locked; it does nothing. */
  z.object({ ...common, kind: z.literal('lock-row') }),
]);
export type Fault = z.infer<typeof Fault>;

/** One fault or a list of them, as the control server takes it. */
export const FaultInput = z.union([z.array(Fault), Fault.transform((fault) => [fault])]);
/** What callers may write: like {@link Fault} with the defaulted parts left out. */
export type FaultSpec = z.input<typeof Fault>;

/** A request as faults see it. */
export interface FaultSubject {
  readonly method: string;
  readonly path: string;
  readonly body: () => Promise<string>;
}

/** The faults that are armed, in order; the first that matches a request is spent on it. */
export interface Faults {
  add(...faults: readonly FaultSpec[]): void;
  clear(): void;
  /** Those that are still armed, with what is left of `times`. */
  list(): readonly Fault[];
  /** Takes the fault that meets this request, counting it down; null when none does. */
  take(subject: FaultSubject): Promise<Fault | null>;
}

interface Armed {
  readonly fault: Fault;
  seen: number;
  left: number;
}

async function matches(fault: Fault, subject: FaultSubject): Promise<boolean> {
  const { method, path, body } = fault.match;
  if (method !== undefined && method.toUpperCase() !== subject.method.toUpperCase()) return false;
  if (path !== undefined && !new RegExp(path).test(subject.path)) return false;
  return body === undefined || new RegExp(body).test(await subject.body());
}

/** Makes an empty list of faults. */
export function createFaults(): Faults {
  let armed: Armed[] = [];
  return {
    add(...faults) {
      for (const spec of faults) {
        const fault = Fault.parse(spec);
        armed.push({ fault, seen: 0, left: fault.times });
      }
    },
    clear() {
      armed = [];
    },
    list: () => armed.map((entry) => ({ ...entry.fault, times: entry.left })),
    async take(subject) {
      for (const entry of [...armed]) {
        if (!(await matches(entry.fault, subject))) continue;
        entry.seen += 1;
        if (entry.seen < entry.fault.match.count || entry.left === 0) continue;
        entry.left -= 1;
        if (entry.left === 0) armed = armed.filter((other) => other !== entry);
        return entry.fault;
      }
      return null;
    },
  };
}
