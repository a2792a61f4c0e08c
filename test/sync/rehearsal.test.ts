import { describe, expect, it } from 'vitest';
import { rehearse } from '../../shared/sync/rehearsal/rehearse';
import { ClaimId } from '../../shared/schema/ids';
import { aDesk, type Desk } from './support/desk';
import { faults, toSalesforce } from './support/fault-plan';

function whatWouldGo(desk: Desk) {
  return rehearse({ store: desk.store, clock: desk.clock, ids: desk.ids, playbook: desk.playbook });
}

/** Titles of what the engine did, in order. */
function done(desk: Desk): string[] {
  return desk.store.logged().flatMap(({ text }) => /^Done: (.*) \(.*\)\.$/.exec(text)?.[1] ?? []);
}

async function aDaysWork(): Promise<Desk> {
  const desk = await aDesk();
  const { id } = await desk.request();
  await desk.approve(id);
  await desk.claim(id, { id: ClaimId.parse('22222222-0000-4000-8000-000000000001') });
  await desk.document(id);
  await desk.registration();
  await desk.planItem();
  return desk;
}

describe('what would be sent', () => {
  it('SY-85 is what is sent then, in that order, and changes nothing', async () => {
    const desk = await aDaysWork();
    const before = await desk.store.openIntents();
    const { writes, held, isCut } = await whatWouldGo(desk);
    expect(await desk.store.openIntents()).toEqual(before);
    expect(desk.remote.commands).toEqual([]);
    expect({ held, isCut }).toEqual({ held: [], isCut: false });
    const earlier = done(desk).length;
    await desk.settle();
    expect(writes.length).toBeGreaterThan(10);
    expect(writes.map(({ title }) => title)).toEqual(done(desk).slice(earlier));
    const put = desk.remote.commands.find((command) => command.kind === 'crm.put');
    const first = writes.find(({ remote }) => remote === 'salesforce');
    expect(Object.fromEntries((first?.fields ?? []).map(({ field, to }) => [field, to]))).toEqual(
      put?.kind === 'crm.put' ? put.fields : null,
    );
  });

  it('SY-85 tells old and new values, files with their size, and records that are new themselves', async () => {
    const desk = await aDesk();
    const { id, title } = await desk.request();
    await desk.settle();
    await desk.edit(id, { title: 'Roadshow in Lyon' });
    expect((await whatWouldGo(desk)).writes).toMatchObject([
      { remote: 'salesforce', fields: [{ field: 'title', from: title, to: 'Roadshow in Lyon' }], file: null },
    ]);
    await desk.settle();
    const other = await desk.request({ id: '11111111-0000-4000-8000-0000000000aa', title: 'Booth' });
    const claim = { id: ClaimId.parse('22222222-0000-4000-8000-0000000000aa') };
    await desk.claim(other.id, claim);
    const document = await desk.document(other.id);
    const { writes } = await whatWouldGo(desk);
    const parent = writes.flatMap(({ fields }) => fields).find(({ field }) => field === 'request');
    expect(parent).toMatchObject({ from: undefined, to: expect.stringMatching(/\(new\)$/) });
    expect(writes.find(({ file }) => file !== null)?.file).toEqual({
      name: document.name,
      size: document.size,
    });
  });

  it('SY-85 tells which issues are listed in the epic', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    await desk.approve(id);
    const { writes } = await whatWouldGo(desk);
    const list = writes.find(({ title }) => title === 'List the issues in the epic');
    expect(list?.fields).toMatchObject([
      {
        field: 'issues',
        to: ['Campaign Creation', 'List Upload', 'MDF POP'].map((name) => expect.stringContaining(name)),
      },
    ]);
  });

  it('SY-85 counts what an approval tells of a claim among its own writes', async () => {
    const desk = await aDesk();
    const requests = [
      await desk.request(),
      await desk.request({ id: '11111111-0000-4000-8000-0000000000bb', title: 'Booth' }),
    ];
    for (const [index, { id }] of requests.entries()) {
      const claim = ClaimId.parse(`22222222-0000-4000-8000-0000000000b${index}`);
      await desk.claim(id, { id: claim, stage: 'approval-needed' });
    }
    await desk.settle();
    for (const { id } of requests) await desk.approve(id);
    const { writes } = await whatWouldGo(desk);
    const labels = writes.filter(({ title }) => title === 'Move the label of the POP issue');
    expect(labels.map(({ intent }) => intent.subject.id).sort()).toEqual(requests.map(({ id }) => id).sort());
  });

  it('SY-85 names what would stay, with its reason, and what may have arrived', async () => {
    const desk = await aDesk();
    await desk.request();
    desk.faults.on(toSalesforce, faults.refused);
    await desk.sync();
    const refused = await whatWouldGo(desk);
    expect(refused.writes).toEqual([]);
    expect(refused.held).toMatchObject([{ problem: { message: 'The title is too long.' } }]);
    const other = await aDesk();
    await other.request();
    other.faults.on(toSalesforce, faults.lostRequest);
    await other.sync();
    expect((await whatWouldGo(other)).writes).toMatchObject([{ mayHaveArrived: true }]);
  });
});
