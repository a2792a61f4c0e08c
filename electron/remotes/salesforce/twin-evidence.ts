import { decisionFields } from '../../../shared/domain/merging/decisive';
import { withoutFields } from '../../../shared/domain/merging/field-values';
import { ok } from '../../../shared/lib/result';
import type { WatchedCreate } from '../common/ports';
import type { Remotely } from '../common/failure';
import { createCompare } from './compare';
import { printOf } from './create-watch';
import type { RawRecord } from './dto/answers';
import type { CrmSession } from './find-record';
import type { Marked } from './marked-records';
import type { EntityShape } from './shape';

/** How far apart twins may have been made: longer than any server holds a request. */
const TWIN_WINDOW_MS = 24 * 60 * 60 * 1000;

/** What can be said of a record that bears the mark of the one that counts. */
export type Likeness = 'twin' | 'own-record' | 'cannot-tell';

/** What every record has of its own, also one that is a copy. */
const OWN = new Set(
  [
    'Id IsDeleted CreatedById CreatedDate LastModifiedById LastModifiedDate SystemModstamp',
    'LastViewedDate LastReferencedDate LastActivityDate',
  ].flatMap((names) => names.split(' ')),
);
/** What Salesforce derives of an event's start and length. */
const DERIVED = new Set(
  'StartDateTime EndDateTime ActivityDate ActivityDateTime EndDate DurationInMinutes'.split(' '),
);

function isSoonAfter(kept: Marked, other: Marked): boolean {
  if (kept.bornMs === null || other.bornMs === null) return false;
  return Math.abs(other.bornMs - kept.bornMs) <= TWIN_WINDOW_MS;
}

/** Whether a record says what one of these creates said. */
function saysWhatWasSent(
  session: CrmSession,
  shape: EntityShape,
  sent: readonly WatchedCreate[],
  { row }: Marked,
): boolean {
  const { playbook } = session.context();
  return sent.some(({ fields, print }) => printOf(fields, row.fields, shape, playbook) === print);
}

/** Whether a record is as a create of this device left it: nobody looked at it, and nobody changed it since. */
function isAsSent(
  session: CrmSession,
  shape: EntityShape,
  sent: readonly WatchedCreate[],
  marked: Marked,
): boolean {
  return marked.isOwn && !marked.isViewed && marked.isAsBorn && saysWhatWasSent(session, shape, sent, marked);
}

/**
 * Which of the records with one mark counts: the oldest. Only where this device sent it, was told of a later one and
 * finds the oldest as it was sent, that one is the repeat, since the later may have been changed since.
 */
export function theOneThatCounts(
  session: CrmSession,
  shape: EntityShape,
  sent: readonly WatchedCreate[],
  marked: readonly Marked[],
): Marked | undefined {
  const [oldest] = marked;
  if (oldest === undefined || !isAsSent(session, shape, sent, oldest)) return oldest;
  const told = new Set(sent.flatMap(({ made }) => made ?? []));
  if (told.has(String(oldest.row.ref.id))) return oldest;
  const later = marked.find(
    (one) =>
      told.has(String(one.row.ref.id)) && isSoonAfter(one, oldest) && !isAsSent(session, shape, sent, one),
  );
  return later ?? oldest;
}

/**
 * Whether a record may have come of the same write as the first one. People clone records, and a clone carries the id
 * along; it is theirs, so what differs in anything, was made later or by somebody else is never put aside. Nor is what
 * this person looked at in Salesforce: who clones a record is shown it, and what this app makes nobody has looked at.
 */
function saysTheSame(session: CrmSession, shape: EntityShape, kept: Marked, other: Marked): boolean {
  if (!other.isOwn || other.isViewed || !isSoonAfter(kept, other)) return false;
  // A repeat is born undecided, while the first one may have been decided since; that nobody looked at it must be known.
  const since = shape.viewed === null ? [] : decisionFields(shape.entity);
  const compare = createCompare(shape, session.context().playbook);
  return compare.differing(other.row, withoutFields(kept.row.fields, new Set(since))).length === 0;
}

/**
 * Whether two records say the same in every field that people fill in apart from these, also in those that the playbook
 * does not map: who cloned a record in Salesforce and changed only its place made another one.
 */
async function isWholeTwin(
  session: CrmSession,
  shape: EntityShape,
  kept: Marked,
  other: Marked,
  apartFrom: ReadonlySet<string>,
): Promise<Remotely<boolean>> {
  const names = shape.describe.fields
    .filter(({ name, createable, updateable }) => (createable || updateable) && !OWN.has(name))
    .map(({ name }) => name)
    .filter((name) => !apartFrom.has(name));
  const both: RawRecord[] = [];
  for (const { row } of [kept, other]) {
    const read = await session.client.record(shape.object, String(row.ref.id));
    if (!read.ok) return read.error.kind === 'denied' ? ok(false) : read;
    both.push(read.value);
  }
  const [first, second] = both;
  return ok(names.every((name) => said(first, name) === said(second, name)));
}

/** What a record says in a field; who made it and owns it says nothing by that, since two people may have made the same. */
function said(record: RawRecord | undefined, name: string): string | undefined {
  const isMaker = name === 'OwnerId' && record?.[name] === record?.['CreatedById'];
  return isMaker ? 'whoever made it' : JSON.stringify(record?.[name]);
}

function pathsOf(shape: EntityShape, isOne: (domain: string) => boolean): Set<string> {
  return new Set(shape.slots.filter(({ domain }) => isOne(domain)).map(({ path }) => path));
}

/** What the mapping fills in, which was compared with what was sent. */
function mapped(shape: EntityShape): Set<string> {
  const currency = shape.currency === null ? [] : [shape.currency.name];
  const derived = shape.calendar ? DERIVED : [];
  return new Set([...pathsOf(shape, () => true), ...currency, ...derived]);
}

/**
 * What a record with the mark of the one that counts is. It is a twin when it is as this device sent it, or says all
 * that the one that counts says. One that nobody looked at, or that says what was sent, may be a twin and may be a
 * person's; any other is a record of its own.
 */
export async function likenessOf(
  session: CrmSession,
  shape: EntityShape,
  sent: readonly WatchedCreate[],
  kept: Marked,
  other: Marked,
): Promise<Remotely<Likeness>> {
  const isSent = isSoonAfter(kept, other) && isAsSent(session, shape, sent, other);
  // Where it is known that nobody looked at it, no person has made it by cloning.
  if (isSent && shape.viewed !== null) return ok('twin');
  const since = shape.viewed === null ? new Set<string>() : decisionFields(shape.entity);
  const apartFrom = isSent ? mapped(shape) : pathsOf(shape, (domain) => since.has(domain));
  if (isSent || saysTheSame(session, shape, kept, other)) {
    const whole = await isWholeTwin(session, shape, kept, other, apartFrom);
    if (!whole.ok) return whole;
    if (whole.value) return ok('twin');
  }
  if (!other.isOwn || !isSoonAfter(kept, other)) return ok('own-record');
  return ok(!other.isViewed || saysWhatWasSent(session, shape, sent, other) ? 'cannot-tell' : 'own-record');
}
