import type { Holidays, Playbook } from '../../playbook/playbook';
import type { Decision } from '../../schema/approval';
import type { FundRequest } from '../../schema/fund-request';
import type { Delegation } from '../../schema/settings';
import type { Instant, PlainDate } from '../../schema/values';
import { addBusinessDays } from '../calendar/business-days';
import { type Deadline, deadlineOn, regionClock } from '../calendar/clock';
import { dateInZone } from '../calendar/zoned';
import { worksFor } from '../lookup';

/** A person as approvals see her on one day: what is her own, and what is lent to her on that day (MDF-10). */
export type Approver = {
  readonly roles: readonly string[];
  readonly regions: readonly string[];
  readonly lent: readonly Delegation[];
};

/** The person with those of her delegations that hold on a day (MDF-10). */
export function approverOn(
  person: {
    readonly roles: readonly string[];
    readonly regions: readonly string[];
    readonly delegations: readonly Delegation[];
  },
  day: PlainDate,
): Approver {
  const lent = person.delegations.filter(({ from, until }) => from <= day && day <= until);
  return { roles: person.roles, regions: person.regions, lent };
}

/** By what right a person decides for a region: her own, in place of one who is away, or not at all and why (MDF-10). */
export type Authority =
  | { readonly kind: 'own' }
  | { readonly kind: 'lent'; readonly of: string }
  | { readonly kind: 'none'; readonly misses: 'role' | 'region' };

/** By what right a person decides what takes a role, for the region in which the activity takes place (MDF-4, MDF-10). */
export function authorityFor(
  { roles, regions, lent }: Approver,
  role: string,
  region: string,
  playbook: Pick<Playbook, 'regions'>,
): Authority {
  if (roles.includes(role) && worksFor(regions, region, playbook)) return { kind: 'own' };
  const held = lent.filter((one) => one.role === role);
  const [first] = held.filter((one) => worksFor(one.regions, region, playbook));
  if (first !== undefined) return { kind: 'lent', of: first.of };
  return { kind: 'none', misses: roles.includes(role) || held.length > 0 ? 'region' : 'role' };
}

/** By what right a person decides the level at which a request waits; null when it waits at none (MDF-4, MDF-10). */
export function authorityOver(
  person: Approver,
  request: Pick<FundRequest, 'approval' | 'region'>,
  playbook: Pick<Playbook, 'mdf' | 'regions'>,
): Authority | null {
  if (request.approval.kind !== 'in-review') return null;
  const level = playbook.mdf.levels[request.approval.level - 1];
  return level === undefined ? null : authorityFor(person, level.role, request.region, playbook);
}

/** Whether a request waits for this person: she holds the level's role, or it is lent to her, in the region where the activity takes place (MDF-4, MDF-10). */
export function awaitsPerson(
  person: Approver,
  request: Pick<FundRequest, 'approval' | 'region'>,
  playbook: Pick<Playbook, 'mdf' | 'regions'>,
): boolean {
  const authority = authorityOver(person, request, playbook);
  return authority !== null && authority.kind !== 'none';
}

/** When the level at which the request waits must decide, in the region where the activity takes place; null when none waits (MDF-4, MDF-10). */
export function levelDeadline(
  request: Pick<FundRequest, 'approval' | 'region'>,
  playbook: Pick<Playbook, 'mdf' | 'calendar' | 'regions'>,
  holidays: Holidays,
  now: Instant,
): Deadline | null {
  const day = levelDueDate(request, playbook, holidays);
  return day === null ? null : deadlineOn(day, request.region, now, playbook, holidays);
}

/** The last day on which the level at which the request waits must decide; null when none waits (MDF-4, MDF-10). */
export function levelDueDate(
  { approval, region }: Pick<FundRequest, 'approval' | 'region'>,
  playbook: Pick<Playbook, 'mdf' | 'calendar' | 'regions'>,
  holidays: Holidays,
): PlainDate | null {
  if (approval.kind !== 'in-review') return null;
  const level = playbook.mdf.levels[approval.level - 1];
  if (level === undefined) return null;
  const { timeZone, calendar } = regionClock(playbook, holidays, region);
  return addBusinessDays(dateInZone(approval.levelSince, timeZone), level.businessDays, calendar);
}

/** One level on a request's approval track. */
export type TrackLevel = {
  /** Counted from 1. */
  readonly level: number;
  readonly role: string;
  readonly label: string;
  readonly state: 'approved' | 'declined' | 'sent-back' | 'current' | 'waiting' | 'skipped';
  /** The latest verdict of this level in the current round; null when there is none. */
  readonly decision: Decision | null;
};

/** The levels of a request in order, each with where it stands (MDF-4). */
export function approvalTrack(
  request: Pick<FundRequest, 'approval' | 'decisions'>,
  playbook: Pick<Playbook, 'mdf'>,
): TrackLevel[] {
  const verdicts = latestVerdicts(request);
  return playbook.mdf.levels.map((entry, index) => {
    const level = index + 1;
    const decision = verdicts.get(level) ?? null;
    return {
      level,
      role: entry.role,
      label: entry.label,
      state: stateOf(request, level, decision),
      decision,
    };
  });
}

/** Verdicts by level; those that a resubmission made void are left out, because they judged an earlier version. */
function latestVerdicts({
  approval,
  decisions,
}: Pick<FundRequest, 'approval' | 'decisions'>): Map<number, Decision> {
  const verdicts = new Map<number, Decision>();
  const restartAt = (level: number) => {
    for (const decided of [...verdicts.keys()]) if (decided >= level) verdicts.delete(decided);
  };
  decisions.forEach((made, index) => {
    if (decisions[index - 1]?.verdict === 'send-back') restartAt(made.level);
    verdicts.set(made.level, made);
  });
  if (decisions.at(-1)?.verdict === 'send-back' && approval.kind === 'in-review') restartAt(approval.level);
  return verdicts;
}

function stateOf(
  request: Pick<FundRequest, 'approval'>,
  level: number,
  decision: Decision | null,
): TrackLevel['state'] {
  const { approval } = request;
  if (approval.kind === 'in-review' && approval.level === level) return 'current';
  if (decision !== null) {
    if (decision.verdict === 'approve') return 'approved';
    return decision.verdict === 'decline' ? 'declined' : 'sent-back';
  }
  const over = approval.kind === 'approved' || approval.kind === 'declined' || approval.kind === 'withdrawn';
  return over ? 'skipped' : 'waiting';
}
