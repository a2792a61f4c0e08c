import type { FieldValue } from '../../../shared/schema/field-value';
import { changeRemotely } from '../../emulators/salesforce/control';
import { aDesk } from '../../sync/support/desk';
import { chooseSide } from '../../sync/support/choose';
import { REQUEST } from './day';
import { seeded } from './seeded';
import { makeWorld, partnerOf } from './world';

type Change = { readonly field: string; readonly value: FieldValue; readonly isFact: boolean };

/** What a colleague may change under a waiting decision; some of it the decision rests on. */
const changes: readonly Change[] = [
  { field: 'title', value: 'Another title', isFact: true },
  { field: 'requested', value: { minor: 700_000, currency: 'EUR' }, isFact: true },
  { field: 'totalCost', value: { minor: 1_900_000, currency: 'EUR' }, isFact: true },
  { field: 'start', value: '2026-10-30', isFact: true },
  { field: 'end', value: '2027-01-15', isFact: true },
  { field: 'description', value: 'Another text', isFact: false },
  { field: 'gtmMotion', value: 'another-motion', isFact: false },
];

/** A decision waits while a colleague changes some fields: sent when its facts stand, asked about when they moved (SY-53, SY-54). */
export async function decisionCase(seed: number): Promise<string[]> {
  const chance = seeded(seed);
  const desk = await aDesk();
  await desk.request({ id: REQUEST, title: 'The title' });
  await desk.settle();
  const remoteId = (await desk.get('fund-request', REQUEST)).salesforce?.id ?? '';
  await desk.approve(REQUEST);
  const made = changes.filter(() => chance.percent(30));
  for (const { field, value } of made) desk.remote.changeCrm(remoteId, { [field]: value });
  await desk.sync();
  const problems: string[] = [];
  const moved = made.some(({ isFact }) => isFact);
  const status = (): unknown => desk.remote.mustCrm(remoteId).fields['status'];
  const [conflict] = (await desk.store.openConflicts()).filter(({ kind }) => kind === 'stale-decision');
  if (moved && status() !== 'draft') problems.push('a stale decision was sent');
  if (moved && !conflict) problems.push('nobody was asked to look again');
  if (moved && desk.remote.items('epic').length > 0) problems.push('a stale decision made an epic');
  if (!moved && conflict) problems.push('asked about a decision whose facts stand');
  if (conflict) {
    const mine = chance.percent(50);
    const side = mine ? 'mine' : 'theirs';
    const choices = conflict.fields.map(
      ({ field }) => [field, field === 'status' ? side : 'theirs'] as const,
    );
    await chooseSide(desk, conflict, Object.fromEntries(choices));
    await desk.settle();
    if ((status() === 'approved') !== mine) problems.push(`the choice of ${side} did not arrive`);
  } else if (status() !== 'approved') problems.push('a decision whose facts stand was not sent');
  const remote = desk.remote.mustCrm(remoteId).fields;
  for (const { field, value } of made)
    if (JSON.stringify(remote[field]) !== JSON.stringify(value))
      problems.push(`their ${field} was written over`);
  return problems.map(
    (problem) => `decision over ${made.map(({ field }) => field).join('+') || 'nothing'}: ${problem}`,
  );
}

/** A record is deleted, or merely hidden, while it was edited here or not (SY-55). */
export async function absenceCase(seed: number): Promise<string[]> {
  const chance = seeded(seed);
  const world = makeWorld();
  const device = await world.device();
  const { desk } = device;
  await desk.settle();
  await desk.request({ id: REQUEST, partnerId: await partnerOf(device) });
  await desk.settle();
  world.clock.advance(60_000);
  const id = (await desk.get('fund-request', REQUEST)).salesforce?.id ?? '';
  const action = chance.pick(['delete', 'hide'] as const);
  const edited = chance.percent(50);
  if (edited) await desk.edit(REQUEST, { title: 'Mine' });
  changeRemotely(world.salesforce.org, { action, object: 'PartnerFundRequest', id });
  await desk.sync();
  world.clock.advance(60_000);
  await desk.sync();
  const record = await desk.get('fund-request', REQUEST);
  const [conflict] = await desk.store.openConflicts();
  const [intent] = await desk.store.openIntents();
  const problems: string[] = [];
  if (edited && record.title !== 'Mine') problems.push('the edit is gone');
  if (record.deletedRemotely !== (action === 'delete' && !edited))
    problems.push(record.deletedRemotely ? 'marked as deleted' : 'not marked as deleted');
  if ((conflict?.kind === 'remote-delete') !== (action === 'delete' && edited))
    problems.push(conflict ? 'asked about a deletion that was none' : 'nobody was asked about the deletion');
  if (edited && intent?.state !== 'parked') problems.push('the change does not wait for the person');
  if (edited && action === 'hide' && intent?.problem?.code !== 'not-visible')
    problems.push(`lost permission is called ${intent?.problem?.code ?? 'nothing'}`);
  return problems.map((problem) => `${action}, ${edited ? 'edited' : 'not edited'}: ${problem}`);
}
