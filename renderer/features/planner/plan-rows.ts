import { findRegion } from '../../../shared/domain/lookup';
import type { Lookup } from '../../../shared/lib/lookup';
import type { Playbook } from '../../../shared/playbook/playbook';
import type { Partner } from '../../../shared/schema/partner';
import type { PlanItem } from '../../../shared/schema/plan';

/** A partner of the timeline and the name over its row. */
export type PlanRow = { readonly id: string; readonly name: string };

type RowsInput = {
  readonly partners: readonly Partner[];
  /** Ids of partners that stand first. */
  readonly planned: ReadonlySet<string>;
  /** Ids of those that have a row though nobody asked for them. */
  readonly kept: ReadonlySet<string>;
  /** The only partner that is asked for; null for all. */
  readonly partnerId: string | null;
  /** Regions that are asked for; none for all. */
  readonly regions: readonly string[];
  readonly playbook: Pick<Playbook, 'regions'>;
};

/** The partners that have a row: those with a plan first, then by name (PLAN-3). */
export function planRows({
  partners,
  planned,
  kept,
  partnerId,
  regions,
  playbook,
}: RowsInput): readonly PlanRow[] {
  const shown = partners.filter(
    (partner) =>
      (partnerId === null || partner.id === partnerId) &&
      (kept.has(partner.id) || isAskedFor(partner, regions, playbook)),
  );
  const counts = new Map<string, number>();
  for (const { name } of shown) counts.set(name, (counts.get(name) ?? 0) + 1);
  return shown
    .map((partner) => ({
      id: partner.id as string,
      name: counts.get(partner.name) === 1 ? partner.name : toldApart(partner),
    }))
    .sort((a, b) => Number(planned.has(b.id)) - Number(planned.has(a.id)) || a.name.localeCompare(b.name));
}

/** A name that others have too, with what tells them apart. */
function toldApart({ name, track, country }: Partner): string {
  const details = [track, country].filter((part) => part !== null && part !== '').join(' · ');
  return details === '' ? name : `${name} (${details})`;
}

function isAskedFor(
  { region, deletedRemotely }: Partner,
  regions: readonly string[],
  playbook: Pick<Playbook, 'regions'>,
): boolean {
  if (deletedRemotely) return false;
  return regions.length === 0 || regions.includes(findRegion(playbook, region ?? '')?.key ?? '');
}

/** Ids of partners that nobody asked for and with which something of these items is planned, in an order of their own. */
export function broughtBy(
  items: readonly PlanItem[],
  partners: Lookup<Partner>,
  regions: readonly string[],
  playbook: Pick<Playbook, 'regions'>,
): string[] {
  const used = new Set<string>(items.flatMap(({ partnerId }) => partnerId ?? []));
  return [...used]
    .filter((id) => {
      const partner = partners.get(id);
      return partner !== undefined && !isAskedFor(partner, regions, playbook);
    })
    .sort();
}
