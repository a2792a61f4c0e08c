import type { LocalStore } from '../../ports/local-store';
import type { RemoteRow } from '../../schema/remote-command';
import { z } from '../../schema/zod';
import type { Draft } from '../draft';
import { remoteLabel } from '../keys';
import { remoteOf, rowLabel } from './place';

const PREFIX = 'lookalike:';

/** The record that bears a mark which another bears too, and that other one. */
const Pair = z.object({ own: z.string(), other: z.string(), marker: z.string() });
type Pair = z.infer<typeof Pair>;

function pairIn(raw: string): Pair | null {
  try {
    const pair = Pair.safeParse(JSON.parse(raw));
    return pair.success ? pair.data : null;
  } catch {
    return null;
  }
}

/** Whether a row tells that only one record bears the mark by now. */
function settles(row: RemoteRow, { own, other, marker }: Pair): boolean {
  const id = String(row.ref.id);
  if (id === own) return row.lookalike === undefined;
  return id === other && (row.deleted || row.twin !== undefined || row.recordId !== marker);
}

/**
 * Keeps one entry of the quarantine per record of which cannot be told whether it is a repeat of another, as far as these
 * rows tell (G3, G10).
 */
export async function noteLookalikes(
  draft: Draft,
  store: LocalStore,
  rows: readonly RemoteRow[],
): Promise<void> {
  const told = (await store.quarantineIds()).filter((id) => id.startsWith(PREFIX));
  if (told.length > 0)
    for (const { id, raw } of await store.quarantinedAs(told)) {
      const pair = pairIn(raw);
      if (pair === null || rows.some((row) => settles(row, pair))) draft.release(id);
    }
  for (const { stream, ref, fields, lookalike } of rows) {
    if (lookalike === undefined) continue;
    const id = `${PREFIX}${stream}:${ref.id}`;
    const remote = remoteOf(stream);
    const name = fields.title ?? fields.name ?? fields.subject ?? ref.id;
    const what = `${rowLabel[stream]} “${String(name)}” in ${remoteLabel[remote]}`;
    const pair: Pair = { own: String(ref.id), other: String(lookalike.of.id), marker: lookalike.marker };
    const { reason } = lookalike;
    draft.quarantine({ id, source: remote, what, reason, raw: JSON.stringify(pair), at: draft.now });
    if (!told.includes(id)) draft.log('warning', `${what} may be there twice; see the quarantine.`);
  }
}
