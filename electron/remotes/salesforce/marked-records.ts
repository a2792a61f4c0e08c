import { ok } from '../../../shared/lib/result';
import type { RemoteRow } from '../../../shared/schema/remote-command';
import { completeSalesforceId } from '../../../shared/schema/salesforce-id';
import { z } from '../../../shared/schema/zod';
import type { Remotely } from '../common/failure';
import type { CrmSession } from './find-record';
import { readRow } from './read-row';
import { columnsOf, type EntityShape } from './shape';
import { quote, soql } from './soql';
import { stampMs } from './stamps';

/** How many records are looked through in an org that has no field for this app's id. */
const RECORDS_SEARCHED = 2000;
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

/** Narrows a query to these ids, where they can be searched; else the latest records have to be looked through. */
function condition({ key }: EntityShape, ids: readonly string[]): string[] {
  return key.kind === 'field' || key.kind === 'external-id'
    ? [`${key.field} IN (${ids.map(quote).join(', ')})`]
    : [];
}

async function asked(
  session: CrmSession,
  shape: EntityShape,
  ids: readonly string[],
): Promise<Remotely<Marked[]>> {
  const where = condition(shape, ids);
  const answer = await session.client.query(
    soql({
      fields: [
        ...columnsOf(shape),
        'CreatedById',
        'CreatedDate',
        'LastModifiedDate',
        ...(shape.viewed === null ? [] : [shape.viewed]),
      ],
      object: shape.object,
      where: shape.archives ? ['IsDeleted = false', ...where] : where,
      orderBy: 'CreatedDate DESC, Id DESC',
      limit: RECORDS_SEARCHED,
    }),
    shape.archives,
  );
  if (!answer.ok) return answer;
  const found = answer.value.records.flatMap((raw): Marked[] => {
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
  return ok(found.reverse());
}

/** Every visible record with one of these ids of this app, and at times others of its records, oldest first. */
export async function markedWith(
  session: CrmSession,
  shape: EntityShape,
  ids: readonly string[],
): Promise<Remotely<Marked[]>> {
  if (condition(shape, ids).length === 0) return asked(session, shape, ids);
  const all: Marked[] = [];
  for (let at = 0; at < ids.length; at += IDS_ASKED) {
    const some = await asked(session, shape, ids.slice(at, at + IDS_ASKED));
    if (!some.ok) return some;
    all.push(...some.value);
  }
  return ok(all);
}
