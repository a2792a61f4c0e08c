import { dateInZone } from '../../../shared/domain/calendar/zoned';
import { reallocateFunds } from '../../../shared/usecases/mdf/reallocate-funds';
import { useCaseContext } from '../../support/use-case-context';
import { cancel } from './day';
import type { Device } from './world';

type Row = Readonly<Record<string, unknown>>;

/** Puts a draft before the first level, which alone is given funds. */
async function submit({ desk }: Device, id: string): Promise<void> {
  const at = desk.clock.now();
  const record = {
    ...(await desk.get('fund-request', id)),
    submittedOn: dateInZone(at, 'Europe/Berlin'),
    conditions: { focus: true, 'net-new': true },
    approval: { kind: 'in-review' as const, level: 1, submittedAt: at, levelSince: at },
  };
  await desk.save(
    { kind: 'fund-request', record },
    { kind: 'fund-request.put', fields: ['status', 'state', 'submittedOn', 'conditions'] },
  );
}

/** Gives the funds of an approved or a cancelled activity to the other request as the desk does; whether it was possible. */
export async function giveFunds(device: Device, ids: { from: string; to: string }): Promise<boolean> {
  const { desk } = device;
  const from = await desk.store.get('fund-request', ids.from);
  const stands = from?.approval.kind === 'approved' || from?.approval.kind === 'withdrawn';
  const draft = await desk.store.get('fund-request', ids.to);
  if (!stands || draft === undefined) return false;
  if (draft.approval.kind === 'draft') await submit(device, ids.to);
  const context = { ...useCaseContext(desk.store, { now: desk.clock.now() }), ids: desk.ids };
  const done = await reallocateFunds(context, {
    from,
    to: await desk.get('fund-request', ids.to),
    reason: 'The venue is gone.',
    acknowledged: ['budget'],
    onBehalfOf: null,
  });
  return done.ok;
}

/** Cancels activities whose approval waits for funds that others still have, as the desk then says. */
export async function cancelWithoutFunds({ desk }: Device): Promise<void> {
  for (const { problem, subject } of await desk.store.openIntents()) {
    const isAsked = problem?.code === 'needs-funds' || problem?.code === 'needs-review';
    const request = isAsked ? await desk.store.get('fund-request', subject.id) : undefined;
    if (request?.fundsFrom !== undefined && request.approval.kind === 'approved')
      await cancel(desk, request.id);
  }
}

/** Says where Salesforce has both an activity and the one that got its funds as approved (MDF-12). */
export async function checkFunds(
  { desk }: Device,
  rows: ReadonlyMap<string, Row>,
  say: (problem: string) => void,
): Promise<void> {
  const approvedThere = (id: string): boolean => rows.get(id)?.['Status'] === 'Approved';
  for (const { id, fundsFrom, approval } of await desk.store.list({ kind: 'fund-request' }))
    if (
      fundsFrom !== undefined &&
      approval.kind === 'approved' &&
      approvedThere(id) &&
      approvedThere(fundsFrom)
    )
      say(`the funds of ${fundsFrom} are committed twice, by ${id} too`);
}
