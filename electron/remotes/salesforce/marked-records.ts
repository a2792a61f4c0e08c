import { ok } from '../../../shared/lib/result';
import type { RemoteRow } from '../../../shared/schema/remote-command';
import { completeSalesforceId } from '../../../shared/schema/salesforce-id';
import { z } from '../../../shared/schema/zod';
import type { Remotely } from '../common/failure';
import type { CrmSession } from './find-record';
import { newestRecords, type Part, sentSince } from './newest-records';
import { readRow } from './read-row';
import { columnsOf, type EntityShape } from './shape';
import { quote, soql } from './soql';
import { stampMs } from './stamps';

/** More than these ids are ever borne by. */
const RECORDS_ASKED = 2000;
/** How many ids fit into the address of one query. */
const IDS_ASKED = 200;

const Born = z.object({
  CreatedById: z.string(),
  CreatedDate: z.string(),
  LastModifiedDate: z.string().nullish(),
  LastViewedDate: z.string().nullish(),
});

/** A record that carries an id of this app, and how it came into being. */
export type Marked = {
  readonly row: RemoteRow;
  /** This person made it, by this app or otherwise. */
  readonly isOwn: boolean;
  readonly bornMs: number | null;
  /** This person looked at it in Salesforce. */
  readonly isViewed: boolean;
  /** Nobody changed it since it was made. */
  readonly isAsBorn: boolean;
};

function read(session: CrmSession, shape: EntityShape, records: readonly unknown[]): Marked[] {
  const found = records.flatMap((raw): Marked[] => {
    const row = readRow(raw, shape, session.context());
    const born = Born.safeParse(raw);
    if (!row.ok || !born.success || row.value.recordId === null) return [];
    const { CreatedById, CreatedDate, LastModifiedDate, LastViewedDate } = born.data;
    return [
      {
        row: row.value,
        isOwn: completeSalesforceId(CreatedById) === session.userId(),
        bornMs: stampMs(CreatedDate),
        isViewed: (LastViewedDate ?? null) !== null,
        isAsBorn: LastModifiedDate === CreatedDate,
      },
    ];
  });
  return found.reverse();
}

/** Every visible record with one of these ids of this app, and at times others of its records, oldest first. */
export async function markedWith(
  session: CrmSession,
  shape: EntityShape,
  ids: readonly string[],
): Promise<Remotely<Marked[]>> {
  const own = ['CreatedById', 'CreatedDate', 'LastModifiedDate'];
  const viewed = shape.viewed === null ? [] : [shape.viewed];
  async function ask({ where, ...rest }: Part) {
    const text = soql({
      fields: [...columnsOf(shape), ...own, ...viewed],
      object: shape.object,
      where: shape.archives ? ['IsDeleted = false', where] : [where],
      ...rest,
    });
    const answer = await session.client.query(text, shape.archives);
    if (!answer.ok) return answer;
    return ok({ records: answer.value.records, whole: answer.value.done });
  }
  const { key } = shape;
  if (key.kind !== 'field' && key.kind !== 'external-id') {
    // A long text cannot be searched, so the latest records have to be looked through.
    const since = sentSince(ids.flatMap((id) => session.creates.of(id)));
    const found = await newestRecords(ask, since);
    return found.ok ? ok(read(session, shape, found.value.records)) : found;
  }
  const all: Marked[] = [];
  for (let at = 0; at < ids.length; at += IDS_ASKED) {
    const names = ids.slice(at, at + IDS_ASKED).map(quote);
    const where = `${key.field} IN (${names.join(', ')})`;
    const found = await ask({ where, orderBy: 'CreatedDate DESC, Id DESC', limit: RECORDS_ASKED });
    if (!found.ok) return found;
    all.push(...read(session, shape, found.value.records));
  }
  return ok(all);
}
