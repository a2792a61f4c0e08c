import type { RemoteOutcome } from '../../../shared/schema/remote-command';

/** What both fake systems count with: one stamp for every change, one number for every thing made. */
export class FakeCounter {
  private stamp = 0;
  private count = 0;

  tick(): number {
    this.stamp += 1;
    return this.stamp;
  }

  next(): number {
    this.count += 1;
    return this.count;
  }
}

/** A stamp as text whose order is the order of time. */
export function written(stamp: number): string {
  return String(stamp).padStart(8, '0');
}

/** A refusal for good. */
export function refusal(code: string, message: string): RemoteOutcome {
  return { kind: 'refused', refusal: { code, message, fields: [], fix: 'Change it and retry.' } };
}

/** Bytes that arrived somewhere. */
export type FakeFile = { readonly marker: string; readonly target: string; readonly sha256: string };
