import { quarterLabel } from '../../../shared/domain/calendar/fiscal';
import { approvalTrack, levelDeadline } from '../../../shared/domain/mdf/approval-track';
import { findGtmMotion } from '../../../shared/domain/lookup';
import type { AuditEntry } from '../../../shared/schema/audit';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { ReactNode } from 'react';
import { useAudits, useRecords } from '../../data/hooks';
import { Disclosure } from '../../ui/disclosure';
import { Inspector } from '../../ui/inspector';
import { Facts, Section } from '../../ui/page-frame';
import { ApprovalTrack } from '../../widgets/approval-track';
import { DateRangeText, DateText, DeadlineText, InstantText } from '../../widgets/date-text';
import { useDesk, useNow } from '../../widgets/desk-context';
import { DraftedNotices } from '../../widgets/drafted-notices';
import { HistoryList } from '../../widgets/history-list';
import { MoneyText } from '../../widgets/money-text';
import { PartnerName } from '../../widgets/partner-name';
import { popStatus, requestStatus, StatusOf } from '../../widgets/status-of';
import { ConditionTicks, NeverFundedTicks } from './condition-ticks';
import { FindingList, findingSummary } from '../../widgets/finding-list';
import { FundsMoved } from './funds-moved';
import { MoneyPart } from './money-part';
import { RequestDocuments } from './request-documents';
import { RequestLinks } from './request-links';
import { RequestNotices } from './request-notices';
import styles from './request-parts.module.css';
import { popOf, type RequestRow } from './request-rows';
import { useRequestFindings } from './use-request-findings';

type RequestInspectorProps = {
  readonly row: RequestRow;
  readonly onClose: () => void;
  readonly actions: ReactNode;
  readonly footer: ReactNode;
};

/** Everything about one request beside the list. */
export function RequestInspector({ row, onClose, actions, footer }: RequestInspectorProps) {
  const { playbook } = useDesk();
  const { request, partner } = row;
  const isOpen = request.approval.kind !== 'approved' && request.approval.kind !== 'declined';
  const findings = useRequestFindings(request, partner, null);
  const history = useHistory(request.id);
  return (
    <Inspector
      title={request.title}
      eyebrow={
        <>
          {request.portalNumber ?? 'No number yet'} · {quarterLabel(request.quarter)}
        </>
      }
      actions={actions}
      footer={footer}
      onClose={onClose}
      name="mdf"
    >
      <RequestNotices request={request} />
      <Section title="Approval" actions={<StatusOf status={requestStatus(request.approval, playbook)} />}>
        <Track row={row} />
      </Section>
      <PopClock row={row} />
      <Section title="Money">
        <MoneyPart request={request} partner={partner} />
      </Section>
      <Section title="Activity">
        <ActivityFacts row={row} />
      </Section>
      <Section title="Conditions of the activity type">
        <ConditionTicks request={request} />
      </Section>
      <Disclosure
        title="Costs that are never funded"
        meta={request.excludedCosts.length === 0 ? 'none found' : `${request.excludedCosts.length} found`}
        startsOpen={request.excludedCosts.length > 0}
      >
        <NeverFundedTicks request={request} />
      </Disclosure>
      <Disclosure title="Eligibility" meta={findingSummary(findings)} startsOpen={isOpen}>
        <FindingList label="Eligibility" findings={findings} />
      </Disclosure>
      <Section title="Documents">
        <RequestDocuments request={request} />
      </Section>
      <Section title="Salesforce and GitLab">
        <RequestLinks request={request} />
      </Section>
      <Disclosure title="History" meta={history?.length ?? 0}>
        <HistoryList entries={history ?? []} />
      </Disclosure>
    </Inspector>
  );
}

/** What was done to a request and to its claim, whose steps are those of the request's money (POP-2). */
function useHistory(id: FundRequest['id']): AuditEntry[] | undefined {
  const claims = useRecords('claim').list.filter(({ requestId }) => requestId === id);
  return useAudits([
    { kind: 'fund-request', id },
    ...claims.map((claim) => ({ kind: 'claim' as const, id: claim.id })),
  ]);
}

function Track({ row }: { readonly row: RequestRow }) {
  const { playbook, holidays } = useDesk();
  const now = useNow();
  const { approval } = row.request;
  return (
    <>
      <ApprovalTrack
        levels={approvalTrack(row.request, playbook)}
        deadline={levelDeadline(row.request, playbook, holidays, now)}
      />
      {approval.kind === 'withdrawn' && approval.reason !== '' ? (
        <p className={styles.text}>{endText(approval)}</p>
      ) : null}
      <FundsMoved request={row.request} />
    </>
  );
}

function endText({ reason, cancelledBy }: Extract<FundRequest['approval'], { kind: 'withdrawn' }>): string {
  return cancelledBy === undefined ? `Withdrawn: ${reason}` : `Cancelled by ${cancelledBy}: ${reason}`;
}

function PopClock({ row }: { readonly row: RequestRow }) {
  const rules = useDesk();
  const now = useNow();
  const pop = popOf(row, rules, now);
  if (pop === null) return null;
  const waits = pop.state === 'open' || pop.state === 'overdue' || pop.state === 'upcoming';
  return (
    <Section title="Proof of performance" actions={<StatusOf status={popStatus(pop.state)} />}>
      <Facts
        items={[
          [
            'Due',
            waits ? <DeadlineText deadline={pop.deadline} counts="days" /> : <DateText date={pop.due} />,
          ],
          ['Last notice', <DateText key="last" date={pop.lastNotice} />],
          ['Funds lapse on', <DateText key="expires" date={pop.expires} />],
          ['Received', receivedText(row.claim, waits || pop.state === 'expired')],
        ]}
      />
      <DraftedNotices request={row.request} />
    </Section>
  );
}

function receivedText(claim: RequestRow['claim'], isAwaited: boolean): ReactNode {
  if (claim !== null && claim.receivedAt !== null) return <InstantText at={claim.receivedAt} />;
  return isAwaited ? 'not yet' : 'not on this desk';
}

function ActivityFacts({ row }: { readonly row: RequestRow }) {
  const { playbook } = useDesk();
  const { request, partner } = row;
  const motion = request.gtmMotion;
  return (
    <>
      {request.description === '' ? null : <p className={styles.text}>{request.description}</p>}
      <Facts
        items={[
          ['Partner', <PartnerName key="partner" partner={partner} withDetails />],
          ['Account manager', partner?.cam ?? 'not known'],
          ['Type', row.type],
          ['Delivery', deliveryText(request.delivery)],
          ['Dates', <DateRangeText key="dates" start={request.start} end={request.end} />],
          ['Region', row.region],
          ['GTM motion', motion === null ? 'none named' : (findGtmMotion(playbook, motion)?.label ?? motion)],
          ['Expected pipeline', <MoneyText key="pipeline" money={request.estimatedPipeline} />],
          ['Target contacts', request.targetContacts ?? '–'],
          ['Submitted on', <DateText key="submitted" date={request.submittedOn} />],
        ]}
      />
    </>
  );
}

function deliveryText(delivery: RequestRow['request']['delivery']): string {
  if (delivery === null) return 'not given';
  return delivery === 'virtual' ? 'Virtual' : 'In person';
}
