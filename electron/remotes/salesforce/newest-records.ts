import { ok } from '../../../shared/lib/result';
import { z } from '../../../shared/schema/zod';
import type { Remotely } from '../common/failure';
import type { WatchedCreate } from '../common/ports';
import { quote } from './soql';
import { soqlTime, stampMs } from './stamps';

/** How many records are asked for at once: one batch of a query. */
const AT_ONCE = 2000;
/** How far the clocks of this computer and of Salesforce are trusted to be apart, and how long a request may lie. */
const LEEWAY_MS = 24 * 60 * 60 * 1000;

const Place = z.object({ Id: z.string(), CreatedDate: z.string() });

/** One question for the latest records, which has to bring their `Id` and `CreatedDate`. */
export type Part = {
  readonly where: string | null;
  readonly orderBy: 'CreatedDate DESC, Id DESC';
  readonly limit: number;
};
type Answer = { readonly records: readonly unknown[]; readonly whole: boolean };

/** The moment from which on a record that was sent may have come into being; null when nothing was sent. */
export function sentSince(creates: readonly WatchedCreate[]): number | null {
  return creates.length === 0 ? null : Math.min(...creates.map(({ at }) => at)) - LEEWAY_MS;
}

/** The latest records, newest first: one batch, and on from there until they were made before this moment. */
export async function newestRecords<A extends Answer>(
  ask: (part: Part) => Promise<Remotely<A>>,
  since: number | null,
): Promise<Remotely<{ readonly last: A; readonly records: readonly unknown[] }>> {
  const records: unknown[] = [];
  let where: string | null = null;
  for (;;) {
    const answer = await ask({ where, orderBy: 'CreatedDate DESC, Id DESC', limit: AT_ONCE });
    if (!answer.ok) return answer;
    records.push(...answer.value.records);
    const place = Place.safeParse(answer.value.records.at(-1));
    const born = place.success ? stampMs(place.data.CreatedDate) : null;
    const isAll = answer.value.whole && answer.value.records.length < AT_ONCE;
    if (isAll || !place.success || born === null || since === null || born < since)
      return ok({ last: answer.value, records });
    const time = soqlTime(born);
    where = `CreatedDate < ${time} OR (CreatedDate = ${time} AND Id < ${quote(place.data.Id)})`;
  }
}
