import { expect, it } from 'vitest';
import { findRecords } from '../../../renderer/app/palette-records';
import {
  createRowMaker,
  dueDayOf,
  dueOf,
  popDueOf,
  popOf,
} from '../../../renderer/features/mdf/request-rows';
import { partnerRows } from '../../../renderer/features/partners/partner-rows';
import { popQueue } from '../../../renderer/features/pop/queue';
import { tasksOf } from '../../../renderer/features/today/tasks';
import { runAll } from '../../../renderer/ui/sliced';
import { approverOn } from '../../../shared/domain/mdf/approval-track';
import { Instant, PlainDate } from '../../../shared/schema/values';
import { createMemoryStore } from '../../support/memory-store';
import { aClaim, aFundRequest, aPartner, aPlanItem, aRegistration } from '../../support/records';
import { taskSources } from '../../support/task-sources';
import { useCaseContext } from '../../support/use-case-context';

const context = useCaseContext(createMemoryStore());
const { playbook, holidays, settings } = context;
const now = Instant.parse('2026-11-20T09:00:00.000Z');
const today = PlainDate.parse('2026-11-20');
const partner = aPartner();
const partners = new Map([[partner.id, partner]]);
const request = aFundRequest({
  approval: { kind: 'approved', at: '2026-10-01T09:00:00.000Z' },
  start: '2026-11-02',
  end: '2026-11-12',
});
const claim = aClaim({ requestId: request.id, partnerId: partner.id, deletedRemotely: true });

function rowOf(of: typeof request) {
  const makeRows = createRowMaker(playbook, approverOn(settings, today));
  const [row] = runAll(makeRows({ requests: [of], partners, claims: [claim] }));
  if (row === undefined) throw new Error('no row');
  return row;
}

it('POP-1 awaits the proof again on every screen when the claim was deleted remotely', () => {
  const [queued] = popQueue({ requests: [request], claims: [claim], partners, playbook, holidays, now });
  expect(queued?.deadline.state).toBe('open');
  expect(popOf(rowOf(request), { playbook, holidays }, now)?.state).toBe('open');
  const tasks = tasksOf(taskSources(now, { requests: [request], claims: [claim] }));
  expect(tasks.filter(({ id }) => id.endsWith(request.id)).map(({ id }) => id)).toEqual([
    `pop-${request.id}`,
  ]);
});

it('POP-1 awaits nothing of a request that was deleted remotely', () => {
  const row = rowOf({ ...request, deletedRemotely: true });
  const rules = { playbook, holidays };
  expect([
    popOf(row, rules, now),
    dueOf(row, rules, now),
    dueDayOf(row, rules),
    popDueOf(row, rules),
  ]).toEqual([null, null, null, null]);
  const inReview = aFundRequest({
    approval: { kind: 'in-review', level: 1, submittedAt: now, levelSince: now },
  });
  expect(rowOf(inReview).waitsForMe).toBe(true);
  expect(rowOf({ ...inReview, deletedRemotely: true }).waitsForMe).toBe(false);
});

it('MDF-8 counts nothing in the partner directory that was deleted remotely', () => {
  const gone = { deletedRemotely: true };
  const rowsOf = (over: { readonly deletedRemotely?: boolean }) =>
    partnerRows({
      partners: [partner],
      requests: [
        aFundRequest({ ...request, ...over, approvedAmount: { minor: 60_000, currency: 'EUR' } }),
        aFundRequest({ id: 'request-2', ...over }),
      ],
      registrations: [aRegistration(over)],
      plans: [aPlanItem(over)],
      quarter: request.quarter,
      playbook,
    })[0];
  expect(rowsOf({})).toMatchObject({
    openRequests: 1,
    approved: [{ minor: 60_000 }],
    programs: 1,
    plans: [{ id: 'item-1' }],
  });
  expect(rowsOf(gone)).toMatchObject({ openRequests: 0, approved: [], programs: 0, plans: [] });
});

it('G4 finds no partner that was deleted in Salesforce, since no screen shows it', () => {
  const records = (deletedRemotely: boolean) => ({
    partner: [aPartner({ name: 'Nordlicht', deletedRemotely })],
    'fund-request': [],
  });
  expect(findRecords('nordlicht', records(false))).toMatchObject([{ screen: 'partners' }]);
  expect(findRecords('nordlicht', records(true))).toEqual([]);
});

it('PROG-3 counts a program once in the partner directory, however many of its offers a partner has', () => {
  const registrations = [
    'microsite-partner-site',
    'microsite-sales-site',
    'free-trial-saas',
    'an-offer-of-before',
    null,
  ].map((program, at) => aRegistration({ id: `registration-${at}`, program }));
  const [row] = partnerRows({
    partners: [partner],
    requests: [],
    registrations,
    plans: [],
    quarter: request.quarter,
    playbook,
  });
  expect(row?.programs).toBe(3);
});
