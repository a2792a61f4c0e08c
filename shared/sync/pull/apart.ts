import { textOf } from '../../domain/merging/projection';
import { foldText } from '../../lib/text';
import type { RemoteRow } from '../../schema/remote-command';
import { remoteOf } from './place';

/** Whether a row does no more than tell how a record of Salesforce stands. */
function isPlain({ stream, deleted, twin, lookalike }: RemoteRow): boolean {
  return remoteOf(stream) === 'salesforce' && !deleted && twin === undefined && lookalike === undefined;
}

/** All by which a row is found to be one that is here already. */
function namesOf({ ref, recordId, stream, fields }: RemoteRow): string[] {
  const number = textOf(fields.portalNumber);
  const name = stream === 'partners' ? textOf(fields.name) : null;
  return [
    `id ${ref.id}`,
    ...(recordId === null ? [] : [`record ${recordId}`]),
    ...(number === null ? [] : [`number ${number}`]),
    ...(name === null ? [] : [`name ${foldText(name)}`]),
  ];
}

/**
 * Whether rows of a feed can be taken without those of the page before being stored: none of them is about a record that
 * the others are about, or could be told apart from one only by looking at it (G9). Holds where either page brings nothing
 * but new records.
 */
export function areApart(before: readonly RemoteRow[], rows: readonly RemoteRow[]): boolean {
  if (![...before, ...rows].every(isPlain)) return false;
  const names = new Set(before.flatMap(namesOf));
  return rows.every((row) => namesOf(row).every((name) => !names.has(name)));
}
