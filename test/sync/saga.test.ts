import { describe, expect, it } from 'vitest';
import type { Remote } from '../../shared/ports/remote';
import { aDesk, type Desk } from './support/desk';
import { mortal } from '../prove/support/mortal';
import { Crash, dyingAt } from './support/crash';
import { faults, toSalesforce } from './support/fault-plan';

/** What both systems must hold after an approval with everything around it, and how often. */
function expectWhole(desk: Desk): void {
  const { remote } = desk;
  const [request] = remote.records('fund-request');
  expect(remote.records('fund-request')).toHaveLength(1);
  expect(request?.fields).toMatchObject({
    status: 'approved',
    approvedAmount: { minor: 600_000, currency: 'EUR' },
  });
  const [epic] = remote.items('epic');
  expect(remote.items('epic')).toHaveLength(1);
  const markers = remote.items('issue').map(({ marker }) => marker?.slice(request?.recordId?.length));
  expect(markers.sort()).toEqual(['-issue-campaign-creation', '-issue-list-upload', '-issue-mdf-pop']);
  expect(remote.links.map(({ epicIid }) => epicIid)).toEqual([epic?.iid, epic?.iid, epic?.iid]);
  expect(new Set(remote.links.map(({ issueId }) => issueId)).size).toBe(3);
  for (const issue of remote.items('issue')) {
    expect(epic?.fields.body).toContain(`https://gitlab.example/issues/${issue.iid}`);
  }
}

async function approved(): Promise<{ desk: Desk; id: string }> {
  const desk = await aDesk();
  const { id } = await desk.request();
  await desk.sync();
  await desk.approve(id);
  return { desk, id };
}

describe('all that follows an approval (MDF-6, MDF-13)', () => {
  it('SY-30 makes status, epic, three sub-issues, links and the list in the epic', async () => {
    const { desk } = await approved();
    await desk.sync();
    expectWhole(desk);
    const [epic] = desk.remote.items('epic');
    expect(epic?.fields).toMatchObject({
      title: 'MDF - Partner partner-1 - DevSecOps roadshow Hamburg',
      labels: ['MDF'],
    });
    const kinds = desk.remote.commands.filter(({ kind }) => kind.startsWith('git.'));
    expect(kinds[0]).toMatchObject({ kind: 'git.epic', confidential: true, start: '2026-12-10' });
    const issue = (suffix: string) =>
      desk.remote.items('issue').find(({ marker }) => marker?.endsWith(suffix));
    expect(issue('campaign-creation')?.fields).toMatchObject({
      labels: ['verticurl'],
      assignees: ['verticurl-agency'],
      due: '2026-12-10',
    });
    expect(issue('mdf-pop')?.fields).toMatchObject({
      labels: ['MDF-POP', 'MDF::POP Pending'],
      due: '2027-01-14',
    });
    expect(epic?.fields).toMatchObject({ due: '2027-01-14' });
    expect(epic?.fields.body).toContain('by 2027-01-14');
    const templates = kinds.flatMap((command) => (command.kind === 'git.issue' ? [command.template] : []));
    expect(templates).toEqual(['mdf_campaign_creation', 'mdf_list_upload', 'channel_mdf_pop']);
  });

  it('POP-7 SY-30 the issues give a partner that claimed before 30 days, one that did not 35', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    const earlier = await desk.request({ id: 'earlier' });
    await desk.claim(earlier.id, { stage: 'completed', receivedAt: desk.clock.now() });
    await desk.sync();
    await desk.approve(id);
    await desk.sync();
    const dues = desk.remote.items('issue').map(({ fields }) => fields.due);
    expect(dues.filter((due) => due === '2027-01-09')).toHaveLength(2);
    expect(dues).not.toContain('2027-01-14');
  });

  it('SY-31 shows the whole plan while no remote can be reached', async () => {
    const { desk, id } = await approved();
    desk.faults.on(() => true, faults.unreachable, 99);
    await desk.sync();
    const intent = (await desk.intents('fund-request', id)).at(-1);
    expect(intent?.steps.map(({ title, state }) => `${state}: ${title}`)).toEqual([
      'todo: Approve it in Salesforce',
      'todo: Open the epic',
      'todo: Open “Campaign Creation”',
      'todo: Open “List Upload”',
      'todo: Open “MDF POP”',
      'todo: Put “Campaign Creation” into the epic',
      'todo: Put “List Upload” into the epic',
      'todo: Put “MDF POP” into the epic',
      'todo: List the issues in the epic',
    ]);
  });

  it('SY-31 stores every reference with the step that made it', async () => {
    const { desk, id } = await approved();
    await desk.sync();
    const { gitlab, salesforce } = await desk.get('fund-request', id);
    expect(salesforce?.id).toBe(desk.remote.records('fund-request')[0]?.id);
    expect(gitlab.epic?.iid).toBe(desk.remote.items('epic')[0]?.iid);
    expect(Object.keys(gitlab.issues).sort()).toEqual(['campaign-creation', 'list-upload', 'mdf-pop']);
    const intent = (await desk.intents('fund-request', id)).at(-1);
    expect(intent?.steps.map(({ key, state }) => `${key} ${state}`)).toEqual([
      'crm done',
      'epic done',
      'issue-campaign-creation done',
      'issue-list-upload done',
      'issue-mdf-pop done',
      'link-campaign-creation done',
      'link-list-upload done',
      'link-mdf-pop done',
      'epic-links done',
    ]);
  });

  it('SY-111 lists the issues in the epic beside what people wrote and ticked in it meanwhile', async () => {
    const { desk } = await approved();
    desk.faults.on((command) => command.kind === 'git.issue', faults.unreachable, 3);
    await desk.sync();
    const [epic] = desk.remote.items('epic');
    if (!epic) throw new Error('no epic');
    const written = `${String(epic.fields.body).replace('- [ ]', '- [x]')}\n\nCall the venue first.`;
    desk.remote.changeItem(epic.id, { body: written });
    desk.clock.advance(3_600_000);
    await desk.settle();
    expectWhole(desk);
    expect(String(epic.fields.body).startsWith(written)).toBe(true);
  });

  it('SY-32 makes a marked parent issue where the group has no epics', async () => {
    const { desk, id } = await approved();
    desk.remote.hasEpics = false;
    await desk.settle();
    expect(desk.remote.items('epic')).toEqual([]);
    expect(desk.remote.items('issue')).toHaveLength(4);
    const { gitlab } = await desk.get('fund-request', id);
    expect(gitlab.epic).toMatchObject({ type: 'issue' });
    const parent = desk.remote.items('issue').find(({ marker }) => marker?.endsWith('-epic'));
    expect(parent?.fields.body).toContain('## Issues');
    expect(desk.remote.links).toEqual([]);
    const steps = (await desk.intents('fund-request', id)).at(-1)?.steps ?? [];
    expect(steps.find(({ key }) => key === 'epic')?.title).toBe(
      'Open a parent issue (this group has no epics)',
    );
    expect(
      desk.store.logged().some(({ level, text }) => level === 'warning' && text.includes('parent issue')),
    ).toBe(true);
  });

  it('SY-33 makes nothing in GitLab while Salesforce has not taken the approval', async () => {
    const { desk } = await approved();
    desk.faults.on(toSalesforce, faults.unreachable, 99);
    await desk.sync();
    expect(desk.remote.items('epic')).toEqual([]);
    desk.faults.clear();
    await desk.sync();
    expectWhole(desk);
  });

  it('SY-34 takes documents along that came before there was a POP issue', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    const document = await desk.document(id);
    await desk.settle();
    expect((await desk.intents('document', document.id))[0]?.state).toBe('done');
    expect(desk.remote.uploads).toEqual([]);
    await desk.approve(id);
    await desk.settle();
    const pop = desk.remote.items('issue').find(({ marker }) => marker?.endsWith('mdf-pop'));
    expect(desk.remote.uploads).toMatchObject([{ target: String(pop?.id), sha256: document.sha256 }]);
    expect((await desk.get('document', document.id)).gitlabUpload).not.toBeNull();
  });

  it('SY-35 moves the POP issue’s label with the claim and closes it when all is done (POP-2)', async () => {
    const { desk, id } = await approved();
    await desk.sync();
    const pop = () => desk.remote.items('issue').find(({ marker }) => marker?.endsWith('mdf-pop'))?.fields;
    await desk.claim(id, { stage: 'approval-needed' });
    await desk.sync();
    expect(pop()).toMatchObject({ labels: ['MDF-POP', 'MDF::POP Approval Needed'], state: 'opened' });
    await desk.claim(id, { stage: 'completed', decision: { kind: 'paid', at: desk.clock.now() } });
    await desk.sync();
    expect(pop()).toMatchObject({ labels: ['MDF-POP', 'MDF::POP Completed'], state: 'closed' });
    expect(desk.remote.records('claim')).toMatchObject([{ fields: { status: 'paid' } }]);
  });
});

/** Approval with claim, document and plan item, from an empty Salesforce. */
async function fullDay(): Promise<Desk> {
  const desk = await aDesk();
  const { id } = await desk.request();
  await desk.approve(id);
  await desk.claim(id);
  await desk.document(id);
  return desk;
}

function expectFullDay(desk: Desk): void {
  expectWhole(desk);
  expect(desk.remote.records('claim')).toHaveLength(1);
  expect(desk.remote.files).toHaveLength(1);
  expect(desk.remote.uploads).toHaveLength(1);
}

async function crossingsOf(make: () => Promise<Desk>): Promise<number> {
  const desk = await make();
  const world = dyingAt(Number.POSITIVE_INFINITY, desk.store, desk.remote);
  await desk.newEngine(world).run();
  return world.crossings();
}

async function dieAt(n: number, desk: Desk): Promise<void> {
  const world = dyingAt(n, desk.store, desk.remote);
  await expect(desk.newEngine(world).run()).rejects.toBeInstanceOf(Crash);
}

describe('a restart in the middle', () => {
  it('SY-6 ends the same wherever the process died, between any two commits and around every request', async () => {
    const crossings = await crossingsOf(fullDay);
    expect(crossings).toBeGreaterThan(60);
    for (let n = 1; n <= crossings; n += 1) {
      const desk = await fullDay();
      await dieAt(n, desk);
      desk.restart();
      await desk.settle();
      expectFullDay(desk);
      expect(await desk.store.openConflicts()).toEqual([]);
    }
  });

  it('SY-6 ends the same when every start dies a little later than the one before', async () => {
    const desk = await fullDay();
    for (let n = 1; n < 12; n += 1) {
      await dieAt(n, desk).catch(() => undefined);
      desk.clock.advance(3_600_000);
    }
    desk.restart();
    await desk.settle();
    expectFullDay(desk);
  });

  it('SY-6 looks for what an unheard request made when GitLab cannot be read before the retry', async () => {
    const crossings = await crossingsOf(fullDay);
    for (let n = 1; n <= crossings; n += 3) {
      const desk = await fullDay();
      await dieAt(n, desk);
      desk.restart();
      desk.faults.onPull(() => true, { kind: 'unreachable', why: 'slow' }, 20);
      await desk.settle();
      expectFullDay(desk);
    }
  });

  it('SY-1 finds a step that was marked as sent and never left', async () => {
    const { desk } = await approved();
    let isDead = false;
    const stillborn: Remote = {
      execute() {
        isDead = true;
        return Promise.reject(new Crash());
      },
      putAll: (commands) => desk.remote.putAll(commands),
      pull: (request) => desk.remote.pull(request),
      presence: (request) => desk.remote.presence(request),
    };
    const store = mortal(desk.store, () => isDead);
    await expect(desk.newEngine({ store, remote: stillborn }).run()).rejects.toBeInstanceOf(Crash);
    const intent = (await desk.store.openIntents())[0];
    expect(intent?.state).toBe('running');
    expect(intent?.steps[0]).toMatchObject({ key: 'crm', state: 'sent', attempts: 1 });
    desk.restart();
    await desk.sync();
    expect(
      desk.remote.commands.find(
        (command) => command.kind === 'crm.put' && command.fields.status === 'approved',
      ),
    ).toMatchObject({ repeat: true });
    expectWhole(desk);
  });
});
