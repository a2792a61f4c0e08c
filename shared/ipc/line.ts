import { z } from '../schema/zod';

/** What a worker asks over its line: a channel of the contract with its input, numbered by the worker. */
export const LineCall = z.object({ id: z.int(), channel: z.string(), input: z.unknown() });
export type LineCall = z.infer<typeof LineCall>;

/** Main's answer to the call of that number; the worker parses `output` by the contract. */
export type LineAnswer = { readonly id: number; readonly output: unknown };
