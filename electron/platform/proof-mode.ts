import { writeFileSync } from 'node:fs';
import type { Log } from '../../shared/ports/log';
import { z } from '../../shared/schema/zod';

const Proof = z.object({
  /** Moment at which the whole app is killed; null for never. */
  killAt: z.string().nullable(),
  /** Which time at that moment, from 1. */
  time: z.int().positive(),
  /** File that is written just before the kill: it was this one and no other end. */
  sign: z.string().nullable(),
  /** Sizes small enough that the journal's housekeeping happens within a second of work. */
  smallJournal: z.boolean(),
});
export type Proof = z.infer<typeof Proof>;

/** How a proof wants the app to behave; null in ordinary life, and always in a packaged app. */
export function readProof(text: string | undefined, isPackaged: boolean, log: Log): Proof | null {
  if (text === undefined || isPackaged) return null;
  const proof = Proof.parse(JSON.parse(text));
  log.warn(`This start is part of a proof: ${text}`);
  return proof;
}

/** Kills the app, as a crash would, the given time that the moment comes; the processes of its pages go with it. */
export function killerAt(proof: Proof | null): ((moment: string) => void) | null {
  if (proof === null || proof.killAt === null) return null;
  let left = proof.time;
  return (moment) => {
    if (moment !== proof.killAt) return;
    left -= 1;
    if (left !== 0) return;
    if (proof.sign !== null) writeFileSync(proof.sign, moment);
    process.kill(process.pid, 'SIGKILL');
  };
}
