import { assertNever } from '../../../shared/lib/assert-never';
import { err, ok } from '../../../shared/lib/result';
import type { FieldMap } from '../../../shared/schema/field-value';
import type { RemoteCommand, RemoteOutcome, RemoteRow } from '../../../shared/schema/remote-command';
import { Money } from '../../../shared/schema/values';
import {
  type Attempt,
  type Denied,
  type RemoteFailure,
  type Remotely,
  startAttempt,
} from '../common/failure';
import type { JsonRecord } from './client';
import { type Compare, createCompare } from './compare';
import { refuse } from './errors';
import { type CrmSession, findById, findByRecordId, isDeleted } from './find-record';
import { joinMarker } from './marker-text';
import { type EntityShape, mayComeTwice, type Slot } from './shape';
import { isNewer, stampMs } from './stamps';
import { completeSalesforceId } from '../../../shared/schema/salesforce-id';
import { printOf, type Watching } from './create-watch';
import { lockedFields, lockedForNew, writeBody } from './write-body';

type Put = Extract<RemoteCommand, { kind: 'crm.put' }>;

/** Changing a record's currency would change the worth of amounts that are not part of the write. */
function strandedAmounts(row: RemoteRow, fields: FieldMap, shape: EntityShape): Denied | null {
  if (shape.currency === null) return null;
  const written = shape.slots.flatMap(({ domain }) => {
    const money = Money.safeParse(fields[domain]);
    return money.success ? [money.data.currency] : [];
  })[0];
  if (written === undefined) return null;
  const stranded = shape.slots.filter(({ domain }) => {
    const held = Money.safeParse(row.fields[domain]);
    return fields[domain] === undefined && held.success && held.data.currency !== written;
  });
  if (stranded.length === 0) return null;
  const names = stranded.map(({ path }) => path);
  return {
    kind: 'denied',
    status: 0,
    code: 'currency-change',
    message: `Writing ${written} would turn ${names.join(', ')} into ${written} without conversion.`,
    fields: names,
  };
}

function withOwnId(body: JsonRecord, shape: EntityShape, recordId: string): JsonRecord {
  const { key } = shape;
  switch (key.kind) {
    case 'external-id':
    case 'field':
      return { ...body, [key.field]: recordId };
    case 'text': {
      const text = body[key.slot.path];
      return { ...body, [key.slot.path]: joinMarker(typeof text === 'string' ? text : '', recordId) };
    }
    case 'none':
      return body;
    default:
      return assertNever(key);
  }
}

async function create(
  session: CrmSession,
  command: Put,
  shape: EntityShape,
  attempt: Attempt,
): Promise<Remotely<string>> {
  const { client, context } = session;
  const { key } = shape;
  if (key.kind === 'none') {
    const message = `${shape.label} has no field that can hold this app's id, so a record could come twice.`;
    return err({ kind: 'denied', status: 0, code: 'no-id-field', message, fields: [] });
  }
  const locked = lockedForNew(command.fields, shape, context().playbook);
  if (locked !== null) return err(locked);
  const body = writeBody(command.fields, shape, 'create', context().playbook);
  if (!body.ok) return body;
  const watching = mayComeTwice(shape) ? await watch(session, command, shape) : null;
  // An upsert would write over what another device or a late request made between our look and this moment.
  const made = await attempt.write(
    client.create(shape.object, withOwnId(body.value, shape, command.recordId)),
  );
  if (made.ok) await watching?.made(completeSalesforceId(made.value) ?? made.value);
  else if (cameToNothing(made.error)) await watching?.drop();
  return made;
}

function watch(session: CrmSession, { recordId, fields }: Put, shape: EntityShape): Promise<Watching> {
  const names = Object.keys(fields);
  const print = printOf(names, fields, shape, session.context().playbook);
  return session.creates.add({ recordId, at: session.now(), fields: names, print });
}

function cameToNothing({ kind }: RemoteFailure): boolean {
  return kind !== 'lost' && kind !== 'unreadable';
}

async function update(
  session: CrmSession,
  command: Put,
  shape: EntityShape,
  current: RemoteRow,
  changing: readonly Slot[],
  attempt: Attempt,
): Promise<Remotely<void>> {
  const locked = lockedFields({ changing, fields: command.fields, before: current.fields }, shape);
  if (locked !== null) return err(locked);
  const stranded = strandedAmounts(current, command.fields, shape);
  if (stranded !== null) return err(stranded);
  const written = writeBody(command.fields, shape, 'update', session.context().playbook);
  if (!written.ok) return written;
  const { key } = shape;
  let body: JsonRecord = written.value;
  if (key.kind === 'text') {
    // The id line lives in the text, so a write of the text carries it along.
    if (body[key.slot.path] !== undefined)
      body = withOwnId(body, shape, current.recordId ?? command.recordId);
  } else if (key.kind !== 'none' && key.updateable && current.recordId === null) {
    body = { ...body, [key.field]: command.recordId };
  }
  if (Object.keys(body).length === 0) return ok(undefined);
  const stamp = current.ref.stamp;
  const unmodifiedSince = stamp === null ? null : stampMs(stamp);
  return attempt.write(session.client.update(shape.object, String(current.ref.id), body, unmodifiedSince));
}

/** Another device, or a request that took effect late, made the record between our look and our write. */
function isTaken(error: RemoteFailure): boolean {
  return error.kind === 'denied' && error.code === 'DUPLICATE_VALUE';
}

/** Whether the record says something that this device has not seen: a newer state, or a record that it did not know to be there. */
function isNews(
  { salesforceId, expectStamp, expectFields }: Put,
  row: RemoteRow,
  changing: readonly Slot[],
  compare: Compare,
): boolean {
  if (salesforceId === null) return true;
  const { stamp } = row.ref;
  if (expectStamp !== null && stamp !== null && isNewer(stamp, expectStamp)) return true;
  // Only its id came here, by an import or from a twin: what would be written over was never read.
  const isUnread = expectStamp === null && stamp !== null && expectFields !== undefined;
  if (isUnread && changing.some(({ domain }) => expectFields[domain] === undefined)) return true;
  // Somebody wrote in the very second in which this device read it last.
  return expectFields !== undefined && compare.differing(row, expectFields, 'meant').length > 0;
}

async function current(session: CrmSession, command: Put): Promise<Remotely<RemoteRow | null>> {
  if (command.salesforceId !== null) return findById(session, command.entity, command.salesforceId);
  return findByRecordId(session, command.entity, command.recordId);
}

async function notThere(
  session: CrmSession,
  command: Put,
  shape: EntityShape,
  attempt: Attempt,
): Promise<RemoteOutcome> {
  const id = command.salesforceId ?? '';
  const deleted = await isDeleted(session, shape.object, id);
  if (!deleted.ok) return attempt.outcome(deleted.error);
  if (deleted.value && mayComeTwice(shape)) {
    const counts = await findByRecordId(session, command.entity, command.recordId);
    if (!counts.ok) return attempt.outcome(counts.error);
    // It was put aside as a twin, and this is the one that counts.
    if (counts.value !== null) return { kind: 'stale', theirs: counts.value };
  }
  if (deleted.value) return { kind: 'gone', why: `The ${shape.label} was deleted in Salesforce.` };
  const message = `The ${shape.label} ${id} is not visible: it was removed for good, or your access to it was.`;
  return attempt.outcome({ kind: 'denied', status: 0, code: 'not-visible', message, fields: [] });
}

/** Says which fields an automation of the org set back to what they were. */
function notKept(slots: readonly Slot[]): Denied {
  const names = slots.map(({ field, path }) => field?.label ?? path).join(', ');
  const message = `Salesforce took the change but left ${names} as it was.`;
  return { kind: 'denied', status: 0, code: 'not-kept', message, fields: slots.map(({ path }) => path) };
}

/**
 * Reads what was written, because an org's automation may have the last word (SY-88). What it set to something else is
 * a state that this device does not know; what it left as it was is refused. A new record is looked at again first.
 */
async function readBack(
  session: CrmSession,
  command: Put,
  id: string,
  before: RemoteRow | null,
  compare: Compare,
  attempt: Attempt,
): Promise<RemoteOutcome> {
  const row = await findById(session, command.entity, id);
  if (!row.ok) return attempt.outcome(row.error);
  if (row.value === null)
    return { kind: 'ambiguous', why: 'Salesforce took the record but does not show it yet.' };
  const { fields, ref } = row.value;
  const differing = compare.differing(row.value, command.fields, 'meant');
  if (differing.length === 0) return { kind: 'done', ref, row: row.value };
  const left = differing.filter(
    (slot) => before !== null && compare.isSame(slot, fields[slot.domain], before.fields[slot.domain]),
  );
  return left.length === 0 ? { kind: 'stale', theirs: row.value } : attempt.outcome(notKept(left));
}

/** Whether a right to a field was missing, which an administrator may have granted since describe was read. */
function isLocked(error: RemoteFailure): boolean {
  const codes = ['not-writable', 'INVALID_FIELD_FOR_INSERT_UPDATE'];
  return error.kind === 'denied' && codes.includes(error.code);
}

/**
 * Writes a record once: found by id or by this app's id first, created when it is not there, changed only when this
 * device knows its present state (G3, G4). A record that already says all this counts as done.
 */
export async function put(session: CrmSession, command: Put): Promise<RemoteOutcome> {
  const attempt = startAttempt(command.repeat, refuse);
  for (let round = 0; ; round += 1) {
    const shape = await session.org.shape(command.entity);
    if (!shape.ok) return attempt.outcome(shape.error);
    const compare = createCompare(shape.value, session.context().playbook);
    const found = await current(session, command);
    if (!found.ok) return attempt.outcome(found.error);
    const row = found.value;
    if (row === null) {
      if (command.salesforceId !== null) return notThere(session, command, shape.value, attempt);
      const made = await create(session, command, shape.value, attempt);
      if (made.ok) return readBack(session, command, made.value, null, compare, attempt);
      if (isLocked(made.error)) session.org.lookAgain(shape.value);
      if (isLocked(made.error) && round === 0) continue;
      if (!isTaken(made.error) || round >= 2) return attempt.outcome(made.error);
      attempt.overtaken();
      continue;
    }
    const ownsId =
      row.recordId !== null || shape.value.key.kind === 'none' || shape.value.key.kind === 'text';
    const changing = compare.differing(row, command.fields);
    if (ownsId && changing.length === 0) return { kind: 'done', ref: row.ref, row };
    if (changing.length > 0 && isNews(command, row, changing, compare)) return { kind: 'stale', theirs: row };
    const changed = await update(session, command, shape.value, row, changing, attempt);
    if (changed.ok) return readBack(session, command, String(row.ref.id), row, compare, attempt);
    const { error } = changed;
    if (isLocked(error)) session.org.lookAgain(shape.value);
    if (isLocked(error) && round === 0) continue;
    // Somebody wrote between our reading and our writing: look again, once more than is likely to be needed.
    if (error.kind !== 'denied' || error.status !== 412) return attempt.outcome(error);
    attempt.overtaken();
    if (round >= 2)
      return attempt.outcome({
        kind: 'wait',
        why: 'The record is being changed by somebody else.',
        afterMs: null,
      });
  }
}
