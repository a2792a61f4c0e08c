import { LONG_AGO } from '../../domain/recovery/long-ago';
import { millisecondsUntil } from '../backoff';
import type { Draft } from '../draft';
import { remoteLabel } from '../keys';
import { commitDraft, type Pass } from '../pass';
import type { PresenceAnswer, RemoteRow } from '../../schema/remote-command';
import { type Cursor, cursorRev, type MissingRow, type Stream, type Sweep } from '../../schema/sync-state';
import type { Instant } from '../../schema/values';
import { ask, type Turn } from './ask';
import { deletedRow, type KnownRows, knownRows, START } from './known-rows';
import { noteLookalikes } from './lookalikes';
import { missingId, remoteOf, rowLabel } from './place';
import { takeRows } from './take-row';

type Presence = Extract<PresenceAnswer, { kind: 'presence' }>;

const HOUR = 3_600_000;
/** How often known rows are asked after; GitLab tells deletions in no other way, and has few of ours. */
const EVERY = { salesforce: 24 * HOUR, gitlab: HOUR } as const;
/** How often at least: a record that was deleted while it was hidden is in no list that anybody reads later. */
const AT_LEAST_EVERY = 7 * 24 * HOUR;
/** Records gone through at once. */
const AT_ONCE = { salesforce: 2000, gitlab: 100 } as const;
/** Missing rows that are kept by name. */
const NAMED = 1000;
const IN_WORDS = 20;

/** So many of so many rows gone at once are rather a fault than deletions. */
function isImplausible(gone: number, asked: number): boolean {
  return gone > 10 && gone * 5 > asked;
}

const ELSEWHERE =
  'They are in another project or group than the playbook names now, so nothing is known of them any more.';
const DELETED_PART = 'It was deleted there, while the request itself goes on.';
const TOO_MANY = 'So many are missing at once that none was marked as deleted before they are missing again.';

function isDue(cursor: Cursor, regularly: boolean, now: Instant): boolean {
  const { sweep, owed = false, stream } = cursor;
  const isWanted = regularly || owed || (sweep?.count ?? 0) > 0;
  // What was read for the first time just now needs no search.
  const last = sweep?.began ?? (isWanted ? undefined : (cursor.readSince ?? cursor.whole?.began));
  if (last === undefined) return isWanted;
  const rested = millisecondsUntil(last, now);
  const every = owed ? HOUR : isWanted ? EVERY[remoteOf(stream)] : AT_LEAST_EVERY;
  // A clock that was set back must not put the search off.
  return rested < 0 || rested >= every;
}

function started(cursor: Cursor, now: Instant): Sweep {
  const before = cursor.sweep?.missing.map(({ id }) => id) ?? [];
  return { began: now, after: START, count: 0, missing: [], before, returned: false };
}

async function judge(
  draft: Draft,
  pass: Pass,
  stream: Stream,
  sweep: Sweep,
  known: KnownRows,
  answer: Presence,
): Promise<Sweep> {
  const [gone, unseen, before] = [new Set(answer.gone), new Set(answer.unseen), new Set(sweep.before)];
  const elsewhere = new Set(answer.elsewhere);
  // Salesforce shows what it deleted in the recycle bin, so there any number is believed.
  const doubted = remoteOf(stream) === 'gitlab' && isImplausible(gone.size, known.rows.length);
  const missing: MissingRow[] = [];
  const deleted: RemoteRow[] = [];
  let returned = false;
  for (const row of known.rows) {
    const id = String(row.ref.id);
    const { name } = row;
    if (elsewhere.has(id)) missing.push({ id, name, why: ELSEWHERE });
    else if (unseen.has(id)) missing.push({ id, name, why: answer.why ?? '' });
    else if (!gone.has(id)) returned ||= before.has(id);
    else if (row.isPart) missing.push({ id, name, why: DELETED_PART });
    else if (doubted && !before.has(id)) missing.push({ id, name, why: TOO_MANY });
    else deleted.push(deletedRow(stream, row));
  }
  await takeRows(draft, pass, deleted);
  await noteLookalikes(draft, pass.store, deleted);
  return {
    ...sweep,
    after: known.next,
    count: sweep.count + missing.length,
    missing: [...sweep.missing, ...missing].slice(0, NAMED),
    returned: sweep.returned || returned,
  };
}

function inWords({ missing, count }: Sweep): string {
  const reasons = [...new Set(missing.map(({ why }) => why))];
  const lines = reasons.map((reason) => {
    const names = missing.filter(({ why }) => why === reason).map(({ name }) => name);
    const rest = names.length > IN_WORDS ? ` and ${names.length - IN_WORDS} more` : '';
    return `${names.slice(0, IN_WORDS).join(', ')}${rest}: ${reason}`;
  });
  const unnamed = count > missing.length ? [`${count - missing.length} more.`] : [];
  return [...lines, ...unnamed, 'All stay here as they are and are looked for again.'].join(' ');
}

/** Tells what is missing as one thing, however many there are, and takes it back when nothing is missing any more. */
function tell(draft: Draft, stream: Stream, sweep: Sweep): void {
  const remote = remoteOf(stream);
  const { count, missing, before } = sweep;
  if (count === 0) {
    draft.release(missingId(stream));
    return;
  }
  const what = `${count} ${rowLabel[stream]}${count === 1 ? '' : 's'} not to be found in ${remoteLabel[remote]}`;
  draft.quarantine({
    id: missingId(stream),
    source: remote,
    what,
    reason: inWords(sweep),
    raw: JSON.stringify(missing),
    at: draft.now,
  });
  const known = new Set(before);
  if (missing.some(({ id }) => !known.has(id))) draft.log('warning', `${what}; see the quarantine.`);
}

/** A bookmark as a search last read or wrote it, and whether the person asked for another search since. */
type Searched = { readonly cursor: Cursor; readonly isAskedAnew: boolean };

async function storeSwept(
  pass: Pass,
  { cursor, isAskedAnew }: Searched,
  sweep: Sweep,
  known: KnownRows,
  answer: Presence,
): Promise<Searched> {
  const { stream } = cursor;
  let next: Searched = { cursor, isAskedAnew };
  const changed = await commitDraft(pass, async (draft) => {
    const judged = await judge(draft, pass, stream, sweep, known, answer);
    const ended = judged.after === null;
    let asked = isAskedAnew;
    const stored = await draft.changeCursor(stream, (found) => {
      const before = found ?? cursor;
      const isOverwritten = cursorRev(before) !== cursorRev(cursor);
      asked ||= isOverwritten && before.owed === true;
      return {
        ...before,
        // A wish of the person makes the next search due at once, and this one does not fulfil it.
        sweep: asked ? { ...judged, began: LONG_AGO } : judged,
        ...(ended && !asked ? { owed: false } : {}),
        ...(ended && judged.returned ? { whole: null } : {}),
      };
    });
    next = { cursor: stored, isAskedAnew: asked };
    const count = draft.changed();
    const name = `${rowLabel[stream]}${count === 1 ? '' : 's'}`;
    if (count > 0) draft.log('info', `${remoteLabel[remoteOf(stream)]}: ${count} ${name} no longer there.`);
    if (ended) tell(draft, stream, judged);
    return count;
  });
  pass.counts.received += changed;
  return next;
}

/**
 * Asks after the rows of a feed that are known here, for deletions that the feed did not tell; goes on where an earlier
 * search was interrupted. What cannot be seen but is not proven to be deleted stays as it is and is named.
 */
export async function sweepStream(pass: Pass, stream: Stream, regularly: boolean): Promise<Turn> {
  const cursor = await pass.store.cursor(stream);
  if (cursor === undefined) return 'complete';
  let searched: Searched = { cursor, isAskedAnew: false };
  let sweep = cursor.sweep;
  if (sweep === undefined || sweep.after === null) {
    if (!isDue(cursor, regularly, pass.clock.now())) return 'complete';
    sweep = started(cursor, pass.clock.now());
  }
  while (sweep.after !== null) {
    if (pass.isStopping()) return 'stopped';
    const known = await knownRows(pass.store, stream, sweep.after, AT_ONCE[remoteOf(stream)]);
    let answer: PresenceAnswer = { kind: 'presence', gone: [], unseen: [], elsewhere: [], why: null };
    if (known.rows.length > 0) {
      const rows = known.rows.map(({ ref }) => ({
        id: String(ref.id),
        iid: ref.remote === 'gitlab' ? ref.iid : null,
        url: ref.url,
      }));
      answer = await ask(pass, stream, () => pass.remote.presence({ stream, rows }));
    }
    // A feed that is gone as a whole says nothing about its rows.
    if (answer.kind !== 'presence') return answer.kind === 'absent' ? 'complete' : 'stopped';
    searched = await storeSwept(pass, searched, sweep, known, answer);
    sweep = searched.cursor.sweep ?? sweep;
  }
  return 'complete';
}
