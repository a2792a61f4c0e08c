import { quarterOf } from '../../domain/calendar/fiscal';
import { IN_SALESFORCE } from '../../domain/merging/claim-fields';
import { withCampaign } from '../../domain/merging/fund-request-fields';
import { approvalFromRemote, withDeclineReason } from '../../domain/merging/approval-fields';
import { countedAs, keptType } from '../../domain/merging/registration-fields';
import { fitted, moneyOf, type ProjectionContext, textOf } from '../../domain/merging/projection';
import { findActivityType, findGtmMotion, regionKey } from '../../domain/lookup';
import { matchSubject } from '../../domain/programs/registration';
import { err, mapResult, type Result } from '../../lib/result';
import { foldText } from '../../lib/text';
import { Budget } from '../../schema/budget';
import { Claim, type ClaimDecision } from '../../schema/claim';
import { FundRequest } from '../../schema/fund-request';
import { Partner } from '../../schema/partner';
import { PlanItem } from '../../schema/plan';
import { Registration } from '../../schema/registration';
import type { RemoteRow } from '../../schema/remote-command';
import { type Instant, PlainDate } from '../../schema/values';
import type { SetAside } from './place';

type Made<T> = Result<T, SetAside | 'not-ours'>;

function common(id: string, now: Instant) {
  return { rev: 0, createdAt: now, updatedAt: now, deletedRemotely: false, id };
}

/**
 * Local id of a record that was made elsewhere: the app's own where the remote carries it, else one that
 * follows from the Salesforce id, so that a rebuilt database gives it the same id again (G2).
 */
export function localId(row: RemoteRow): string {
  return row.recordId ?? `sf-${row.ref.id}`;
}

function made<T extends object>(
  result: ReturnType<typeof fitted<T>>,
  labels: Readonly<Record<string, string>>,
): Made<T> {
  if (result.ok) return result;
  const { field, message } = result.error;
  const label = labels[field] ?? field;
  return err({
    orphan: false,
    reason: `Its ${label} is missing or cannot be used (${message}). Correct it there; it comes with the next sync.`,
  });
}

function orphan(reason: string): Made<never> {
  return err({ orphan: true, reason });
}

/** A partner that only Salesforce knew. */
export function newPartner(row: RemoteRow, context: ProjectionContext): Made<Partner> {
  const { fields } = row;
  const word = (name: string): string | null => textOf(fields[name]);
  const candidate = {
    ...common(localId(row), context.now),
    name: word('name'),
    foldedName: foldText(word('name') ?? ''),
    recordType: word('recordType'),
    partnerType: word('partnerType'),
    track: word('track'),
    status: word('status'),
    region: word('region'),
    country: word('country'),
    cam: word('cam'),
    contactEmail: word('contactEmail'),
    camEmail: word('camEmail'),
    salesforce: row.ref,
  };
  return made(fitted(Partner, candidate), { name: 'name' });
}

/** A budget that only Salesforce knew (MDF-8). */
export function newBudget(row: RemoteRow, context: ProjectionContext): Made<Budget> {
  const { fields } = row;
  const account = textOf(fields.partner);
  const partnerId = account === null ? null : context.links.partnerOf(account);
  if (account !== null && partnerId === null) {
    return orphan('It belongs to an account that is not among the partners yet.');
  }
  const start = PlainDate.safeParse(fields.start);
  const region = textOf(fields.region);
  const candidate = {
    ...common(localId(row), context.now),
    title: textOf(fields.title) ?? '',
    quarter: start.success ? quarterOf(start.data, context.playbook.calendar) : null,
    region: region === null ? null : regionKey(context.playbook, region),
    partnerId,
    amount: moneyOf(fields.amount),
    salesforce: row.ref,
  };
  return made(fitted(Budget, candidate), { quarter: 'start date', amount: 'amount' });
}

const requestLabels = {
  title: 'title',
  start: 'start date',
  end: 'end date',
  quarter: 'start date',
  totalCost: 'total cost',
  requested: 'requested amount',
  currency: 'requested amount',
};

/** A fund request that only Salesforce knew. */
export function newFundRequest(
  row: RemoteRow,
  context: ProjectionContext,
  partner: Partner | undefined,
): Made<FundRequest> {
  const { fields } = row;
  const { playbook, now } = context;
  if (!partner) return orphan('It belongs to an account that is not among the partners yet.');
  const activity = textOf(fields.activityType) ?? '';
  const motion = textOf(fields.gtmMotion);
  const region = textOf(fields.region) ?? partner.region ?? '';
  const start = PlainDate.safeParse(fields.start);
  const undecided: Pick<FundRequest, 'approval' | 'decisions'> = {
    approval: { kind: 'draft' },
    decisions: [],
  };
  const candidate = {
    ...common(localId(row), now),
    portalNumber: textOf(fields.portalNumber),
    title: textOf(fields.title),
    partnerId: partner.id,
    activityType: findActivityType(playbook, activity)?.key ?? activity,
    delivery: null,
    description: textOf(fields.description) ?? '',
    start: fields.start,
    end: fields.end,
    currency: moneyOf(fields.requested)?.currency,
    totalCost: fields.totalCost,
    requested: fields.requested,
    approvedAmount: moneyOf(fields.approvedAmount),
    estimatedPipeline: null,
    targetContacts: null,
    gtmMotion: motion === null ? null : (findGtmMotion(playbook, motion)?.key ?? motion),
    region: regionKey(playbook, region),
    quarter: start.success ? quarterOf(start.data, playbook.calendar) : null,
    submittedOn: null,
    conditions: {},
    excludedCosts: [],
    otherVendorsPercent: null,
    approval: withDeclineReason(
      approvalFromRemote(undecided, textOf(fields.status), textOf(fields.state), now),
      textOf(fields.declineReason),
    ),
    decisions: [],
    playbookVersion: playbook.version,
    salesforce: row.ref,
    gitlab: { epic: null, issues: {} },
  };
  const told = mapResult(fitted(FundRequest, candidate), (request) => withCampaign(request, fields));
  return made(told, requestLabels);
}

function decisionOf(status: string | null, now: Instant): ClaimDecision {
  const by = IN_SALESFORCE;
  if (status === 'approved') return { kind: 'accepted', at: now, by };
  if (status === 'rejected') return { kind: 'rejected', at: now, by, note: 'Rejected in Salesforce.' };
  return status === 'paid' ? { kind: 'paid', at: now, by } : { kind: 'open' };
}

function stageOf(decision: ClaimDecision): Claim['stage'] {
  if (decision.kind === 'paid') return 'completed';
  return decision.kind === 'accepted' ? 'approved' : 'pending';
}

/** A claim that only Salesforce knew; its stage comes from the POP issue, once that is seen. */
export function newClaim(
  row: RemoteRow,
  context: ProjectionContext,
  request: FundRequest | undefined,
): Made<Claim> {
  const { fields } = row;
  if (!request) return orphan('Its fund request is not on this device yet.');
  const decision = decisionOf(textOf(fields.status)?.toLowerCase() ?? null, context.now);
  const [number, date] = [textOf(fields.invoiceNumber), textOf(fields.invoiceDate)];
  const none = { currency: null, total: null, seller: null, buyer: null, source: 'typed' } as const;
  const amount = moneyOf(fields.amount);
  const candidate = {
    ...common(localId(row), context.now),
    requestId: request.id,
    partnerId: request.partnerId,
    title: textOf(fields.title),
    stage: stageOf(decision),
    invoice: number === null && date === null ? null : { ...none, number, date },
    reimbursement: amount?.minor === 0 ? null : amount,
    ticks: {},
    receivedAt: null,
    decision,
    zipNumber: null,
    zipDate: null,
    playbookVersion: context.playbook.version,
    salesforce: row.ref,
  };
  return made(fitted(Claim, candidate), { title: 'title' });
}

/** A registration that was logged in Salesforce; other Marketing Events of accounts that are no partners are not ours (PROG-2). */
export function newRegistration(
  row: RemoteRow,
  context: ProjectionContext,
  partner: Partner | undefined,
): Made<Registration> {
  const { fields } = row;
  const subject = textOf(fields.subject) ?? '';
  const match = matchSubject(subject, context.playbook);
  if (match.kind === 'other') return err('not-ours');
  if (!partner) {
    return match.kind === 'exact'
      ? orphan('It is logged on an account that is not among the partners.')
      : err('not-ours');
  }
  const type = keptType(fields.type, context);
  const candidate = {
    ...common(localId(row), context.now),
    partnerId: partner.id,
    program: countedAs({ subject, ...type }, context),
    subject,
    ...type,
    date: fields.date,
    note: textOf(fields.note) ?? '',
    commitments: {},
    language: null,
    playbookVersion: context.playbook.version,
    salesforce: row.ref,
  };
  return made(fitted(Registration, candidate), { date: 'date' });
}

/** The plan item behind an issue that somebody made in GitLab with the plan's label: a milestone on its due date. */
export function newPlanItem(row: RemoteRow, now: Instant): Made<PlanItem> {
  const due = textOf(row.fields.due);
  // Without a date it has no place on the timeline; when it gets one, it comes again.
  if (due === null) return err('not-ours');
  const candidate = {
    ...common(row.recordId ?? `gl-${row.ref.id}`, now),
    kind: 'milestone',
    title: textOf(row.fields.title)?.slice(0, 255),
    partnerId: null,
    region: '',
    type: '',
    status: row.fields.state === 'closed' ? 'done' : 'planned',
    owner: null,
    start: due,
    end: due,
    budget: null,
    requestId: null,
    dependsOn: [],
    notes: '',
    gitlab: row.ref,
  };
  return made(fitted(PlanItem, candidate), { title: 'title' });
}
