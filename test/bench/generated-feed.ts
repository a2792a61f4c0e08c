import type { PullPage, RemoteRow } from '../../shared/schema/remote-command';
import { Stream } from '../../shared/schema/sync-state';
import { SalesforceId } from '../../shared/schema/values';

/** Partners of the whole feed. */
export const FEED_PARTNERS = 1000;
/** Rows of the whole feed: partners and their fund requests. */
export const FEED_ROWS = 100_000;

function salesforceId(prefix: string, index: number): SalesforceId {
  return SalesforceId.parse(`${prefix}5g0000${String(index).padStart(6, '0')}AAA`);
}

function rowOf(stream: Stream, index: number): RemoteRow {
  const isPartner = stream === 'partners';
  const id = salesforceId(isPartner ? '001' : '0TX', index);
  const day = String(1 + (index % 28)).padStart(2, '0');
  const month = String(1 + (index % 12)).padStart(2, '0');
  const ref = {
    remote: 'salesforce',
    object: isPartner ? 'Account' : 'PartnerFundRequest',
    id,
    stamp: `2026-${month}-${day}T10:00:00.000+0000`,
    url: `https://desk.example/${id}`,
  } as const;
  const fields = isPartner
    ? { name: `Bench Partner ${index}`, recordType: 'Partner', partnerType: 'Channel', region: 'EMEA' }
    : {
        title: `Roadshow ${index}`,
        description: `Row ${index} of a feed that is read for the first time.`,
        activityType: 'Events/Webinars',
        partner: salesforceId('001', index % FEED_PARTNERS),
        portalNumber: `MDF-${index}`,
        start: `2026-${month}-${day}`,
        end: `2026-${month}-${day}`,
        totalCost: { minor: 400_000 + index, currency: 'EUR' },
        requested: { minor: 200_000, currency: 'EUR' },
        approvedAmount: null,
        gtmMotion: null,
        region: 'EMEA',
        status: 'draft',
        state: null,
      };
  return { stream, ref, recordId: null, fields, deleted: false };
}

/** One page of a generated feed, the same at every call. */
export function feedPage(query: URLSearchParams): PullPage {
  const stream = Stream.parse(query.get('stream'));
  const [from, limit] = [Number(query.get('from')), Number(query.get('limit'))];
  const total =
    stream === 'partners' ? FEED_PARTNERS : stream === 'fund-requests' ? FEED_ROWS - FEED_PARTNERS : 0;
  const size = Math.max(0, Math.min(limit, total - from));
  const rows = Array.from({ length: size }, (_, index) => rowOf(stream, from + index));
  return {
    kind: 'page',
    rows,
    unreadable: [],
    cursor: String(from + size),
    more: from + size < total,
    total,
  };
}
