import { findActivityType } from '../../domain/lookup';
import { staysHere } from '../../domain/pop/stays-here';
import type { Playbook } from '../../playbook/playbook';
import type { StoredDocument } from '../../schema/document';
import type { FundRequest } from '../../schema/fund-request';
import type { SalesforceId } from '../../schema/values';
import type { Draft } from '../draft';
import { touches } from '../../domain/merging/verdicts';
import { issuePart, markerOf } from '../markers';
import { popIssueOf } from './request-items';
import { type Built, nothing, park, type StepContext, type StepPlan, whichItem } from './step';
import { openSaga, waitForRequest } from './waiting';

/** The proof of the activity's checklist that a document serves; undefined while unassigned (POP-3). */
function proofOf(document: StoredDocument, request: FundRequest, playbook: Playbook) {
  const proofs = findActivityType(playbook, request.activityType)?.proofs;
  return proofs?.find(({ key }) => key === document.proof);
}

function goneHere(): Built {
  return park('gone-here', 'The document is no longer on this device.', 'Discard this upload.');
}

type Places = { readonly linkTo: SalesforceId; readonly alsoAt: readonly SalesforceId[] };

/**
 * The record in Salesforce that the file hangs on: the claim if there is one, else the request; and the others, on which
 * an earlier try may have put it when there was no claim yet.
 */
async function crmTarget(
  draft: Draft,
  document: StoredDocument,
  context: StepContext,
): Promise<Places | Built> {
  const claims = await draft.all('claim', 'requestId', document.requestId);
  const claim = claims.find((candidate) => !candidate.deletedRemotely);
  const request = await draft.get('fund-request', document.requestId);
  const at = (linkTo: SalesforceId): Places => {
    const places = [request, ...claims].flatMap((record) => record?.salesforce?.id ?? []);
    return { linkTo, alsoAt: places.filter((id) => id !== linkTo) };
  };
  if (claim?.salesforce) return at(claim.salesforce.id);
  if (claim) {
    const open = await draft.openIntents({ kind: 'claim', id: claim.id });
    const waitsFor = open.filter((intent) => touches(intent, 'salesforce'));
    if (waitsFor.length > 0) return { kind: 'later', waitsFor };
  }
  if (request?.salesforce) return at(request.salesforce.id);
  return waitForRequest(draft, document.requestId, context.intent);
}

async function buildCrmFile(draft: Draft, id: string, context: StepContext): Promise<Built> {
  const document = await draft.get('document', id);
  if (!document) return goneHere();
  if (document.salesforce !== null) return nothing(document.salesforce);
  const target = await crmTarget(draft, document, context);
  if ('kind' in target) return target;
  const { name, mediaType, sha256 } = document;
  const marker = markerOf(document, 'crm-file');
  return {
    kind: 'send',
    sent: undefined,
    write: {
      kind: 'crm.file',
      marker,
      linkTo: target.linkTo,
      ...(target.alsoAt.length === 0 ? {} : { alsoAt: [...target.alsoAt] }),
      name,
      mediaType,
      sha256,
    },
  };
}

function noteOf(document: StoredDocument, request: FundRequest, playbook: Playbook): string {
  const label =
    document.proof === 'invoice' ? playbook.pop.invoice.label : proofOf(document, request, playbook)?.label;
  return label === undefined ? document.name : `${label}: ${document.name}`;
}

async function buildGitFile(draft: Draft, id: string, context: StepContext): Promise<Built> {
  const document = await draft.get('document', id);
  if (!document) return goneHere();
  if (document.gitlabUpload !== null) return nothing(document.gitlabUpload);
  const request = await draft.get('fund-request', document.requestId);
  const issue = request ? popIssueOf(request, context.playbook) : null;
  if (!request || !issue || issue.iid === null) {
    const saga = await openSaga(draft, document.requestId);
    return saga && saga.id !== context.intent.id ? { kind: 'later', waitsFor: [saga] } : nothing();
  }
  return {
    kind: 'send',
    sent: undefined,
    write: {
      kind: 'git.file',
      marker: markerOf(document, 'git-file'),
      issueIid: issue.iid,
      item: whichItem(issue),
      name: document.name,
      sha256: document.sha256,
      note: noteOf(document, request, context.playbook),
    },
  };
}

function gitFileStep(document: StoredDocument, context: StepContext, after: readonly string[]): StepPlan {
  return {
    key: `git-file-${document.id}`,
    remote: 'gitlab',
    about: { kind: 'document', id: document.id },
    title: `Attach “${document.name}” to the POP issue`,
    after,
    build: (draft) => buildGitFile(draft, document.id, context),
    async settle(draft, { ref }) {
      const current = await draft.get('document', document.id);
      if (!current || ref.remote !== 'gitlab') return;
      await draft.put({ kind: 'document', record: { ...current, gitlabUpload: ref } });
    },
  };
}

function crmFileStep(document: StoredDocument, context: StepContext): StepPlan {
  return {
    key: 'crm-file',
    remote: 'salesforce',
    about: { kind: 'document', id: document.id },
    title: `Attach “${document.name}” in Salesforce`,
    after: [],
    build: (draft) => buildCrmFile(draft, document.id, context),
    async settle(draft, { ref }) {
      const current = await draft.get('document', document.id);
      if (!current || ref.remote !== 'salesforce') return;
      await draft.put({ kind: 'document', record: { ...current, salesforce: ref } });
    },
  };
}

/** Lists of people stay on this machine, and so does what may be one until it is filed (POP-8). */
async function staysLocal(draft: Draft, document: StoredDocument, playbook: Playbook): Promise<boolean> {
  const request = await draft.get('fund-request', document.requestId);
  if (request === undefined) return false;
  return staysHere(document, findActivityType(playbook, request.activityType), playbook) !== null;
}

/**
 * A document to Salesforce and to the POP issue (POP-6). Before the request is approved there is no POP
 * issue; the approval's own steps take such documents along, so this intent need not wait for a decision.
 */
export async function documentSteps(draft: Draft, context: StepContext): Promise<StepPlan[]> {
  const document = await draft.get('document', context.intent.subject.id);
  if (!document || (await staysLocal(draft, document, context.playbook))) return [];
  const request = await draft.get('fund-request', document.requestId);
  const hasIssue = request ? popIssueOf(request, context.playbook) !== null : false;
  const git = hasIssue || (await openSaga(draft, document.requestId)) !== undefined;
  const crm = crmFileStep(document, context);
  return git ? [crm, gitFileStep(document, context, [])] : [crm];
}

/** Steps of an approval that attach the documents which came before there was a POP issue. */
export async function earlierDocumentSteps(draft: Draft, context: StepContext): Promise<StepPlan[]> {
  const documents = await draft.all('document', 'requestId', context.intent.subject.id);
  const steps: StepPlan[] = [];
  for (const document of documents) {
    const open = await draft.openIntents({ kind: 'document', id: document.id });
    const own = open.some((intent) => intent.kind === 'document.put');
    const wanted = document.gitlabUpload === null && document.uploadGivenUp === undefined && !own;
    if (!wanted || (await staysLocal(draft, document, context.playbook))) continue;
    steps.push(gitFileStep(document, context, [issuePart(context.playbook.gitlab.popIssue)]));
  }
  return steps;
}
