import { describe, expect, it } from 'vitest';
import { aDesk, Desk } from './support/desk';

describe('what comes in from GitLab', () => {
  async function withSaga(): Promise<{ desk: Desk; id: string }> {
    const desk = await aDesk();
    const { id } = await desk.request();
    await desk.approve(id);
    await desk.settle();
    return { desk, id };
  }

  it('SY-65 finds a request’s epic and issues again after the local database was rebuilt', async () => {
    const { desk, id } = await withSaga();
    const rebuilt = new Desk();
    Object.assign(rebuilt.remote, { crm: desk.remote.crm, git: desk.remote.git });
    await rebuilt.sync();
    const before = await desk.get('fund-request', id);
    const after = await rebuilt.get('fund-request', id);
    expect(after.salesforce?.id).toBe(before.salesforce?.id);
    expect(after.gitlab.epic?.id).toBe(before.gitlab.epic?.id);
    expect(Object.keys(after.gitlab.issues).sort()).toEqual(Object.keys(before.gitlab.issues).sort());
    expect(after.approval.kind).toBe('approved');
  });

  it('SY-68 moves a claim’s stage when somebody moved the label', async () => {
    const { desk, id } = await withSaga();
    const claim = await desk.claim(id, { stage: 'approval-needed' });
    await desk.settle();
    const pop = desk.remote.items('issue').find(({ marker }) => marker?.endsWith('mdf-pop'));
    desk.remote.changeItem(pop?.id ?? 0, { labels: ['MDF-POP', 'MDF:: POP Approved'] });
    await desk.sync();
    expect((await desk.get('claim', claim.id)).stage).toBe('approved');
    await desk.sync();
    expect(pop?.fields.labels).toEqual(['MDF-POP', 'MDF:: POP Approved']);
  });

  it('SY-68 asks when the label was moved there and the claim here', async () => {
    const { desk, id } = await withSaga();
    const claim = await desk.claim(id, { stage: 'approval-needed' });
    await desk.settle();
    const pop = desk.remote.items('issue').find(({ marker }) => marker?.endsWith('mdf-pop'));
    desk.remote.changeItem(pop?.id ?? 0, { labels: ['MDF::POP Completed'] });
    await desk.claim(id, { stage: 'approved' });
    await desk.sync();
    expect(await desk.store.openConflicts()).toMatchObject([
      {
        remote: 'gitlab',
        fields: [{ field: 'stage', base: 'approval-needed', mine: 'approved', theirs: 'completed' }],
      },
    ]);
    expect(pop?.fields.labels).toEqual(['MDF::POP Completed']);
    expect((await desk.get('claim', claim.id)).stage).toBe('approved');
  });

  it('SY-103 asks when the label was moved there before a claim was made here', async () => {
    const { desk, id } = await withSaga();
    await desk.settle();
    const pop = desk.remote.items('issue').find(({ marker }) => marker?.endsWith('mdf-pop'));
    desk.remote.changeItem(pop?.id ?? 0, { labels: ['MDF::POP Approved'] });
    await desk.settle();
    await desk.claim(id, { stage: 'approval-needed' });
    await desk.sync();
    expect(await desk.store.openConflicts()).toMatchObject([
      { remote: 'gitlab', fields: [{ field: 'stage', mine: 'approval-needed', theirs: 'approved' }] },
    ]);
    expect(pop?.fields.labels).toEqual(['MDF::POP Approved']);
  });

  it('SY-69 adopts dated issues with the plan’s label as milestones and leaves other issues alone', async () => {
    const desk = await aDesk();
    const label = desk.playbook.planning.planLabel;
    const issue = desk.remote.addItem('issue', {
      title: 'Partner day',
      labels: [label],
      due: '2026-12-01',
      body: null,
    });
    desk.remote.addItem('issue', { title: 'No date', labels: [label] });
    desk.remote.addItem('issue', { title: 'Somebody else’s', labels: ['bug'], due: '2026-12-01' });
    await desk.sync();
    expect(await desk.store.list({ kind: 'plan-item' })).toMatchObject([
      {
        id: `gl-${issue.id}`,
        kind: 'milestone',
        title: 'Partner day',
        start: '2026-12-01',
        end: '2026-12-01',
      },
    ]);
    desk.remote.changeItem(issue.id, { due: '2026-12-05', state: 'closed', title: 'Partner days' });
    await desk.sync();
    expect(await desk.store.openConflicts()).toEqual([]);
    expect((await desk.store.list({ kind: 'plan-item' }))[0]).toMatchObject({
      title: 'Partner days',
      end: '2026-12-05',
      status: 'done',
    });
  });

  it('SY-55 marks a plan item whose issue was deleted, and asks when it was edited', async () => {
    const desk = await aDesk();
    const clean = await desk.planItem({ id: '55555555-0000-4000-8000-000000000001' });
    const edited = await desk.planItem({ id: '55555555-0000-4000-8000-000000000002' });
    await desk.settle();
    for (const { id } of desk.remote.items('issue')) desk.remote.deleteItem(id);
    await desk.planItem({ id: edited.id, title: 'New title' });
    await desk.sync();
    expect((await desk.get('plan-item', clean.id)).deletedRemotely).toBe(true);
    expect((await desk.get('plan-item', edited.id)).deletedRemotely).toBe(false);
    expect(await desk.store.openConflicts()).toMatchObject([
      { kind: 'remote-delete', record: { id: edited.id } },
    ]);
  });
});
