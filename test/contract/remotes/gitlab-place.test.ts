import { describe, expect, it } from 'vitest';
import type { RemoteRow } from '../../../shared/schema/remote-command';
import { again, aGitFile, aLink, anEdit, anEpic, anIssue, aNote, done, gitRef, rowOf } from './commands';
import { useBenches } from './bench-pool';
import type { EmulatorBench } from './emulator-bench';

const start = useBenches();

async function round(bench: EmulatorBench, from: string | null, limit: number) {
  const rows: RemoteRow[] = [];
  let cursor = from;
  for (let pages = 1; ; pages += 1) {
    if (pages > 200) throw new Error('no end');
    const page = await bench.remote.pull({ stream: 'gitlab-issues', cursor, limit });
    if (page.kind !== 'page') throw new Error(JSON.stringify(page));
    rows.push(...page.rows);
    cursor = page.cursor;
    if (!page.more) return { rows, cursor, pages };
  }
}

function issues(count: number, updatedAt: (n: number) => string) {
  return Array.from({ length: count }, (_, n) => ({
    project: 'channel-marketing/partner-marketing',
    title: `Issue ${n}`,
    author: 'priya.nair',
    createdAt: '2026-09-01T00:00:00.000Z',
    updatedAt: updatedAt(n),
  }));
}

describe('a group without Premium', () => {
  it('has no epics, and every epic command says so', async () => {
    const bench = await start({ gitlab: { tier: 'free' } });
    const refused = {
      kind: 'refused',
      refusal: { code: 'no-epics', fix: expect.stringContaining('parent issue') },
    };
    expect(await bench.remote.execute(anEpic())).toMatchObject(refused);
    expect(await bench.remote.execute(again(anEpic()))).toMatchObject(refused);
    expect(await bench.remote.execute(aLink(1, 1))).toMatchObject(refused);
    expect(await bench.remote.execute(anEdit(1, { type: 'epic', title: 'x' }))).toMatchObject(refused);
    const page = await bench.remote.pull({ stream: 'gitlab-epics', cursor: null, limit: 5 });
    expect(page).toMatchObject({ kind: 'absent', why: expect.stringContaining('no epics') });
  });

  it('POP-2 keeps one label of a scope, because we take the old one away', async () => {
    const bench = await start({ gitlab: { tier: 'free' } });
    const { iid } = gitRef(await bench.remote.execute(anIssue()));
    for (const scopedLabel of ['MDF::POP Approval Needed', 'MDF::POP Approved', 'MDF::POP Completed']) {
      const row = rowOf(await bench.remote.execute(anEdit(iid, { scopedLabel })));
      const scoped = row.fields['labels'];
      expect(Array.isArray(scoped) && scoped.filter((label) => label.startsWith('MDF::'))).toHaveLength(1);
    }
  });
});

describe('a project that is not there', () => {
  it('is named, with the way out', async () => {
    const bench = await start({
      playbook: (playbook) => ({
        ...playbook,
        gitlab: { ...playbook.gitlab, project: 'no/where', group: 'nowhere' },
      }),
    });
    expect(await bench.remote.execute(anIssue())).toMatchObject({
      kind: 'refused',
      refusal: {
        code: 'no-project',
        message: expect.stringContaining('no/where'),
        fix: expect.stringContaining('playbook'),
      },
    });
    expect(await bench.remote.execute(anEpic())).toMatchObject({
      kind: 'refused',
      refusal: { code: 'no-group' },
    });
    const page = await bench.remote.pull({ stream: 'gitlab-issues', cursor: null, limit: 5 });
    expect(page).toMatchObject({ kind: 'absent', why: expect.stringContaining('no/where') });
  });
});

describe('asking after known items', () => {
  it('G6 calls nothing deleted that a lower role may not see', async () => {
    const bench = await start({});
    const { iid, id, url } = gitRef(await bench.remote.execute(anIssue()));
    await bench.gitChange('DELETE', `/projects/{project}/issues/${iid}`);
    const role = (access: string | null) =>
      fetch(`${bench.gitlab.controlUrl}/member`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: 'dana.weber', path: 'channel-marketing', access }),
      });
    const rows = [{ id: String(id), iid, url }];
    const ask = () => bench.remote.presence({ stream: 'gitlab-issues', rows });
    await role('guest');
    expect(await ask()).toMatchObject({ gone: [], unseen: [String(id)] });
    const edit = anEdit(iid, { title: 'x' });
    expect(await bench.remote.execute(edit)).toMatchObject({ refusal: { code: 'not-visible' } });
    await role(null);
    expect((await ask()).kind).toBe('absent');
    await role('reporter');
    expect(await ask()).toMatchObject({ gone: [String(id)], unseen: [] });
  });
});

describe('reading issues', () => {
  it('G6 reads 250 issues of one stamp among others, in pages of 20', async () => {
    const stamp = (n: number) =>
      n < 30
        ? `2026-10-01T00:00:${String(n).padStart(2, '0')}.000Z`
        : n < 280
          ? '2026-10-02T00:00:00.000Z'
          : '2026-10-03T00:00:00.000Z';
    const bench = await start({ gitlab: { issues: issues(290, stamp), epics: [] } });
    const { rows } = await round(bench, null, 20);
    expect(new Set(rows.map(({ ref }) => ref.id)).size).toBe(290);
  });

  it('G6 loses no issue when others of the same stamp change while a group is read', async () => {
    let reads = 0;
    let disturb: (n: number) => Promise<void> = async () => undefined;
    const bench = await start({
      gitlab: { issues: issues(120, () => '2026-10-02T00:00:00.000Z'), epics: [] },
      fetch: (real) => async (url, init) => {
        const answer = await real(url, init);
        if (url.includes('/issues?')) {
          reads += 1;
          await disturb(reads);
        }
        return answer;
      },
    });
    // After the second reading a whole page of issues leaves the group, so that all others move up by a page.
    disturb = async (n) => {
      if (n !== 2) return;
      for (let iid = 101; iid <= 120; iid += 1)
        await bench.gitChange('PUT', `/projects/{project}/issues/${iid}`, { title: `Moved ${iid}` });
    };
    const { rows } = await round(bench, null, 20);
    expect(new Set(rows.map(({ ref }) => ref.id)).size).toBe(120);
    expect(
      rows.filter(({ fields }) => String(fields['title']).startsWith('Moved')).length,
    ).toBeGreaterThanOrEqual(20);
  });

  it('starts again when the playbook names another project', async () => {
    const bench = await start({});
    const { cursor } = await round(bench, null, 50);
    const elsewhere = cursor.replace('/projects/', '/projects/9');
    expect((await bench.remote.pull({ stream: 'gitlab-issues', cursor: elsewhere, limit: 5 })).kind).toBe(
      'restart',
    );
  });

  it('G10 sets an issue aside that cannot be understood', async () => {
    const bench = await start({
      fetch: (real) => async (url, init) => {
        const answer = await real(url, init);
        if (!url.includes('/issues?')) return answer;
        const rows = (await answer.json()) as Record<string, unknown>[];
        const [first, ...rest] = rows;
        return Response.json([{ ...first, title: 7 }, ...rest], { headers: { 'x-next-page': '' } });
      },
    });
    const page = await bench.remote.pull({ stream: 'gitlab-issues', cursor: null, limit: 100 });
    expect(page.kind === 'page' && page.unreadable).toEqual([
      {
        what: expect.stringMatching(/^GitLab issue \d+$/),
        reason: expect.stringContaining('title'),
        raw: expect.stringContaining('"title":7'),
      },
    ]);
    expect(page.kind === 'page' && page.rows.length).toBeGreaterThan(5);
  });
});

/** The person herself writes a note on an issue. */
async function write(bench: EmulatorBench, iid: number, body: string): Promise<void> {
  await fetch(`${bench.gitlab.url}/api/v4/projects/201/issues/${iid}/notes`, {
    method: 'POST',
    headers: { 'private-token': 'glpat-dana', 'content-type': 'application/json' },
    body: JSON.stringify({ body }),
  });
}

describe('G3 late twins', () => {
  it('leaves a person’s own note that holds a copied line, and removes a true twin', async () => {
    const bench = await start({});
    const { iid } = gitRef(await bench.remote.execute(anIssue()));
    const file = aGitFile(iid);
    // Both have looked before either has written.
    await Promise.all([bench.remote.execute(file), bench.remote.execute(file)]);
    const notes = async () =>
      ((await bench.gitItems('issue')).find((item) => item.iid === iid)?.notes ?? [])
        .map(({ body }) => body)
        .filter((body) => body.includes(file.marker));
    const [first, ...others] = await notes();
    expect(others).toHaveLength(1);
    const words = `Please look at this one:\n\n${first}`;
    await write(bench, iid, words);
    done(await bench.remote.execute(again(file)));
    expect(await notes()).toEqual([first, words]);
  });

  it('removes a repeat of a note that this app wrote in other words, and leaves one that a person changed', async () => {
    const bench = await start({});
    const { iid } = gitRef(await bench.remote.execute(anIssue()));
    const note = aNote(iid, 'Rejected for “Summit”');
    const bodies = async () =>
      ((await bench.gitItems('issue')).find((item) => item.iid === iid)?.notes ?? []).map(({ body }) => body);
    // The first is given up and takes effect late, when the request has another name.
    await Promise.all([
      bench.remote.execute(note),
      bench.remote.execute({ ...note, body: 'Rejected for “Summit Graz”' }),
    ]);
    const [first = '', second = ''] = await bodies();
    expect(second).toContain(note.marker);
    const changed = first.replace('Rejected', 'Rejected by mistake');
    await write(bench, iid, changed);
    done(await bench.remote.execute(again(note)));
    expect(await bodies()).toEqual([first, changed]);
  });

  it('a request that takes effect after it was given up is found by the next reading and closed', async () => {
    const bench = await start({});
    const { cursor } = await round(bench, null, 50);
    const issue = anIssue({ title: 'Late' });
    const { iid } = gitRef(await bench.remote.execute(issue));
    const kept = (await bench.gitItems('issue')).find((item) => item.iid === iid);
    // The server carries the lost first request out only now.
    const made = await fetch(`${bench.gitlab.url}/api/v4/projects/201/issues`, {
      method: 'POST',
      headers: { 'private-token': 'glpat-dana', 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'Late', description: kept?.description }),
    });
    const twin = (await made.json()) as { iid: number };
    const { rows } = await round(bench, cursor, 50);
    const all = (await bench.gitItems('issue')).filter(({ title }) => title === 'Late');
    expect(all.find((item) => item.iid === twin.iid)).toMatchObject({ state: 'closed' });
    expect(all.find((item) => item.iid === iid)).toMatchObject({ state: 'opened' });
    const taken = rows
      .filter(({ recordId }) => recordId === issue.marker)
      .map(({ ref }) => ref.remote === 'gitlab' && ref.iid);
    expect(new Set(taken)).toEqual(new Set([iid]));
    const later = await round(bench, cursor, 50);
    expect(later.rows.filter(({ recordId }) => recordId === issue.marker)).toHaveLength(1);
  });

  it('SY-101 the first one that was not shown for a moment still counts, and one that was deleted does not', async () => {
    const bench = await start({});
    const { cursor } = await round(bench, null, 50);
    const numberOf = async (title: string): Promise<number> =>
      gitRef(await bench.remote.execute(anIssue({ title }))).iid ?? 0;
    const late = async (iid: number): Promise<number> => {
      const first = (await bench.gitItems('issue')).find((item) => item.iid === iid);
      const made = await fetch(`${bench.gitlab.url}/api/v4/projects/201/issues`, {
        method: 'POST',
        headers: { 'private-token': 'glpat-dana', 'content-type': 'application/json' },
        body: JSON.stringify({ title: first?.title, description: first?.description }),
      });
      return ((await made.json()) as { iid: number }).iid;
    };
    const kept = await numberOf('Not shown');
    const twin = await late(kept);
    const hidden = { kind: 'status', status: 404, body: { message: '404 Not found' } } as const;
    await bench.fault('gitlab', { ...hidden, times: 2, match: { method: 'GET', path: `/issues/${kept}$` } });
    let page = await bench.remote.pull({ stream: 'gitlab-issues', cursor, limit: 50 });
    while (page.kind === 'page' && page.more)
      page = await bench.remote.pull({ stream: 'gitlab-issues', cursor: page.cursor, limit: 50 });
    expect(page).toMatchObject({ kind: 'wait' });
    await round(bench, cursor, 50);
    const all = await bench.gitItems('issue');
    expect(all.find(({ iid }) => iid === kept)?.state).toBe('opened');
    expect(all.find(({ iid }) => iid === twin)?.state).toBe('closed');

    const deleted = await numberOf('Deleted');
    const left = await late(deleted);
    await bench.gitChange('DELETE', `/projects/{project}/issues/${deleted}`);
    const { rows } = await round(bench, cursor, 50);
    expect(rows.find(({ ref }) => ref.remote === 'gitlab' && ref.iid === left)?.recordId).not.toBeNull();
    expect((await bench.gitItems('issue')).find(({ iid }) => iid === left)?.state).toBe('opened');
  });

  it('the word why a twin was closed is left once, also when its closing has to be tried again', async () => {
    const bench = await start({});
    const { cursor } = await round(bench, null, 50);
    const issue = anIssue({ title: 'Told once' });
    await Promise.all([bench.remote.execute(issue), bench.remote.execute(issue)]);
    await bench.fault('gitlab', { kind: 'drop-before', match: { method: 'PUT', path: '/issues/' } });
    await bench.remote.pull({ stream: 'gitlab-issues', cursor, limit: 50 });
    await round(bench, cursor, 50);
    const all = (await bench.gitItems('issue')).filter(({ title }) => title === 'Told once');
    const closed = all.find(({ state }) => state === 'closed');
    expect(all).toHaveLength(2);
    expect(closed?.notes.filter(({ body }) => body.startsWith('Closed by'))).toHaveLength(1);
  });

  it('a twin that was changed since is found on a later page of a long reading too', async () => {
    const stamp = (n: number) => `2026-10-01T00:00:${String(n).padStart(2, '0')}.000Z`;
    const bench = await start({ gitlab: { issues: issues(50, stamp), epics: [] } });
    const { cursor } = await round(bench, null, 20);
    const issue = anIssue({ title: 'Late' });
    const { iid } = gitRef(await bench.remote.execute(issue));
    const kept = (await bench.gitItems('issue')).find((item) => item.iid === iid);
    const made = await fetch(`${bench.gitlab.url}/api/v4/projects/201/issues`, {
      method: 'POST',
      headers: { 'private-token': 'glpat-dana', 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'Late', description: kept?.description }),
    });
    const twin = (await made.json()) as { iid: number };
    // Enough changes that the twin, which a colleague labels at last, comes on a page that begins after its birth.
    for (let n = 1; n <= 45; n += 1)
      await bench.gitChange('PUT', `/projects/{project}/issues/${n}`, { title: `Moved ${n}` });
    await bench.gitChange('PUT', `/projects/{project}/issues/${twin.iid}`, { add_labels: 'Later' });
    await round(bench, cursor, 20);
    const state = (await bench.gitItems('issue')).filter(({ title }) => title === 'Late');
    expect(state.find((item) => item.iid === twin.iid)).toMatchObject({ state: 'closed' });
    expect(state.find((item) => item.iid === iid)).toMatchObject({ state: 'opened' });
  });

  it('SY-101 leaves open what this person made of an issue with Clone', async () => {
    const bench = await start({});
    const { cursor } = await round(bench, null, 50);
    const { iid } = gitRef(await bench.remote.execute(anIssue({ title: 'Twice on purpose' })));
    const made = await fetch(`${bench.gitlab.url}/api/v4/projects/201/issues/${iid}/clone`, {
      method: 'POST',
      headers: { 'private-token': 'glpat-dana', 'content-type': 'application/json' },
      body: JSON.stringify({ to_project_id: 201 }),
    });
    expect(made.status).toBe(201);
    await round(bench, cursor, 50);
    const both = (await bench.gitItems('issue')).filter(({ title }) => title === 'Twice on purpose');
    expect(both.map(({ state }) => state)).toEqual(['opened', 'opened']);
  });

  it('does not ask about what it made itself', async () => {
    const bench = await start({});
    const { cursor } = await round(bench, null, 50);
    done(await bench.remote.execute(anIssue()));
    await bench.requests('gitlab');
    await round(bench, cursor, 50);
    expect((await bench.requests('gitlab')).filter((request) => request.includes('created_after'))).toEqual(
      [],
    );
  });

  it('a twin epic is closed as well', async () => {
    const bench = await start({});
    const epic = anEpic();
    await Promise.all([bench.remote.execute(epic), bench.remote.execute(epic)]);
    const both = (await bench.gitItems('epic')).filter(({ title }) => title === epic.title);
    expect(both).toHaveLength(2);
    const adopted = gitRef(await bench.remote.execute(again(epic)));
    const open = (await bench.gitItems('epic')).filter(
      (item) => item.title === epic.title && item.state === 'opened',
    );
    expect(open.map(({ iid }) => iid)).toEqual([adopted.iid]);
    expect(adopted.iid).toBe(Math.min(...both.map(({ iid }) => iid)));
  });

  it('finds an item although this machine’s clock is a day ahead', async () => {
    const bench = await start({});
    const issue = anIssue();
    const tomorrow = new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString();
    await bench.fault('gitlab', { kind: 'drop-after-commit', match: { method: 'POST' } });
    expect((await bench.remote.execute({ ...issue, since: tomorrow })).kind).toBe('ambiguous');
    done(await bench.remote.execute(again({ ...issue, since: tomorrow })));
    const found = (await bench.gitItems('issue')).filter(({ description }) =>
      description?.includes(issue.marker),
    );
    expect(found).toHaveLength(1);
  });
});
