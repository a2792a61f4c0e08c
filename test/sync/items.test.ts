import { describe, expect, it } from 'vitest';
import { aDesk, type Desk } from './support/desk';
import { faults, toSalesforce } from './support/fault-plan';

const issue = (desk: Desk) => desk.remote.items('issue')[0]?.fields;

describe('plan items as issues (SYNC-2)', () => {
  it('SY-37 opens the issue once with the playbook’s title, label and due date', async () => {
    const desk = await aDesk();
    const item = await desk.planItem();
    await desk.settle();
    expect(desk.remote.items('issue')).toHaveLength(1);
    expect(desk.remote.items('issue')[0]?.marker).toBe(item.id);
    expect(issue(desk)).toMatchObject({
      title: 'Webcast series - Partner partner-1',
      labels: [desk.playbook.planning.planLabel],
      due: '2026-11-20',
      state: 'opened',
    });
    expect((await desk.get('plan-item', item.id)).gitlab?.iid).toBe(desk.remote.items('issue')[0]?.iid);
  });

  it('SY-37 sends later moves, titles and states as edits of the same issue', async () => {
    const desk = await aDesk();
    await desk.planItem();
    await desk.settle();
    await desk.planItem({ start: '2026-11-12', end: '2026-11-27', title: 'Webcast trilogy' });
    await desk.settle();
    expect(issue(desk)).toMatchObject({ title: 'Webcast trilogy - Partner partner-1', due: '2026-11-27' });
    expect(issue(desk)?.body).toContain('2026-11-12 to 2026-11-27');
    await desk.planItem({ status: 'done' });
    await desk.settle();
    expect(issue(desk)?.state).toBe('closed');
    await desk.planItem({ status: 'running' });
    await desk.settle();
    expect(issue(desk)?.state).toBe('opened');
    expect(desk.remote.items('issue')).toHaveLength(1);
  });

  it('SY-37 opens and closes the issue of an item that was done before it was ever sent', async () => {
    const desk = await aDesk();
    await desk.planItem({ status: 'done' });
    await desk.settle();
    expect(issue(desk)?.state).toBe('closed');
  });

  it('SY-37 leaves the title of an item without a partner as it is', async () => {
    const desk = await aDesk();
    const labels = [desk.playbook.planning.planLabel];
    const { id } = desk.remote.addItem('issue', { title: 'Expo booth', due: '2026-12-03', labels });
    await desk.settle();
    await desk.planItem({ id: `gl-${id}`, end: '2026-12-04' });
    await desk.settle();
    expect(issue(desk)).toMatchObject({ title: 'Expo booth', due: '2026-12-04' });
    await desk.planItem({ id: `gl-${id}`, title: 'Expo stand' });
    await desk.settle();
    expect(issue(desk)?.title).toBe('Expo stand');
    expect((await desk.get('plan-item', `gl-${id}`)).title).toBe('Expo stand');
  });

  it('SY-37 leaves a body alone that people worked in', async () => {
    const desk = await aDesk();
    const item = await desk.planItem();
    await desk.settle();
    const [remote] = desk.remote.items('issue');
    desk.remote.changeItem(remote?.id ?? 0, { body: 'Our own notes' });
    await desk.settle();
    await desk.planItem({ end: '2026-11-25' });
    await desk.settle();
    expect(issue(desk)).toMatchObject({ body: 'Our own notes', due: '2026-11-25' });
    expect(await desk.store.openConflicts()).toEqual([]);
    expect((await desk.get('plan-item', item.id)).end).toBe('2026-11-25');
  });

  it('SY-37 takes a title and a date that were changed in GitLab', async () => {
    const desk = await aDesk();
    const item = await desk.planItem();
    await desk.settle();
    const [remote] = desk.remote.items('issue');
    desk.remote.changeItem(remote?.id ?? 0, { title: 'Webcast duo - Partner partner-1', due: '2026-11-05' });
    await desk.settle();
    expect(await desk.get('plan-item', item.id)).toMatchObject({
      title: 'Webcast duo',
      start: '2026-11-05',
      end: '2026-11-05',
    });
    desk.remote.changeItem(remote?.id ?? 0, { title: 'A title of their own' });
    await desk.settle();
    expect((await desk.get('plan-item', item.id)).title).toBe('A title of their own');
  });

  it('SY-50 merges a date moved here with a title changed there', async () => {
    const desk = await aDesk();
    const item = await desk.planItem();
    await desk.settle();
    const [remote] = desk.remote.items('issue');
    desk.remote.changeItem(remote?.id ?? 0, { title: 'Renamed - Partner partner-1' });
    await desk.planItem({ end: '2026-11-30' });
    await desk.settle();
    expect(issue(desk)).toMatchObject({ due: '2026-11-30' });
    expect(issue(desk)?.title).toMatch(/^Renamed/);
    expect(await desk.get('plan-item', item.id)).toMatchObject({ title: 'Renamed', end: '2026-11-30' });
    expect(await desk.store.openConflicts()).toEqual([]);
  });
});

describe('registrations (PROG-2)', () => {
  it('SY-38 logs an Event with exact subject, type and no reminder on the partner’s account', async () => {
    const desk = await aDesk();
    const registration = await desk.registration();
    await desk.settle();
    expect(desk.remote.records('registration')).toMatchObject([
      {
        recordId: registration.id,
        fields: {
          subject: 'Microsite Program - Partner Site',
          type: 'Marketing',
          reminder: false,
          partner: (await desk.get('partner', 'partner-1')).salesforce?.id,
          date: '2026-11-03',
        },
      },
    ]);
  });
});

describe('documents (POP-6)', () => {
  it('SY-36 sends the file to the claim and to the POP issue, with a note that says what it is', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    await desk.approve(id);
    await desk.claim(id);
    const document = await desk.document(id);
    await desk.settle();
    const upload = desk.remote.commands.find((command) => command.kind === 'git.file');
    expect(upload).toMatchObject({
      name: 'invoice.pdf',
      note: 'Invoice: invoice.pdf',
      sha256: document.sha256,
    });
    expect(await desk.get('document', document.id)).toMatchObject({
      salesforce: { object: 'ContentVersion' },
      gitlabUpload: { type: 'upload' },
    });
  });

  it('SY-36 keeps lists of people on this machine (POP-8)', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    await desk.approve(id);
    const leads = desk.playbook.mdf.activityTypes.flatMap(({ key, proofs }) =>
      proofs.filter(({ leadList }) => leadList).map((proof) => ({ key, proof: proof.key })),
    );
    const [first] = leads;
    await desk.edit(id, { activityType: first?.key ?? '' });
    const document = await desk.document(id, { proof: first?.proof });
    await desk.settle();
    expect(desk.remote.files).toEqual([]);
    expect(desk.remote.uploads).toEqual([]);
    expect((await desk.intents('document', document.id))[0]?.state).toBe('done');
  });

  it('SY-36 POP-8 keeps what may be a list of people here until it is filed, also when the request is approved', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    const document = await desk.document(id, { mediaType: 'text/csv', proof: null });
    await desk.settle();
    await desk.approve(id);
    await desk.settle();
    expect([...desk.remote.files, ...desk.remote.uploads]).toEqual([]);
    const stored = await desk.get('document', document.id);
    await desk.save(
      { kind: 'document', record: { ...stored, rev: stored.rev + 1, proof: 'other' } },
      { kind: 'document.put' },
    );
    await desk.settle();
    expect(desk.remote.files).toHaveLength(1);
    expect(desk.remote.uploads).toHaveLength(1);
  });

  it('SY-36 falls back to the request when the claim will never come', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    await desk.sync();
    const claim = await desk.claim(id);
    desk.faults.on(toSalesforce, faults.refused);
    await desk.document(id);
    await desk.sync();
    expect(desk.remote.files).toEqual([]);
    const [put] = await desk.intents('claim', claim.id);
    if (!put) throw new Error('no intent');
    await desk.commit({ intents: [{ ...put, state: 'discarded', finishedAt: desk.clock.now() }] });
    await desk.sync();
    expect(desk.remote.files).toMatchObject([{ target: desk.remote.records('fund-request')[0]?.id }]);
  });
});
