import { describe, expect, it } from 'vitest';
import type { FieldMap } from '../../shared/schema/field-value';
import { setRole } from '../emulators/gitlab/control/control-routes';
import { updateIssue } from '../emulators/gitlab/model/issues';
import { changeRemotely } from '../emulators/salesforce/control';
import { aDesk, thePlaybook } from './support/desk';
import { type DeskInProcess, deskInProcess } from './support/desk-in-process';
import { issuesOf, partnersOf } from './support/server-feeds';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DUE = '2026-12-01';

async function names({ desk }: DeskInProcess): Promise<Record<string, boolean>> {
  const partners = await desk.store.list({ kind: 'partner' });
  const items = await desk.store.list({ kind: 'plan-item' });
  return Object.fromEntries([
    ...partners.map(({ name, deletedRemotely }) => [name, deletedRemotely] as const),
    ...items.map(({ title, deletedRemotely }) => [title, deletedRemotely] as const),
  ]);
}

async function missing({ desk }: DeskInProcess): Promise<string[]> {
  const held = await desk.store.quarantined();
  return held.filter(({ id }) => id.startsWith('missing:')).map(({ what, reason }) => `${what}. ${reason}`);
}

describe('deletions in Salesforce', () => {
  it('SY-75 come from its list, also after a day away', async () => {
    const all = await deskInProcess();
    const feed = partnersOf(all.world);
    const gone = feed.make('Gone');
    feed.make('Stays');
    await all.desk.sync();
    all.later(DAY);
    feed.remove(gone);
    all.later(DAY);
    expect((await all.desk.sync()).complete).toBe(true);
    expect(await names(all)).toEqual({ Gone: true, Stays: false });
    expect(all.world.asked.some((request) => request.includes('/composite/'))).toBe(false);
  });

  it('SY-75 are looked for one by one when the list was emptied meanwhile, in few calls', async () => {
    const all = await deskInProcess();
    const feed = partnersOf(all.world);
    const ids = Array.from({ length: 30 }, (_, n) => feed.make(`Partner ${n}`));
    await all.desk.sync();
    all.later(3 * HOUR);
    feed.remove(ids[3] ?? '');
    all.later(3 * HOUR);
    all.world.org.store.purgeDeletions(all.world.time.server);
    all.world.asked.length = 0;
    all.later(MINUTE);
    await all.desk.sync();
    const deleted = Object.entries(await names(all)).filter(([, isGone]) => isGone);
    expect(deleted).toEqual([['Partner 3', true]]);
    expect(all.world.asked.filter((request) => request.includes('/composite/'))).toHaveLength(1);
    // From here on the list is whole again, so nobody is asked after once more.
    all.world.asked.length = 0;
    all.later(2 * HOUR);
    await all.desk.sync();
    expect(all.world.asked.filter((request) => request.includes('/composite/'))).toHaveLength(0);
  });

  it('SY-76 a record that is not in the recycle bin either stays, is named, and is taken as it is when it shows again', async () => {
    const all = await deskInProcess();
    const feed = partnersOf(all.world);
    const hidden = feed.make('Hidden');
    const purged = feed.make('Long gone');
    feed.make('Stays');
    await all.desk.sync();
    changeRemotely(all.world.org, { action: 'hide', object: 'Account', id: String(hidden) });
    feed.remove(purged);
    changeRemotely(all.world.org, { action: 'purge', object: 'Account', id: String(purged) });
    all.later(16 * DAY);
    await all.desk.sync();
    expect(await names(all)).toEqual({ Hidden: false, 'Long gone': false, Stays: false });
    const [told = '', ...rest] = await missing(all);
    expect(rest).toEqual([]);
    expect(told).toContain('2 partners not to be found in Salesforce');
    expect(told).toContain('“Hidden”');
    expect(told).toContain('“Long gone”');
    expect(told).toContain('lost the right to see them');
    // Changed behind our back, under a stamp that the bookmark has passed when the record shows again.
    feed.change(hidden, 'Hidden, then changed');
    all.later(2 * DAY);
    await all.desk.sync();
    changeRemotely(all.world.org, { action: 'show', object: 'Account', id: String(hidden) });
    all.later(2 * DAY);
    await all.desk.sync();
    await all.desk.sync();
    expect(await names(all)).toMatchObject({ 'Hidden, then changed': false });
    expect(await missing(all)).toHaveLength(1);
    expect((await missing(all))[0]).not.toContain('Hidden');
  });

  it('SY-75 a record that was deleted while it was hidden is looked for within a week', async () => {
    const all = await deskInProcess();
    const feed = partnersOf(all.world);
    const hidden = feed.make('Hidden, then deleted');
    feed.make('Stays');
    all.later(HOUR);
    await all.desk.sync();
    changeRemotely(all.world.org, { action: 'hide', object: 'Account', id: String(hidden) });
    all.later(HOUR);
    feed.remove(hidden);
    all.later(HOUR);
    await all.desk.sync();
    changeRemotely(all.world.org, { action: 'show', object: 'Account', id: String(hidden) });
    expect(await names(all)).toEqual({ 'Hidden, then deleted': false, Stays: false });
    all.later(8 * DAY);
    await all.desk.sync();
    expect(await names(all)).toEqual({ 'Hidden, then deleted': true, Stays: false });
  });

  it('SY-76 lost rights over everything are one entry, and nothing is deleted', async () => {
    const all = await deskInProcess();
    const feed = partnersOf(all.world);
    const ids = Array.from({ length: 60 }, (_, n) => feed.make(`Partner ${n}`));
    await all.desk.sync();
    for (const id of ids)
      changeRemotely(all.world.org, { action: 'hide', object: 'Account', id: String(id) });
    all.later(20 * DAY);
    await all.desk.sync();
    expect(Object.values(await names(all)).some((isGone) => isGone)).toBe(false);
    expect(await missing(all)).toEqual([expect.stringContaining('60 partners')]);
    expect((await missing(all))[0]).toContain('and 40 more');
  });

  it('SY-78 an object that is gone as a whole deletes nothing and is told once', async () => {
    const all = await deskInProcess();
    partnersOf(all.world).make('Stays');
    await all.desk.sync();
    all.world.org.hiddenObjects.add('Account');
    for (let day = 0; day < 20; day += 4) {
      all.later(4 * DAY);
      expect((await all.desk.sync()).complete).toBe(true);
    }
    expect(await names(all)).toEqual({ Stays: false });
    expect(all.desk.engine.status().absent.map(({ stream }) => stream)).toContain('partners');
    const told = all.desk.store
      .logged()
      .filter(({ text }) => text.includes('no partners can be read any more'));
    expect(told).toHaveLength(1);
    all.world.org.hiddenObjects.clear();
    all.later(DAY);
    await all.desk.sync();
    expect(all.desk.engine.status().absent.map(({ stream }) => stream)).not.toContain('partners');
    expect(await names(all)).toEqual({ Stays: false });
  });

  it('SY-79 brings within a week what became visible without a change', async () => {
    const all = await deskInProcess();
    const feed = partnersOf(all.world);
    const hidden = feed.make('Shared later');
    feed.make('Known');
    changeRemotely(all.world.org, { action: 'hide', object: 'Account', id: String(hidden) });
    all.later(HOUR);
    await all.desk.sync();
    changeRemotely(all.world.org, { action: 'show', object: 'Account', id: String(hidden) });
    all.later(6 * DAY);
    await all.desk.sync();
    expect(Object.keys(await names(all))).toEqual(['Known']);
    all.later(2 * DAY);
    await all.desk.sync();
    expect(Object.keys(await names(all)).sort()).toEqual(['Known', 'Shared later']);
  });

  it('SY-79 does not begin again while a first reading is interrupted for weeks', async () => {
    const desk = await aDesk();
    for (let n = 0; n < 120; n += 1) desk.remote.addCrm('partner', { name: `Partner ${n}` });
    desk.faults.onPull(({ cursor }) => Number(cursor) > 60, { kind: 'unreachable', why: 'off' });
    await desk.commit({ cursors: [{ stream: 'partners', value: '0', at: desk.clock.now(), whole: null }] });
    await desk.sync();
    desk.clock.advance(30 * DAY);
    const before = desk.remote.pulls.length;
    await desk.sync();
    const cursors = desk.remote.pulls.slice(before).filter(({ stream }) => stream === 'partners');
    expect(cursors[0]).toMatchObject({ cursor: expect.stringMatching(/^[1-9]/) });
    expect(cursors[0]).not.toHaveProperty('again');
    expect(await desk.store.count('partner')).toBe(121);
  });
});

describe('deletions in GitLab', () => {
  it('SY-75 are found within an hour, and an edited item is asked about', async () => {
    const all = await deskInProcess();
    const feed = issuesOf(all.world, DUE);
    const [clean, edited] = [feed.make('Clean'), feed.make('Edited')];
    feed.make('Stays');
    await all.desk.sync();
    feed.remove(clean);
    feed.remove(edited);
    all.world.asked.length = 0;
    all.later(10 * MINUTE);
    await all.desk.sync();
    expect(all.world.asked.some((request) => request.includes('iids'))).toBe(false);
    all.later(HOUR);
    await all.desk.planItem({ id: `gl-${edited}`, title: 'Edited here' });
    all.desk.faults.clear();
    await all.desk.sync();
    expect(await names(all)).toEqual({ Clean: true, 'Edited here': false, Stays: false });
    expect(await all.desk.store.openConflicts()).toMatchObject([
      { kind: 'remote-delete', record: { id: `gl-${edited}` } },
    ]);
  });

  it('SY-76 a hidden item stays and is named; it is taken again when the role is back', async () => {
    const all = await deskInProcess();
    const feed = issuesOf(all.world, DUE);
    const [secret, open] = [feed.make('Secret'), feed.make('Open')];
    await all.desk.sync();
    const issue = all.world.world.issues.get(Number(secret));
    const author = all.world.world.users.get(issue?.authorId ?? 0);
    if (!issue || !author) throw new Error('no issue');
    setRole(all.world.world, 'dana.weber', 'channel-marketing', 'guest');
    updateIssue(all.world.world, issue, author, { confidential: true, title: 'Secret, changed' });
    feed.remove(open);
    all.later(2 * HOUR);
    await all.desk.sync();
    expect(await names(all)).toEqual({ Secret: false, Open: false });
    expect((await missing(all))[0]).toContain('Your role in GitLab does not show everything');
    all.later(2 * DAY);
    await all.desk.sync();
    setRole(all.world.world, 'dana.weber', 'channel-marketing', 'planner');
    all.later(2 * HOUR);
    await all.desk.sync();
    await all.desk.sync();
    expect(await names(all)).toEqual({ 'Secret, changed': false, Open: true });
    expect(await missing(all)).toEqual([]);
  });

  it('SY-78 a lost membership deletes nothing', async () => {
    const all = await deskInProcess();
    issuesOf(all.world, DUE).make('Stays');
    await all.desk.sync();
    setRole(all.world.world, 'dana.weber', 'channel-marketing', null);
    all.later(2 * DAY);
    expect((await all.desk.sync()).complete).toBe(true);
    expect(await names(all)).toEqual({ Stays: false });
    expect(all.desk.engine.status().absent.map(({ stream }) => stream)).toContain('gitlab-issues');
  });

  it('SY-110 items of the project and group that the playbook named before are neither taken for deleted nor written to by number', async () => {
    const playbook = structuredClone(thePlaybook());
    const all = await deskInProcess({ playbook });
    const feed = issuesOf(all.world, DUE);
    const old = feed.make('Of the former project');
    await all.desk.sync();
    playbook.gitlab.project = 'channel-marketing/regions/emea';
    playbook.gitlab.group = 'channel-marketing/regions';
    const elsewhere = issuesOf(all.world, DUE, playbook.gitlab.project);
    const strange = elsewhere.make('Of the new project');
    const issue = (id: string | number) => all.world.world.issues.get(Number(id));
    expect(issue(strange)?.iid).toBe(issue(old)?.iid);
    all.desk.engine = all.desk.newEngine({ remote: all.world.remotes });
    for (let hours = 0; hours < 4; hours += 1) {
      all.later(2 * HOUR);
      await all.desk.sync();
    }
    expect(await names(all)).toEqual({ 'Of the former project': false, 'Of the new project': false });
    expect(await missing(all)).toEqual([expect.stringContaining('another project or group')]);
    await all.desk.planItem({ id: `gl-${old}`, title: 'Changed here' });
    await all.desk.sync();
    expect(issue(strange)?.title).toBe('Of the new project');
    expect((await all.desk.get('plan-item', `gl-${strange}`)).title).toBe('Of the new project');
    const [parked] = await all.desk.store.openIntents();
    expect(parked).toMatchObject({ state: 'parked', problem: { code: 'elsewhere' } });
    playbook.gitlab.project = thePlaybook().gitlab.project;
    playbook.gitlab.group = thePlaybook().gitlab.group;
    feed.remove(old);
    all.desk.engine = all.desk.newEngine({ remote: all.world.remotes });
    all.later(2 * HOUR);
    await all.desk.sync();
    // The number means the item again, so that its end is seen, and asked about because it was edited here.
    expect(await all.desk.store.openConflicts()).toMatchObject([
      { kind: 'remote-delete', record: { id: `gl-${old}` } },
    ]);
  });

  it('SY-77 believes many at once only when they are missing again', async () => {
    let blind = true;
    const all = await deskInProcess({
      async afterAnswer(url) {
        return blind && url.includes('iids') ? Response.json([]) : undefined;
      },
    });
    const feed = issuesOf(all.world, DUE);
    const ids = Array.from({ length: 40 }, (_, n) => feed.make(`Item ${n}`));
    await all.desk.sync();
    expect(Object.values(await names(all))).not.toContain(true);
    expect(await missing(all)).toEqual([expect.stringContaining('40 issues')]);
    blind = false;
    for (const id of ids.slice(0, 30)) feed.remove(id);
    all.later(2 * HOUR);
    await all.desk.sync();
    expect(Object.values(await names(all)).filter((isGone) => isGone)).toHaveLength(30);
    all.later(2 * HOUR);
    await all.desk.sync();
    expect(await missing(all)).toEqual([]);
  });

  it('SY-75 goes on where the search was interrupted', async () => {
    let open = 1;
    const all = await deskInProcess({
      async afterAnswer(url) {
        if (!url.includes('iids')) return undefined;
        open -= 1;
        return open < 0 ? new Response('later', { status: 503 }) : undefined;
      },
    });
    const feed = issuesOf(all.world, DUE);
    const ids = Array.from({ length: 250 }, (_, n) => feed.make(`Item ${n}`));
    expect((await all.desk.sync()).complete).toBe(false);
    feed.remove(ids[240] ?? 0);
    all.desk.engine = all.desk.newEngine({ remote: all.world.remotes });
    open = 99;
    all.world.asked.length = 0;
    expect((await all.desk.sync()).complete).toBe(true);
    expect(Object.entries(await names(all)).filter(([, isGone]) => isGone)).toEqual([['Item 240', true]]);
    // Two pages were left; the missing one is looked at twice.
    expect(all.world.asked.filter((request) => request.includes('iids'))).toHaveLength(3);
  });

  it('SY-76 the end of a request’s issue is named and leaves the request', async () => {
    const desk = await aDesk();
    const { id } = await desk.request();
    await desk.approve(id);
    await desk.settle();
    const [issue] = desk.remote.items('issue');
    if (!issue) throw new Error('no issue');
    const regular = desk.remote.pull.bind(desk.remote);
    desk.remote.pull = async (request) => {
      const page = await regular(request);
      if (page.kind !== 'page' || request.stream !== 'gitlab-issues') return page;
      // GitLab's own feed never tells a deletion.
      return { ...page, rows: page.rows.filter(({ deleted }) => !deleted), deletions: 'regularly' };
    };
    desk.remote.deleteItem(issue.id);
    const before: FieldMap = { title: (await desk.get('fund-request', id)).title };
    await desk.sync();
    expect((await desk.get('fund-request', id)).title).toBe(before.title);
    expect((await desk.get('fund-request', id)).deletedRemotely).toBe(false);
    const [held] = await desk.store.quarantined();
    expect(held?.reason).toContain(`issue #${issue.iid} of “`);
    expect(held?.reason).toContain('deleted there');
  });
});
