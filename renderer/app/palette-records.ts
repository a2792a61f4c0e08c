import { foldText } from '../../shared/lib/text';
import type { RecordKind, RecordOf } from '../../shared/schema/record';
import type { ScreenName } from '../widgets/navigation';

/** A record that the palette offers: where a press goes to. */
export type FoundRecord = {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly screen: ScreenName;
};

/** Records of the kinds that have a screen of their own. */
export type SearchableRecords = {
  readonly [K in Extract<RecordKind, 'partner' | 'fund-request'>]: readonly RecordOf<K>[];
};

const MOST_PER_KIND = 6;
const SHORTEST_QUERY = 2;

/** Partners and requests whose name or number holds every word of the query, those that begin with it first. */
export function findRecords(query: string, records: SearchableRecords): FoundRecord[] {
  const folded = foldText(query);
  if (folded.length < SHORTEST_QUERY) return [];
  // The directory leaves out partners that were deleted in Salesforce, so that a press would lead to nothing.
  const present = records.partner.filter(({ deletedRemotely }) => !deletedRemotely);
  const partners = best(present, folded, (partner) => partner.foldedName).map((partner) => ({
    id: partner.id,
    title: partner.name,
    detail: ['Partner', partner.track, partner.country].filter(Boolean).join(' · '),
    screen: 'partners' as const,
  }));
  const names = new Map<string, string>(records.partner.map(({ id, name }) => [id, name]));
  const requests = best(records['fund-request'], folded, (request) =>
    foldText(`${request.title} ${request.portalNumber ?? ''}`),
  ).map((request) => ({
    id: request.id,
    title: request.title,
    detail: [request.portalNumber ?? 'Fund request', names.get(request.partnerId)]
      .filter(Boolean)
      .join(' · '),
    screen: 'mdf' as const,
  }));
  return [...requests, ...partners];
}

function best<T>(records: readonly T[], folded: string, textOf: (record: T) => string): T[] {
  const words = folded.split(' ');
  const begins: T[] = [];
  const holds: T[] = [];
  for (const record of records) {
    const text = textOf(record);
    if (!words.every((word) => text.includes(word))) continue;
    (text.startsWith(folded) ? begins : holds).push(record);
    if (begins.length >= MOST_PER_KIND) break;
  }
  return [...begins, ...holds].slice(0, MOST_PER_KIND);
}
