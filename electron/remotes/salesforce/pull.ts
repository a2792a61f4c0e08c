import { ok } from '../../../shared/lib/result';
import type { PullPage, PullRequest, RemoteRow } from '../../../shared/schema/remote-command';
import { z } from '../../../shared/schema/zod';
import { pullFailure, type Remotely } from '../common/failure';
import { earlierOf, unsettledFrom } from '../common/settled';
import { askedFor, conditionOf } from './condition';
import { type CrmSession, queryEntity } from './find-record';
import { completeSalesforceId } from '../../../shared/schema/salesforce-id';
import { lookUp } from './presence';
import { placeOf, readRow, streamOf } from './read-row';
import type { CrmEntity, EntityShape } from './shape';
import { quote, soql } from './soql';
import { soqlTime, stampMs } from './stamps';
import { crmTwins } from './twins';

/**
 * How long a row may show up after its stamp: the longest transaction that Salesforce allows runs ten minutes, and the
 * query that misses it may itself take a few. Rows of that time come again; the reader knows them by their stamp.
 */
const LONGEST_WRITE_MS = 15 * 60 * 1000;

/** How far a stream has been read. */
const CrmCursor = z.object({
  v: z.literal(1),
  /** The org it belongs to; a cursor from another one is void. */
  org: z.string(),
  /** The object that was read; the playbook may name another one since. */
  object: z.string().optional(),
  /** What was asked for; a playbook that names other rows or fields, or an org that shows others, voids what was read. */
  asked: z.string().optional(),
  /** Rows from this stamp on are still to come; null reads from the beginning. */
  stamp: z.string().nullable(),
  /** Inside a round: rows of that very stamp up to this id have been read. */
  id: z.string().nullable(),
  /** The earliest stamp in this round whose rows were perhaps not all there yet when they were read. */
  unsettled: z.string().nullable().default(null),
  /** Deletions up to here are known. */
  deletedSince: z.string(),
});
type CrmCursor = z.infer<typeof CrmCursor>;

/** What reading needs beyond a session that writes. */
export type PullSession = CrmSession & {
  /** Key of the connected org. */
  readonly orgKey: () => string;
  /** The server's time, as its last answer told it, in milliseconds. */
  readonly serverNow: () => number;
  /** The time of the last answer as the server stated it; null when it stated none. */
  readonly stated: () => number | null;
};

function readCursor(text: string): CrmCursor | null {
  try {
    const parsed = CrmCursor.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function after(cursor: CrmCursor): string | null {
  const ms = cursor.stamp === null ? null : stampMs(cursor.stamp);
  if (ms === null) return null;
  const time = soqlTime(ms);
  if (cursor.id === null) return `SystemModstamp >= ${time}`;
  return `SystemModstamp > ${time} OR (SystemModstamp = ${time} AND Id > ${quote(cursor.id)})`;
}

const WINDOW_TOO_OLD = new Set(['INVALID_REPLICATION_DATE', 'EXCEEDED_ID_LIMIT']);

type Deletions = {
  readonly rows: readonly RemoteRow[];
  readonly until: string;
  /** What the list of deletions did not tell. */
  readonly untold?: 'owed' | 'regularly';
};

async function deletions(
  session: PullSession,
  entity: CrmEntity,
  shape: EntityShape,
  since: string,
): Promise<Remotely<Deletions>> {
  if (!shape.replicateable) return ok({ rows: [], until: since, untold: 'regularly' });
  const now = session.stated() ?? session.serverNow();
  const start = stampMs(since) ?? now;
  // The window is in whole minutes and must not be empty.
  const end = Math.max(now, start) + 60_000;
  const answer = await session.client.deleted(shape.object, soqlTime(start), soqlTime(end));
  if (!answer.ok) {
    const { error } = answer;
    if (error.kind !== 'denied') return answer;
    // The list no longer reaches back as far; from now on it is complete again.
    if (WINDOW_TOO_OLD.has(error.code)) return ok({ rows: [], until: soqlTime(now), untold: 'owed' });
    // An object or user without the right to this list still has rows; they must not be held back.
    return ok({ rows: [], until: since, untold: 'regularly' });
  }
  const { deletedRecords, earliestDateAvailable, latestDateCovered } = answer.value;
  const ids = deletedRecords.flatMap(({ id }) => completeSalesforceId(id) ?? []);
  // A record that came back from the recycle bin is in the list still.
  const found = await lookUp(session, shape.object, ids);
  if (!found.ok) return found;
  const rows = ids
    .filter((id) => !found.value.alive.has(id))
    .map(
      (id): RemoteRow => ({
        stream: streamOf[entity],
        ref: { remote: 'salesforce', object: shape.object, id, stamp: null, url: null },
        recordId: null,
        fields: {},
        deleted: true,
      }),
    );
  const earliest = stampMs(earliestDateAvailable ?? '');
  const isWhole = earliest === null || earliest <= start;
  return ok({ rows, until: latestDateCovered, ...(isWhole ? {} : { untold: 'owed' as const }) });
}

type Read = {
  readonly rows: RemoteRow[];
  readonly unreadable: { what: string; reason: string; raw: string }[];
  readonly last: { id: string; stamp: string } | null;
};

function readAll(records: readonly unknown[], shape: EntityShape, session: PullSession): Read {
  const rows: RemoteRow[] = [];
  const unreadable: Read['unreadable'] = [];
  let last: Read['last'] = null;
  for (const raw of records) {
    const place = placeOf(raw);
    if (place !== null) last = place;
    const row = readRow(raw, shape, session.context());
    if (row.ok) rows.push(row.value);
    else {
      unreadable.push({
        what: `${shape.label} ${place?.id ?? 'without an id'}`,
        reason: row.error,
        raw: JSON.stringify(raw).slice(0, 20_000),
      });
    }
  }
  return { rows, unreadable, last };
}

/**
 * One page of a stream: rows by (stamp, id), each page its own query, so that neither equal stamps nor an expired
 * server cursor lose any; the last page of a round also brings the deletions since the round before (G6).
 */
export async function pullEntity(
  session: PullSession,
  entity: CrmEntity,
  request: PullRequest,
): Promise<PullPage> {
  const org = session.orgKey();
  const read = request.cursor === null ? null : readCursor(request.cursor);
  const given = read !== null && request.again ? { ...read, stamp: null, id: null } : read;
  if (request.cursor !== null && given === null)
    return { kind: 'restart', why: 'The bookmark of this stream cannot be read.' };
  if (given !== null && given.org !== org)
    return { kind: 'restart', why: 'Another Salesforce org is connected now.' };
  const wanted = await session.org.shape(entity);
  if (!wanted.ok) return pullFailure(wanted.error);
  const { object } = wanted.value;
  if (given?.object !== undefined && given.object !== object)
    return { kind: 'restart', why: 'The playbook names another Salesforce object now.' };
  const { limit } = request;
  const answer = await queryEntity(session, entity, (shape) => ({
    where: [conditionOf(shape, session), given === null ? null : after(given)],
    orderBy: 'SystemModstamp, Id',
    limit,
  }));
  if (!answer.ok) return pullFailure(answer.error);
  const answered = session.stated();
  const { shape, records, whole } = answer.value;
  const asked = askedFor(shape, session);
  // Rows that nobody changed since would come without what is asked for by now, or not at all.
  const isOther = given?.asked !== undefined && given.asked !== asked;
  if (isOther && given.stamp !== null) return pullEntity(session, entity, { ...request, again: true });
  const beginning = {
    v: 1 as const,
    stamp: null,
    id: null,
    unsettled: null,
    deletedSince: soqlTime((answered ?? session.serverNow()) - LONGEST_WRITE_MS),
  };
  const cursor: CrmCursor = { ...(given ?? beginning), org, object, asked };
  const { rows: found, unreadable, last } = readAll(records, shape, session);
  const twins = await crmTwins(session, entity, shape, found);
  if (!twins.ok) return pullFailure(twins.error);
  // Twins first: they say which record counts from now on.
  const rows = [...twins.value.values(), ...found.filter(({ ref }) => !twins.value.has(String(ref.id)))];
  const newest = last === null ? null : stampMs(last.stamp);
  const unsettled = unsettledFrom(answered, newest, LONGEST_WRITE_MS);
  const earlier = cursor.unsettled === null ? null : stampMs(cursor.unsettled);
  // The server may cut a batch shorter than asked; only an empty page or a short complete one ends the round.
  if (last !== null && (records.length >= limit || !whole)) {
    const passed = newest !== null && unsettled !== null && newest > unsettled;
    const mark = passed ? earlierOf(earlier, unsettled) : earlier;
    const next: CrmCursor = {
      ...cursor,
      stamp: last.stamp,
      id: last.id,
      unsettled: mark === null ? null : soqlTime(mark),
    };
    const page = { kind: 'page', rows, unreadable, cursor: JSON.stringify(next), more: true } as const;
    if (cursor.stamp !== null) return page;
    // Only how far the reading has come is told by it, so a count that cannot be had holds up nothing.
    const total = await session.client.query(
      soql({
        fields: ['COUNT()'],
        object: shape.object,
        where: [shape.archives ? 'IsDeleted = false' : null, conditionOf(shape, session)],
      }),
      shape.archives,
    );
    return total.ok && total.value.totalSize !== undefined ? { ...page, total: total.value.totalSize } : page;
  }
  const gone = await deletions(session, entity, shape, cursor.deletedSince);
  if (!gone.ok) return pullFailure(gone.error);
  // A round may have been interrupted for days, so what was in doubt at any of its pages is read again, not only its end.
  const from = earlierOf(earlier, unsettled);
  const next: CrmCursor = {
    ...cursor,
    stamp: from === null ? cursor.stamp : soqlTime(from),
    id: null,
    unsettled: null,
    deletedSince: gone.value.until,
  };
  return {
    kind: 'page',
    rows: [...rows, ...gone.value.rows],
    unreadable,
    cursor: JSON.stringify(next),
    more: false,
    ...(gone.value.untold === undefined ? {} : { deletions: gone.value.untold }),
  };
}
