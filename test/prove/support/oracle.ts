import { createHash } from 'node:crypto';
import { IN_SALESFORCE } from '../../../shared/domain/merging/claim-fields';
import { sameLabel } from '../../../shared/domain/pop/labels';
import type { Claim } from '../../../shared/schema/claim';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { Epic, Issue } from '../../emulators/gitlab/model/types';
import { labelNames } from '../../emulators/gitlab/model/labels';
import { notesOf } from '../../emulators/gitlab/model/world';
import { filesOf, recordsOf } from '../../emulators/salesforce/control';
import { thePlaybook } from '../../sync/support/desk';
import { checkClaimRow, checkPlan, checkRegistration, checkRequest } from './fields';
import { checkFunds } from './give-funds';
import type { Device, ProofWorld } from './world';

type Row = Readonly<Record<string, unknown>>;
type Say = (problem: string) => void;

const MARKER = /<!-- channel-desk:([^\s>]{8,}) -->/;
const TWIN = /<!-- channel-desk-twin:/;
const CRM_LINE = /\[channel-desk:([A-Za-z0-9-]+)\]\s*$/;

function live(world: ProofWorld, object: string): Row[] {
  return recordsOf(world.salesforce.org, object).filter(({ IsDeleted }) => IsDeleted !== true);
}

/** The app's id in a Salesforce record, wherever the org keeps it. */
export function idIn(row: Row): string | null {
  const field = row['Channel_Desk_Id__c'];
  if (typeof field === 'string') return field;
  return CRM_LINE.exec(String(row['Description'] ?? ''))?.[1] ?? null;
}

/** The marker of an item or note; null for none and for retired twins. */
export function markerIn(text: string | null): string | null {
  return MARKER.exec(text ?? '')?.[1] ?? null;
}

/** Whether an item was put aside because it was made twice. */
export function isTwin(item: Issue | Epic): boolean {
  return TWIN.test(item.description ?? '');
}

function checkTwin(world: ProofWorld, item: Issue | Epic, say: Say): void {
  const name = `${item.kind} ${item.iid}`;
  if (item.state !== 'closed') say(`${name} is a twin but open`);
  const sign = item.kind === 'Issue' ? '#' : '&';
  const named = notesOf(world.gitlab, item).some(
    ({ system, body }) => !system && new RegExp(`\\${sign}\\d+`).test(body),
  );
  if (!named) say(`${name} is a twin without a note that names the original`);
}

function gitItems(world: ProofWorld): (Issue | Epic)[] {
  return [...world.gitlab.issues.values(), ...world.gitlab.epics.values()];
}

/** Items by marker, each once and expected, or left by a request that is over; twins closed and explained. */
function checkItems(
  world: ProofWorld,
  expected: ReadonlySet<string>,
  left: ReadonlySet<string>,
  say: Say,
): Map<string, Issue | Epic> {
  const found = new Map<string, Issue | Epic>();
  for (const item of gitItems(world)) {
    if (isTwin(item)) {
      checkTwin(world, item, say);
      continue;
    }
    const marker = markerIn(item.description);
    if (marker === null) continue;
    if (found.has(marker)) say(`double in GitLab: ${marker}`);
    found.set(marker, item);
    if (!expected.has(marker) && !left.has(marker)) say(`nobody asked for ${marker} in GitLab`);
  }
  for (const marker of expected) if (!found.has(marker)) say(`missing in GitLab: ${marker}`);
  return found;
}

function checkRecords(
  world: ProofWorld,
  object: string,
  records: readonly { readonly id: string; readonly salesforce: { readonly id: string } | null }[],
  say: Say,
): Map<string, Row> {
  const rows = live(world, object);
  const found = new Map<string, Row>();
  for (const row of rows) {
    const id = idIn(row) ?? `?${String(row['Id'])}`;
    if (found.has(id)) say(`double in Salesforce: ${object} ${id}`);
    found.set(id, row);
    if (!records.some((record) => record.id === id)) say(`nobody asked for ${object} ${id}`);
  }
  for (const { id, salesforce } of records) {
    const row = found.get(id);
    if (!row) say(`missing in Salesforce: ${object} ${id}`);
    else if (row['Id'] !== salesforce?.id) say(`${object} ${id} points to ${salesforce?.id ?? 'nothing'}`);
  }
  return found;
}

function checkClaim(claim: Claim, pop: Issue | Epic | undefined, world: ProofWorld, say: Say): void {
  if (!pop) return;
  const label = thePlaybook().pop.labels[claim.stage];
  if (!labelNames(world.gitlab, pop).some((name) => sameLabel(name, label)))
    say(`the POP issue of ${claim.id} lacks ${label}`);
  const isOver = claim.stage === 'completed' || claim.decision.kind === 'rejected';
  if (isOver && pop.state !== 'closed') say(`the POP issue of ${claim.id} is open although it is over`);
  checkRejection(claim, pop, world, say);
}

/** Each rejection of a claim leaves one note with the reason. */
function checkRejection({ id, decision }: Claim, pop: Issue | Epic, world: ProofWorld, say: Say): void {
  const markers = notesOf(world.gitlab, pop).flatMap(({ body }) => markerIn(body) ?? []);
  const told = markers.filter((marker) => marker.startsWith(`${id}-rejected`));
  if (new Set(told).size !== told.length) say(`a rejection of ${id} is told twice`);
  if (decision.kind !== 'rejected' || decision.by === IN_SALESFORCE) return;
  const own = `${id}-rejected-${Date.parse(decision.at)}`;
  if (!told.includes(own)) say(`the rejection of ${id} is not told on its POP issue`);
}

function checkEpic(
  world: ProofWorld,
  request: FundRequest,
  items: Map<string, Issue | Epic>,
  say: Say,
): void {
  const epic = items.get(`${request.id}-epic`);
  if (!epic) return;
  for (const key of thePlaybook().gitlab.subIssues.map((issue) => issue.key)) {
    const issue = items.get(`${request.id}-issue-${key}`);
    if (!issue) continue;
    const link = [...world.gitlab.epicLinks.values()].find(({ issueId }) => issueId === issue.id);
    if (epic.kind === 'Epic' && link?.epicId !== epic.id)
      say(`issue ${key} of ${request.id} is not in its epic`);
    if (!epic.description?.includes(`/issues/${issue.iid}`))
      say(`the epic of ${request.id} does not list ${key}`);
    if (request.gitlab.issues[key]?.id !== issue.id) say(`${request.id} points to another issue ${key}`);
  }
  const subIssues = [...items].filter(([marker]) => marker.startsWith(`${request.id}-issue-`));
  if (subIssues.every(([, { state }]) => state === 'closed') && epic.state !== 'closed')
    say(`the epic of ${request.id} is open although its issues are closed`);
  if (request.gitlab.epic?.id !== epic.id) say(`${request.id} points to another epic`);
}

type Files = readonly { readonly id: string; readonly sha256: string }[];
/** Whether the POP issue has to tell of a document; null where the request ended before or after that. */
type WantsNote = (id: string) => boolean | null;

function checkFiles(world: ProofWorld, documents: Files, wantsNote: WantsNote, say: Say): void {
  const files = filesOf(world.salesforce.org);
  if (files.length !== new Set(documents.map(({ sha256 }) => sha256)).size)
    say(`${files.length} files in Salesforce for ${documents.length} documents`);
  for (const { id, sha256 } of documents) {
    const own = files.filter((file) => file.sha256 === sha256);
    if (own.length !== 1) say(`document ${id} is ${own.length} times in Salesforce`);
    if (own[0]?.linkedTo.length === 0) say(`document ${id} hangs on nothing`);
    const notes = [...world.gitlab.notes.values()].filter(
      ({ body, target }) =>
        markerIn(body)?.startsWith(id) === true &&
        ![...world.gitlab.issues.values()].some((issue) => issue.id === target.id && isTwin(issue)),
    );
    const wants = wantsNote(id);
    const wanted = (wants ?? notes.length > 0) ? 1 : 0;
    if (notes.length !== wanted) say(`document ${id} has ${notes.length} notes, not ${wanted}`);
    for (const { body } of notes) {
      const secret = /\/uploads\/([0-9a-f]{32})\//.exec(body)?.[1];
      const upload = [...world.gitlab.uploads.values()].find((entry) => entry.secret === secret);
      const hash = upload && createHash('sha256').update(upload.bytes).digest('hex');
      if (hash !== sha256) say(`the note of document ${id} shows other bytes`);
    }
  }
}

/** Whether items were opened for a request: it is approved, or was until its activity was cancelled. */
function wasOpened({ approval }: FundRequest): boolean {
  return (
    approval.kind === 'approved' || (approval.kind === 'withdrawn' && approval.cancelledBy !== undefined)
  );
}

/** What became of approvals, by the ids of their requests. */
type Approvals = {
  /** Given on one of these devices at some time. */
  readonly given: ReadonlySet<string>;
  /** Somebody kept another status over them. */
  readonly takenBack: ReadonlySet<string>;
};

/** Whether a request that was approved came to an end since, which leaves what had been opened by then, be it all or nothing. */
function isOver({ id, approval }: FundRequest, { given, takenBack }: Approvals): boolean {
  if (!given.has(id)) return false;
  const isEnded = approval.kind === 'declined' || approval.kind === 'withdrawn';
  return isEnded || (takenBack.has(id) && approval.kind !== 'approved');
}

/** The requests that were approved on one of these devices at some time. */
async function onceApproved(devices: readonly Device[]): Promise<Set<string>> {
  const ids = new Set<string>();
  for (const { desk } of devices)
    for (const { id } of await desk.store.list({ kind: 'fund-request' }))
      for (const { kind } of await desk.store.intentsFor({ kind: 'fund-request', id }))
        if (kind === 'fund-request.approved') ids.add(id);
  return ids;
}

/** The items that there must be: all of an approved request, of a cancelled one those that are known here. */
function partsOf({ id, approval, gitlab }: FundRequest): string[] {
  const { subIssues } = thePlaybook().gitlab;
  const isWhole = approval.kind === 'approved';
  const issues = subIssues.filter(({ key }) => isWhole || gitlab.issues[key] !== undefined);
  const epic = isWhole || gitlab.epic !== null ? [`${id}-epic`] : [];
  return [...epic, ...issues.map(({ key }) => `${id}-issue-${key}`)];
}

/** Each item of a cancelled activity is closed, says so in its name, and says why once. */
function checkCancelled(
  { id, approval }: FundRequest,
  items: ReadonlyMap<string, Issue | Epic>,
  say: Say,
): void {
  if (approval.kind !== 'withdrawn') return;
  const { prefix } = thePlaybook().mdf.cancellation;
  for (const [marker, { state, title, description }] of items) {
    if (!marker.startsWith(`${id}-`)) continue;
    if (state !== 'closed') say(`${marker} is open although its activity was cancelled`);
    if (!title.startsWith(prefix)) say(`${marker} is not named as cancelled`);
    const times = (description ?? '').split('## Cancelled').length - 1;
    if (times !== 1) say(`${marker} says ${times} times that it was cancelled`);
  }
}

/** The campaign of a cancelled activity says so in its name, once, and in its status; any other is as people made it. */
function checkCampaign(world: ProofWorld, { id, campaign, approval }: FundRequest, row: Row, say: Say): void {
  const { prefix, campaignStatus } = thePlaybook().mdf.cancellation;
  if ((row['CampaignId'] ?? undefined) !== campaign?.id) say(`${id} has another campaign there than here`);
  if (campaign === undefined) return;
  const there = live(world, 'Campaign').find(({ Id }) => Id === campaign.id);
  const isEnded = approval.kind === 'withdrawn' && approval.cancelledBy !== undefined;
  const name = String(there?.['Name']);
  const times = name.split(prefix).length - 1;
  if (times !== (isEnded ? 1 : 0)) say(`the campaign of ${id} says ${times} times that it was cancelled`);
  if ((there?.['Status'] === campaignStatus) !== isEnded)
    say(`the campaign of ${id} is ${String(there?.['Status'])}`);
  if (campaign.name !== name) say(`the campaign of ${id} is called ${campaign.name} here and ${name} there`);
}

function isThere<T extends { readonly deletedRemotely: boolean }>(record: T): boolean {
  return !record.deletedRemotely;
}

/** What one device has that is not as both systems of record have it. */
async function ofDevice(world: ProofWorld, device: Device, approvals: Approvals, say: Say): Promise<void> {
  const { store } = device.desk;
  for (const { kind, state, problem } of await store.openIntents())
    say(`still open: ${kind} ${state} ${problem?.code ?? ''} ${problem?.message ?? ''}`);
  for (const { kind, record, fields } of await store.openConflicts())
    say(`conflict: ${kind} ${record.kind} ${JSON.stringify(fields)}`);
  const requests = (await store.list({ kind: 'fund-request' })).filter(isThere);
  const claims = (await store.list({ kind: 'claim' })).filter(isThere);
  const registrations = (await store.list({ kind: 'registration' })).filter(isThere);
  const plans = (await store.list({ kind: 'plan-item' })).filter(isThere);
  const approved = requests.filter(wasOpened);
  const expected = new Set([...approved.flatMap(partsOf), ...plans.map(({ id }) => id as string)]);
  const parts = ['epic', ...thePlaybook().gitlab.subIssues.map(({ key }) => `issue-${key}`)];
  const left = new Set(
    requests
      .filter((request) => isOver(request, approvals))
      .flatMap(({ id }) => parts.map((part) => `${id}-${part}`)),
  );
  const items = checkItems(world, expected, left, say);
  const { account } = world;
  const partners = new Map(
    (await store.list({ kind: 'partner' })).map(({ id, name }) => [id as string, name]),
  );
  const rows = checkRecords(world, 'PartnerFundRequest', requests, say);
  for (const request of requests) checkRequest(request, account, rows.get(request.id) ?? {}, say);
  for (const request of requests) checkCampaign(world, request, rows.get(request.id) ?? {}, say);
  await checkFunds(device, rows, say);
  // What was cancelled while its items were being put together stays as far as it had come.
  for (const request of approved)
    if (request.approval.kind === 'approved') checkEpic(world, request, items, say);
    else checkCancelled(request, items, say);
  const claimRows = checkRecords(world, 'PartnerFundClaim', claims, say);
  for (const claim of claims) {
    const request = requests.find(({ id }) => id === claim.requestId);
    checkClaimRow(claim, request, claimRows.get(claim.id) ?? {}, say);
    checkClaim(claim, items.get(`${claim.requestId}-issue-${thePlaybook().gitlab.popIssue}`), world, say);
  }
  const events = checkRecords(world, 'Event', registrations, say);
  for (const registration of registrations)
    checkRegistration(registration, account, events.get(registration.id) ?? {}, say);
  for (const plan of plans) {
    const item = items.get(plan.id);
    if (!item || item.kind !== 'Issue') continue;
    checkPlan(plan, partners.get(plan.partnerId ?? '') ?? null, item, say);
  }
}

/**
 * Everything on the devices that is not as both systems of record have it; empty when all agree. `takenBack` are requests
 * of which a person kept another status over their approval.
 */
export async function disagreements(
  world: ProofWorld,
  devices: readonly Device[],
  takenBack: ReadonlySet<string> = new Set(),
): Promise<string[]> {
  const problems = new Set<string>();
  const documents = new Map<string, { id: string; sha256: string; requestId: string }>();
  const approved = new Set<string>();
  const over = new Set<string>();
  const approvals = { given: await onceApproved(devices), takenBack };
  for (const device of devices) {
    await ofDevice(
      world,
      device,
      approvals,
      (problem) => void problems.add(`device ${device.number}: ${problem}`),
    );
    for (const record of await device.desk.store.list({ kind: 'document' })) documents.set(record.id, record);
    for (const request of await device.desk.store.list({ kind: 'fund-request' }))
      if (isOver(request, approvals)) over.add(request.id);
      else if (wasOpened(request)) approved.add(request.id);
  }
  const wantsNote: WantsNote = (id) => {
    const requestId = documents.get(id)?.requestId ?? '';
    return over.has(requestId) ? null : approved.has(requestId);
  };
  checkFiles(world, [...documents.values()], wantsNote, (problem) => void problems.add(problem));
  return [...problems];
}
