import { sameLabel } from '../../domain/pop/labels';
import { toldClaim } from '../../domain/merging/given-up';
import { err, ok, type Result } from '../../lib/result';
import type { Playbook } from '../../playbook/playbook';
import type { Claim } from '../../schema/claim';
import type { FundRequest } from '../../schema/fund-request';
import type { AnyRecord } from '../../schema/record';
import type { RemoteRow } from '../../schema/remote-command';
import type { GitlabRef } from '../../schema/remote-ref';
import { absorb, type AbsorbContext } from '../absorb';
import { closeLate } from '../closed-items';
import { absorbDelete } from '../conflicts';
import type { Draft } from '../draft';
import { baseKey } from '../keys';
import { necessary } from '../necessary';
import { canonicalPlanIssue } from '../../domain/merging/plan-item-fields';
import { issuePart, itemParts, readMarker, subIssueOf } from '../markers';
import { noteItemState, refOfPart } from './finished-request';
import { newPlanItem } from './new-record';
import type { SetAside } from './place';
import { isAtStake } from './salesforce-row';
import { takeTwin } from './twins';

type Taken = Result<boolean, SetAside>;

function withItem(request: FundRequest, part: string, ref: GitlabRef, playbook: Playbook): FundRequest {
  const { gitlab } = request;
  const key = subIssueOf(part, playbook);
  if (key === undefined)
    return gitlab.epic === null ? { ...request, gitlab: { ...gitlab, epic: ref } } : request;
  if (gitlab.issues[key]) return request;
  return { ...request, gitlab: { ...gitlab, issues: { ...gitlab.issues, [key]: ref } } };
}

/** The POP issue's label moves the claim, merged like every other field (POP-2, G4). */
async function takePopStage(
  draft: Draft,
  request: FundRequest,
  row: RemoteRow,
  context: AbsorbContext,
): Promise<void> {
  for (const record of await draft.all('claim', 'requestId', request.id)) {
    await absorb(draft, { kind: 'claim', record }, { ref: row.ref, fields: row.fields }, context);
  }
}

/** Whether a claim says more than a POP issue that was just opened. */
function isNews(claim: Claim): boolean {
  const { stage, decision } = toldClaim(claim);
  return stage !== 'pending' || decision.kind === 'rejected';
}

/** What came here before another device opened the POP issue is brought to it: files, and the claim's stage. */
async function tellOpenedIssue(draft: Draft, request: FundRequest, context: AbsorbContext): Promise<void> {
  const open = async (kind: 'document' | 'claim', id: string): Promise<boolean> =>
    (await draft.openIntents({ kind, id })).length > 0;
  const intents = await draft.openIntents({ kind: 'fund-request', id: request.id });
  // An approval that is under way here brings them itself.
  if (intents.some(({ kind }) => kind === 'fund-request.approved')) return;
  for (const document of await draft.all('document', 'requestId', request.id))
    if (
      document.gitlabUpload === null &&
      document.uploadGivenUp === undefined &&
      !(await open('document', document.id))
    )
      draft.addIntent(necessary(draft, context.newId, 'document.put', document, null));
  for (const claim of await draft.all('claim', 'requestId', request.id))
    if (isNews(claim) && !claim.deletedRemotely && !(await open('claim', claim.id)))
      draft.addIntent(necessary(draft, context.newId, 'claim.put', claim, ['stage']));
}

async function takeRequestItem(
  draft: Draft,
  request: FundRequest,
  part: string,
  row: RemoteRow,
  context: AbsorbContext,
): Promise<Taken> {
  const { ref } = row;
  if (ref.remote !== 'gitlab') return ok(false);
  if (row.deleted) {
    draft.log('warning', `GitLab: an item of “${request.title}” was deleted there: ${ref.url ?? part}.`);
    return ok(false);
  }
  const record = withItem(request, part, ref, context.playbook);
  await draft.put({ kind: 'fund-request', record });
  const { popIssue } = context.playbook.gitlab;
  if (request.gitlab.issues[popIssue] === undefined && record.gitlab.issues[popIssue] !== undefined)
    await tellOpenedIssue(draft, record, context);
  // A copy that people made of an item says nothing about the request and its claim.
  const { epic, issues } = record.gitlab;
  if (![epic, ...Object.values(issues)].some((item) => item?.id === ref.id)) return ok(true);
  await noteItemState(draft, record, part, row, context);
  if (refOfPart(request, part, context.playbook)?.id !== ref.id)
    await closeLate(draft, record, part, ref, context);
  if (part === issuePart(popIssue)) await takePopStage(draft, record, row, context);
  return ok(true);
}

/** The plan item that an issue stands for: by the marker, or by the issue's id where people took the marker out. */
async function planItemOf(draft: Draft, row: RemoteRow): Promise<AnyRecord | undefined> {
  const byMarker = row.recordId === null ? undefined : await draft.get('plan-item', row.recordId);
  const record = byMarker ?? (await draft.planItemOfIssue(Number(row.ref.id)));
  return record && { kind: 'plan-item', record };
}

/** The row without its marker when that stands on another issue than the item's own: people copied it there, and it says nothing. */
async function asOwn(draft: Draft, row: RemoteRow): Promise<RemoteRow> {
  const item = row.recordId === null ? undefined : await draft.get('plan-item', row.recordId);
  const isCopy = item !== undefined && item.gitlab !== null && item.gitlab.id !== row.ref.id;
  return isCopy ? { ...row, recordId: null } : row;
}

async function takePlanItem(
  draft: Draft,
  entry: AnyRecord,
  row: RemoteRow,
  context: AbsorbContext,
): Promise<Taken> {
  if (row.deleted) {
    await absorbDelete(draft, entry, 'gitlab', await isAtStake(draft, entry, 'gitlab'), context.newId);
    return ok(true);
  }
  const taken = await absorb(draft, entry, { ref: row.ref, fields: row.fields }, context);
  if (taken.ok) return ok(true);
  return err({ orphan: false, reason: `Its ${taken.error.field} cannot be used (${taken.error.message}).` });
}

async function createPlanItem(draft: Draft, row: RemoteRow): Promise<Taken> {
  const made = newPlanItem(row, draft.now);
  if (!made.ok) return made.error === 'not-ours' ? ok(false) : err(made.error);
  const entry: AnyRecord = { kind: 'plan-item', record: made.value };
  await draft.put(entry);
  const record = { kind: 'plan-item', id: made.value.id } as const;
  const fields = canonicalPlanIssue(row.fields, {});
  await draft.putBase({
    key: baseKey(record, 'gitlab'),
    record,
    remote: 'gitlab',
    fields,
    stamp: row.ref.stamp,
  });
  return ok(true);
}

/** What was made of a twin before anybody could know that it is one goes with it. */
async function dropMadeOf(draft: Draft, row: RemoteRow, context: AbsorbContext): Promise<void> {
  const record = await draft.planItemOfIssue(Number(row.ref.id));
  if (record === undefined || record.id === row.twin?.marker) return;
  if (record.deletedRemotely) return;
  draft.log(
    'warning',
    `GitLab: the milestone “${record.title}” was a twin of another; it was put aside there.`,
  );
  const entry: AnyRecord = { kind: 'plan-item', record };
  await absorbDelete(draft, entry, 'gitlab', await isAtStake(draft, entry, 'gitlab'), context.newId);
}

function hasPlanLabel(row: RemoteRow, playbook: Playbook): boolean {
  const { labels } = row.fields;
  return Array.isArray(labels) && labels.some((label) => sameLabel(label, playbook.planning.planLabel));
}

/** Takes one issue or epic into the draft; what belongs to no known item and has not the plan's label is not ours. */
export async function takeGitlabRow(draft: Draft, row: RemoteRow, context: AbsorbContext): Promise<Taken> {
  if (row.twin) {
    await dropMadeOf(draft, row, context);
    return ok(await takeTwin(draft, row, row.twin, null, context));
  }
  const marker = row.recordId === null ? null : readMarker(row.recordId, itemParts(context.playbook));
  if (marker !== null) {
    const request = await draft.get('fund-request', marker.id);
    if (request) return takeRequestItem(draft, request, marker.part, row, context);
    if (row.deleted) return ok(false);
    return err({ orphan: true, reason: 'It belongs to a fund request that is not on this device yet.' });
  }
  const own = await asOwn(draft, row);
  const entry = await planItemOf(draft, own);
  if (entry) return takePlanItem(draft, entry, own, context);
  const wanted = !row.deleted && row.fields.kind === 'issue' && hasPlanLabel(row, context.playbook);
  return wanted ? createPlanItem(draft, own) : ok(false);
}
