import { describe, expect, it } from 'vitest';
import { useBenches } from '../contract/remotes/bench-pool';
import { aDesk, type Desk } from './support/desk';
import { faults } from './support/fault-plan';
import { countsOf, deskOver } from './support/over-http';

const closes = (desk: Desk) =>
  desk.remote.commands.filter(
    (command) => command.kind === 'git.edit' && command.marker.endsWith('-epic-close'),
  );

async function approved(): Promise<Desk> {
  const desk = await aDesk();
  const { id } = await desk.request();
  await desk.approve(id);
  await desk.settle();
  return desk;
}

function setIssues(desk: Desk, state: 'opened' | 'closed', leave = 0): void {
  for (const { id } of desk.remote.items('issue').slice(leave)) desk.remote.changeItem(id, { state });
}

const epicState = (desk: Desk) => desk.remote.items('epic')[0]?.fields.state;

describe('a request whose issues are closed in GitLab', () => {
  it('SY-39 MDF-6 closes the epic when the last sub-issue is closed, and not before', async () => {
    const desk = await approved();
    setIssues(desk, 'closed', 1);
    await desk.settle();
    expect(epicState(desk)).toBe('opened');
    setIssues(desk, 'closed');
    await desk.settle();
    expect(epicState(desk)).toBe('closed');
    expect(closes(desk)).toHaveLength(1);
  });

  it('SY-39 closes it once, also when every answer is lost and everything is read again', async () => {
    const desk = await approved();
    desk.faults.on((command) => command.marker.endsWith('-epic-close'), faults.lostReply);
    setIssues(desk, 'closed');
    await desk.settle();
    setIssues(desk, 'closed');
    desk.restart();
    await desk.settle();
    expect(epicState(desk)).toBe('closed');
    const kinds = (await desk.intents('fund-request', '11111111-0000-4000-8000-000000000001')).map(
      ({ kind }) => kind,
    );
    expect(kinds.filter((kind) => kind === 'fund-request.finished')).toHaveLength(1);
  });

  it('SY-39 leaves an epic open that people opened again, until an issue was opened and closed anew', async () => {
    const desk = await approved();
    setIssues(desk, 'closed');
    await desk.settle();
    const [epic] = desk.remote.items('epic');
    if (!epic) throw new Error('no epic');
    desk.remote.changeItem(epic.id, { state: 'opened' });
    setIssues(desk, 'closed');
    await desk.settle();
    expect(epicState(desk)).toBe('opened');
    setIssues(desk, 'opened', 2);
    await desk.settle();
    setIssues(desk, 'closed');
    await desk.settle();
    expect(epicState(desk)).toBe('closed');
  });

  it('SY-39 leaves an epic open that people closed and opened again while this device was away', async () => {
    const desk = await approved();
    const [epic] = desk.remote.items('epic');
    if (!epic) throw new Error('no epic');
    setIssues(desk, 'closed');
    desk.remote.changeItem(epic.id, { state: 'closed' });
    desk.remote.changeItem(epic.id, { state: 'opened' });
    await desk.settle();
    expect(epicState(desk)).toBe('opened');
    setIssues(desk, 'opened', 2);
    await desk.settle();
    setIssues(desk, 'closed');
    await desk.settle();
    expect(epicState(desk)).toBe('closed');
  });

  it('SY-39 closes it also when the epic is known only after its closed issues', async () => {
    const desk = await approved();
    const request = await desk.get('fund-request', '11111111-0000-4000-8000-000000000001');
    const { epic } = request.gitlab;
    await desk.store.commit({
      puts: [{ kind: 'fund-request', record: { ...request, gitlab: { ...request.gitlab, epic: null } } }],
    });
    setIssues(desk, 'closed');
    await desk.settle();
    expect(epicState(desk)).toBe('opened');
    if (epic === null) throw new Error('no epic');
    desk.remote.changeItem(epic.id, { title: 'Read again' });
    await desk.settle();
    expect(epicState(desk)).toBe('closed');
  });

  it('SY-39 closes the parent issue of a group that has no epics', async () => {
    const desk = await aDesk();
    desk.remote.hasEpics = false;
    const { id } = await desk.request();
    await desk.approve(id);
    await desk.settle();
    const parent = (await desk.get('fund-request', id)).gitlab.epic;
    for (const issue of desk.remote.items('issue')) {
      if (issue.id !== parent?.id) desk.remote.changeItem(issue.id, { state: 'closed' });
    }
    await desk.settle();
    expect(desk.remote.items('issue').find((issue) => issue.id === parent?.id)?.fields.state).toBe('closed');
  });
});

describe('an approved request that ends elsewhere', () => {
  const said = (desk: Desk) => desk.store.logged().filter(({ text }) => text.includes('stays open until'));
  const onSalesforce = (desk: Desk) => desk.remote.records('fund-request')[0]?.id ?? '';

  it('SY-39 SY-121 is not said to stay open when another device cancelled it, which closes its items itself', async () => {
    const desk = await approved();
    desk.remote.changeCrm(onSalesforce(desk), { status: 'rejected', state: 'withdrawn' });
    await desk.settle();
    for (const { id } of [...desk.remote.items('issue'), ...desk.remote.items('epic')])
      desk.remote.changeItem(id, { state: 'closed' });
    await desk.settle();
    const request = await desk.get('fund-request', '11111111-0000-4000-8000-000000000001');
    expect(request.approval.kind).toBe('withdrawn');
    expect(said(desk)).toEqual([]);
  });

  it.each([
    { status: 'rejected' },
    { status: 'rejected', state: null },
    { status: 'draft' },
    { status: 'draft', state: 'draft' },
    { status: 'draft', state: 'sent-back' },
  ])('SY-39 is said to stay open once when people moved its status in Salesforce, to %o', async (moved) => {
    const desk = await approved();
    desk.remote.changeCrm(onSalesforce(desk), moved);
    await desk.settle();
    desk.remote.changeCrm(onSalesforce(desk), { description: 'Newer' });
    await desk.settle();
    expect(said(desk)).toHaveLength(1);
  });
});

const start = useBenches();

describe('over HTTP', { timeout: 120_000 }, () => {
  it('SY-39 MDF-6 closes the epic in GitLab when colleagues have closed all its issues', async () => {
    const bench = await start();
    const { desk, partnerId } = await deskOver(bench);
    const id = 'eeeeeeee-0000-4000-8000-000000000001';
    await desk.request({ id, partnerId });
    await desk.approve(id);
    await desk.settle();
    expect(await countsOf(bench, id)).toMatchObject({ epics: 1, issues: 3, linked: 3 });
    const own = async (kind: 'epic' | 'issue') =>
      (await bench.gitItems(kind)).filter(({ description }) => description?.includes(id) ?? false);
    const issues = (await own('issue')).filter(({ description }) => description?.includes(`${id}-issue-`));
    await bench.skew('gitlab', 3000);
    for (const { iid } of issues) {
      await bench.gitChange('PUT', `/projects/{project}/issues/${iid}`, { state_event: 'close' });
    }
    await desk.settle();
    expect((await own('epic')).map(({ state }) => state)).toEqual(['closed']);
    await desk.settle();
    expect((await desk.store.openIntents()).length).toBe(0);
  });

  it('SY-39 leaves the epic in GitLab open when it was opened again before this device saw anything', async () => {
    const bench = await start();
    const { desk, partnerId } = await deskOver(bench);
    const id = 'eeeeeeee-0000-4000-8000-000000000001';
    await desk.request({ id, partnerId });
    await desk.approve(id);
    await desk.settle();
    const own = async (kind: 'epic' | 'issue') =>
      (await bench.gitItems(kind)).filter(({ description }) => description?.includes(id) ?? false);
    const issues = (await own('issue')).filter(({ description }) => description?.includes(`${id}-issue-`));
    const [epic] = await own('epic');
    const issue = (n: number, state_event: string) =>
      bench.gitChange('PUT', `/projects/{project}/issues/${issues[n]?.iid}`, { state_event });
    const setEpic = (state_event: string) =>
      bench.gitChange('PUT', `/groups/{group}/epics/${epic?.iid}`, { state_event });
    await bench.skew('gitlab', 3000);
    for (const n of issues.keys()) await issue(n, 'close');
    await setEpic('close');
    await setEpic('reopen');
    await desk.settle();
    expect((await own('epic')).map(({ state }) => state)).toEqual(['opened']);
    await bench.skew('gitlab', 6000);
    await issue(0, 'reopen');
    await desk.settle();
    await bench.skew('gitlab', 9000);
    await issue(0, 'close');
    await desk.settle();
    expect((await own('epic')).map(({ state }) => state)).toEqual(['closed']);
  });
});
