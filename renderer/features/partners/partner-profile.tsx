import { useMemo, useState } from 'react';
import {
  type Eligibility,
  eligibilityOf,
  partnerFindings,
} from '../../../shared/domain/mdf/eligibility-partner';
import type { PopDeadline } from '../../../shared/domain/pop/deadlines';
import { nearMisses } from '../../../shared/domain/programs/registration';
import type { ProgramOffer } from '../../../shared/playbook/playbook';
import type { Registration } from '../../../shared/schema/registration';
import { correctEvent } from '../../../shared/usecases/programs/register-partner';
import { useAudit } from '../../data/hooks';
import { Button } from '../../ui/button';
import { Inspector } from '../../ui/inspector';
import { Facts, Section } from '../../ui/page-frame';
import { Notice } from '../../ui/states';
import { Status } from '../../ui/status';
import { Tabs } from '../../ui/tabs';
import { showToast } from '../../ui/toast-store';
import { cx } from '../../ui/cx';
import { useProblem } from '../../ui/use-problem';
import { DateRangeText, DateText } from '../../widgets/date-text';
import { useDesk } from '../../widgets/desk-context';
import { FindingList } from '../../widgets/finding-list';
import { HistoryList } from '../../widgets/history-list';
import { MoneyText } from '../../widgets/money-text';
import { useNavigation } from '../../widgets/navigation';
import { PopLine, usePopOf } from '../../widgets/pop-line';
import { RemoteLinks } from '../../widgets/remote-links';
import { planStatus, requestStatus, StatusOf } from '../../widgets/status-of';
import { CampaignUses } from './campaign-uses';
import type { PartnerRow } from './partner-rows';
import styles from './partners.module.css';

type TabId = 'programs' | 'requests' | 'plans' | 'history';

const eligibilityTitles = {
  yes: 'May ask for funds',
  no: 'May not ask for funds',
  unknown: 'Not known whether it may ask for funds',
} as const satisfies Record<Eligibility, string>;

type PartnerProfileProps = {
  readonly row: PartnerRow;
  readonly onRegister: () => void;
  readonly onClose: () => void;
};

/** One partner: facts, whether it may ask for funds, and its programs, requests, plans and history. */
export function PartnerProfile({ row, onRegister, onClose }: PartnerProfileProps) {
  const { partner } = row;
  const { playbook } = useDesk();
  const [tab, setTab] = useState<TabId>('programs');
  const history = useAudit({ kind: 'partner', id: partner.id });
  const findings = useMemo(() => partnerFindings(partner, playbook), [partner, playbook]);
  const [region, type] = [partner.region, partner.partnerType];
  return (
    <Inspector
      name="partner"
      title={partner.name}
      eyebrow={[partner.track, region].filter((part) => part !== null).join(' · ')}
      onClose={onClose}
      footer={
        <Button variant="primary" shortcut="R" onPress={onRegister}>
          Register for a program
        </Button>
      }
    >
      <Section title="Account">
        <Facts
          items={[
            ['Record type', partner.recordType ?? '–'],
            ['Partner type', type ?? '–'],
            ['Status', partner.status ?? '–'],
            ['Country', partner.country ?? '–'],
            ['Account manager', partner.cam ?? '–'],
            ['Contact', partner.contactEmail ?? 'not known'],
          ]}
        />
        <RemoteLinks links={[{ id: 'account', label: 'Record', ref: partner.salesforce }]} />
      </Section>
      <Section title={eligibilityTitles[eligibilityOf(findings)]}>
        <FindingList label="Eligibility for funds" findings={findings} />
      </Section>
      <Tabs
        label="Of this partner"
        value={tab}
        onChange={setTab}
        tabs={[
          {
            id: 'programs',
            title: 'Programs',
            count: row.registrations.length,
            content: (
              <>
                <Programs registrations={row.registrations} />
                <CampaignUses partner={partner} />
              </>
            ),
          },
          {
            id: 'requests',
            title: 'Requests',
            count: row.requests.length,
            content: <Requests row={row} />,
          },
          { id: 'plans', title: 'Plans', count: row.plans.length, content: <Plans row={row} /> },
          {
            id: 'history',
            title: 'History',
            content: <HistoryList entries={history ?? []} />,
          },
        ]}
      />
    </Inspector>
  );
}

function None({ children }: { readonly children: string }) {
  return <p className={cx(styles.none)}>{children}</p>;
}

function Programs({ registrations }: { readonly registrations: readonly Registration[] }) {
  const desk = useDesk();
  const { playbook } = desk;
  const [problem, setProblem] = useProblem();
  const misses = useMemo(
    () => new Map(nearMisses(registrations, playbook).map((miss) => [miss.registration.id, miss.offers])),
    [registrations, playbook],
  );
  if (registrations.length === 0) return <None>Not registered for any program yet.</None>;

  async function fix(registration: Registration, offer: ProgramOffer): Promise<void> {
    const done = await correctEvent(desk, { id: registration.id, offer: offer.key });
    const corrected =
      registration.subject === offer.subject
        ? `Type corrected to “${playbook.programs.eventType}”`
        : `Subject corrected to “${offer.subject}”`;
    if (done.ok) showToast(corrected, { tone: 'good' });
    else setProblem(`${done.error.message} ${done.error.fix}`);
  }

  return (
    <>
      {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
      <ul className={cx(styles.list)} aria-label="Programs">
        {registrations.map((registration) => {
          const offers = misses.get(registration.id) ?? [];
          return (
            <li key={registration.id} className={cx(styles.item)}>
              <span className={cx(styles.itemTitle)}>{registration.subject}</span>
              <span className={cx(styles.itemMeta)}>
                <DateText date={registration.date} />
                {registration.language === null ? '' : ` · ${registration.language}`}
                {' · '}
                {registration.deletedRemotely ? (
                  <Status tone="waiting">Deleted in Salesforce</Status>
                ) : registration.salesforce === null ? (
                  <Status tone="waiting">Not in Salesforce yet</Status>
                ) : (
                  <Status tone="good">In Salesforce</Status>
                )}
              </span>
              {offers.length === 0 ? null : (
                <Missed
                  registration={registration}
                  offers={offers}
                  onFix={(offer) => void fix(registration, offer)}
                />
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

type MissedProps = {
  readonly registration: Registration;
  readonly offers: readonly ProgramOffer[];
  readonly onFix: (offer: ProgramOffer) => void;
};

/** An Event that the report misses, and what makes it count (PROG-2). */
function Missed({ registration, offers, onFix }: MissedProps) {
  const { playbook } = useDesk();
  const buttons = offers.map((offer) => (
    <Button key={offer.key} onPress={() => onFix(offer)}>
      {fixWords(registration, offer, offers)}
    </Button>
  ));
  const why = whyMissed(registration, offers, playbook.programs.eventType);
  if (offers.length === 1)
    return (
      <Notice tone="waiting" actions={buttons}>
        {why}
      </Notice>
    );
  // Their words are long, and beside them no room is left for the reason.
  return (
    <Notice tone="waiting">
      {why}
      <div className={cx(styles.fixes)}>{buttons}</div>
    </Notice>
  );
}

/** What the button says that makes an Event count for an offer; only a person knows which of several was meant. */
function fixWords({ subject }: Registration, offer: ProgramOffer, offers: readonly ProgramOffer[]): string {
  if (subject === offer.subject) return 'Fix type';
  return offers.length === 1 ? 'Fix subject' : `Fix to “${offer.subject}”`;
}

/** Why the report misses an Event, and what it counts (PROG-2). */
function whyMissed(
  { subject, eventType }: Registration,
  offers: readonly ProgramOffer[],
  counted: string,
): string {
  const type = eventType === null ? 'It has no type' : `Its type is “${eventType}”`;
  if (offers.some((offer) => subject === offer.subject))
    return `The report misses this event. ${type}; it counts those of type “${counted}”.`;
  const also = eventType === undefined ? '' : ` ${type} instead of “${counted}”; that is put right too.`;
  const subjects = offers.map((offer) => `“${offer.subject}”`).join(' or ');
  return `The report misses this subject. It counts ${subjects}.${also}`;
}

function Requests({ row }: { readonly row: PartnerRow }) {
  const { playbook } = useDesk();
  const go = useNavigation((navigation) => navigation.go);
  const popOf = usePopOf();
  if (row.requests.length === 0) return <None>No fund requests.</None>;
  return (
    <ul className={cx(styles.list)} aria-label="Requests">
      {row.requests.map((request) => (
        <li key={request.id} className={cx(styles.item)}>
          <Button variant="quiet" onPress={() => go('mdf', { id: request.id })}>
            {request.title}
          </Button>
          <span className={cx(styles.itemMeta)}>
            <StatusOf status={requestStatus(request.approval, playbook)} />
            <MoneyText money={request.approvedAmount ?? request.requested} />
            <DateRangeText start={request.start} end={request.end} />
          </span>
          <ProofOf pop={popOf(request)} />
        </li>
      ))}
    </ul>
  );
}

function ProofOf({ pop }: { readonly pop: PopDeadline | null }) {
  return pop === null ? null : <PopLine pop={pop} />;
}

function Plans({ row }: { readonly row: PartnerRow }) {
  const { playbook } = useDesk();
  const go = useNavigation((navigation) => navigation.go);
  if (row.plans.length === 0) return <None>Nothing planned with this partner.</None>;
  return (
    <ul className={cx(styles.list)} aria-label="Plans">
      {row.plans.map((item) => (
        <li key={item.id} className={cx(styles.item)}>
          <Button variant="quiet" onPress={() => go('planner', { id: item.id })}>
            {item.title}
          </Button>
          <span className={cx(styles.itemMeta)}>
            <StatusOf status={planStatus(item.status, playbook)} />
            <DateRangeText start={item.start} end={item.end} />
          </span>
        </li>
      ))}
    </ul>
  );
}
