import { type ProjectionContext, textOf } from '../../domain/merging/projection';
import { canonical } from '../../domain/merging/projections';
import { assertNever } from '../../lib/assert-never';
import { err, mapResult, ok, type Result } from '../../lib/result';
import { foldText } from '../../lib/text';
import type { AnyRecord, RecordKind, RecordOf } from '../../schema/record';
import type { RemoteRow } from '../../schema/remote-command';
import { absorb, type AbsorbContext, forgetBase } from '../absorb';
import { absorbDelete, contestedFields } from '../conflicts';
import type { Draft } from '../draft';
import { touches } from '../../domain/merging/verdicts';
import { baseKey, keyOf } from '../keys';
import { projectionContext } from '../links';
import { localId, newBudget, newClaim, newFundRequest, newPartner, newRegistration } from './new-record';
import { kindOfStream, type SetAside } from './place';
import { takeTwin } from './twins';
import { importedAlike, type UnlinkedRequests } from './unlinked-requests';

/** A stream of Salesforce. */
export type CrmStream = keyof typeof kindOfStream;
type CrmKind = (typeof kindOfStream)[CrmStream];

/** What rows are taken with; `unlinked` is remembered from row to row. */
export type TakeContext = AbsorbContext & { readonly unlinked: UnlinkedRequests };

/** A record that was imported before its Salesforce id was known is the one with the same name; none when two have it. */
async function adopted<K extends CrmKind>(
  draft: Draft,
  kind: K,
  row: RemoteRow,
  { unlinked }: TakeContext,
): Promise<RecordOf<CrmKind> | undefined> {
  if (kind === 'partner') {
    const name = textOf(row.fields.name);
    const found = name === null ? undefined : await draft.only('partner', 'foldedName', foldText(name));
    return found?.salesforce === null ? found : undefined;
  }
  if (kind === 'fund-request') {
    const number = textOf(row.fields.portalNumber);
    const found = number === null ? undefined : await draft.only('fund-request', 'portalNumber', number);
    if (found) return found.salesforce === null ? found : undefined;
    const account = textOf(row.fields.partner);
    const partner = account === null ? undefined : await draft.only('partner', 'salesforce.id', account);
    // One with our mark was made by this app, and is known by that.
    if (!partner || row.recordId !== null) return undefined;
    return importedAlike(draft, partner.id, row.fields, unlinked);
  }
  return undefined;
}

async function matched(
  draft: Draft,
  kind: CrmKind,
  row: RemoteRow,
  context: TakeContext,
): Promise<AnyRecord | undefined> {
  const record =
    (await draft.only(kind, 'salesforce.id', String(row.ref.id))) ??
    (await draft.get(kind, localId(row))) ??
    (await adopted(draft, kind, row, context));
  return record && ({ kind, record } as AnyRecord);
}

async function created(
  draft: Draft,
  kind: CrmKind,
  row: RemoteRow,
  projection: ProjectionContext,
): Promise<Result<AnyRecord, SetAside | 'not-ours'>> {
  const { fields } = row;
  const account = textOf(fields.partner);
  const partner = account === null ? undefined : await draft.only('partner', 'salesforce.id', account);
  switch (kind) {
    case 'partner':
      return mapResult(newPartner(row, projection), (record) => ({ kind, record }));
    case 'budget':
      return mapResult(newBudget(row, projection), (record) => ({ kind, record }));
    case 'fund-request':
      return mapResult(newFundRequest(row, projection, partner), (record) => ({ kind, record }));
    case 'claim': {
      const remoteRequest = textOf(fields.request);
      const request =
        remoteRequest === null ? undefined : await draft.only('fund-request', 'salesforce.id', remoteRequest);
      return mapResult(newClaim(row, projection, request), (record) => ({ kind, record }));
    }
    case 'registration':
      return mapResult(newRegistration(row, projection, partner), (record) => ({ kind, record }));
    default:
      return assertNever(kind);
  }
}

async function createFrom(
  draft: Draft,
  kind: CrmKind,
  row: RemoteRow,
  context: AbsorbContext,
): Promise<Result<boolean, SetAside>> {
  const projection = await projectionContext(draft, context.playbook, null, row.fields);
  const entry = await created(draft, kind, row, projection);
  if (!entry.ok) return entry.error === 'not-ours' ? ok(false) : err(entry.error);
  await draft.put(entry.value);
  const key = keyOf(entry.value);
  const fields = canonical(kind, 'salesforce', row.fields, {}, projection);
  const base = { record: key, fields, stamp: row.ref.stamp };
  await draft.putBase({ ...base, key: baseKey(key, 'salesforce'), remote: 'salesforce' });
  if (entry.value.kind === 'claim') {
    // What the POP issue shows is news compared with this guess, so it wins when it comes.
    const stage = { stage: entry.value.record.stage };
    await draft.putBase({
      key: baseKey(key, 'gitlab'),
      record: key,
      remote: 'gitlab',
      fields: stage,
      stamp: null,
    });
  }
  return ok(true);
}

/** Whether something of a record is still to be sent to a remote, or waits for the person's choice (G4). */
export async function isAtStake(
  draft: Draft,
  entry: AnyRecord,
  remote: 'salesforce' | 'gitlab',
): Promise<boolean> {
  const open = await draft.openIntents(keyOf(entry));
  if (open.some((intent) => touches(intent, remote))) return true;
  return (await contestedFields(draft, entry, remote)).size > 0;
}

async function deletedRow(
  draft: Draft,
  kind: CrmKind,
  row: RemoteRow,
  context: AbsorbContext,
): Promise<boolean> {
  const found = await draft.only(kind as RecordKind, 'salesforce.id', String(row.ref.id));
  if (!found) return false;
  const entry = { kind, record: found } as AnyRecord;
  await absorbDelete(draft, entry, 'salesforce', await isAtStake(draft, entry, 'salesforce'), context.newId);
  return true;
}

/** Takes one row of a Salesforce stream into the draft: merged, created, marked as deleted, or told why it cannot be. */
export async function takeSalesforceRow(
  draft: Draft,
  row: RemoteRow,
  stream: CrmStream,
  context: TakeContext,
): Promise<Result<boolean, SetAside>> {
  const kind = kindOfStream[stream];
  if (row.twin) return ok(await takeTwin(draft, row, row.twin, kind, context));
  if (row.deleted) return ok(await deletedRow(draft, kind, row, context));
  const entry = await matched(draft, kind, row, context);
  if (!entry) return createFrom(draft, kind, row, context);
  const known = 'salesforce' in entry.record ? entry.record.salesforce?.id : undefined;
  // Another record counts now; what was agreed about the former one says nothing.
  if (known !== undefined && known !== row.ref.id) await forgetBase(draft, entry, 'salesforce');
  const taken = await absorb(draft, entry, { ref: row.ref, fields: row.fields }, context);
  if (taken.ok) return ok(true);
  const { field, message } = taken.error;
  return err({
    orphan: false,
    reason: `Its ${field} cannot be used (${message}). Correct it in Salesforce; it comes with the next sync.`,
  });
}
