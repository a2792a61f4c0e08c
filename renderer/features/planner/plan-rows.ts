import { findRegion } from '../../../shared/domain/lookup';
import type { Playbook } from '../../../shared/playbook/playbook';
import type { Partner } from '../../../shared/schema/partner';
import type { PlanItem } from '../../../shared/schema/plan';

/** A partner of the timeline and the name over its row. */
export type PlanRow = { readonly id: string; readonly name: string };

type RowsInput = {
  readonly partners: readonly Partner[];
  /** Ids of partners that stand first. */
  readonly planned: ReadonlySet<string>;
  /** Ids of deleted partners that keep their row. */
  readonly kept: readonly string[];
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
    ({ id, region, deletedRemotely }) =>
      (!deletedRemotely || kept.includes(id)) &&
      (partnerId === null || id === partnerId) &&
      (regions.length === 0 || regions.includes(findRegion(playbook, region ?? '')?.key ?? '')),
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

/** Ids of partners that were deleted in Salesforce while something is planned with them, so that its row keeps its name. */
export function deletedButPlanned(partners: readonly Partner[], items: readonly PlanItem[]): string[] {
  const gone = new Set<string>(partners.flatMap(({ id, deletedRemotely }) => (deletedRemotely ? id : [])));
  if (gone.size === 0) return [];
  const used = items.flatMap(({ partnerId, deletedRemotely }) =>
    partnerId !== null && !deletedRemotely && gone.has(partnerId) ? partnerId : [],
  );
  return [...new Set<string>(used)].sort();
}
