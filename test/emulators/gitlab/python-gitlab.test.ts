import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { useGitlab } from './harness';
import { type Answer, numberIn, PROJECT, PROJECT_URL, type Sending, TOKENS } from './support';

const run = promisify(execFile);
const PYTHONS = ['python3', '/usr/bin/python3', 'python'];

/** The Python on this machine that has the library; null when none has, which says why on the way. */
async function pythonWithLibrary(): Promise<string | null> {
  for (const python of PYTHONS) {
    const found = await run(python, ['-c', 'import gitlab']).then(
      () => true,
      () => false,
    );
    if (found) return python;
  }
  return null;
}

const python = await pythonWithLibrary();

describe(`GitLab emulator and python-gitlab (${python === null ? 'not on this machine: its requests by hand' : `run by ${python}`})`, () => {
  const { gitlab, call } = useGitlab();

  // What the library puts on the wire, whether it is here or not: JSON content type on every request, lists as JSON
  // lists, booleans as True in queries, iids[] in queries, {} on deletes, numbers for groups after the first look-up.
  it('the forms of request that it sends are understood', async () => {
    function ask(method: string, path: string, sending: Sending = {}): Promise<Answer> {
      const headers = { 'content-type': 'application/json', ...sending.headers };
      return call(method, path, { ...sending, headers });
    }
    expect((await ask('GET', '/user')).status).toBe(200);
    expect((await ask('GET', '/groups/channel-marketing')).row['id']).toBe(51);
    expect((await ask('GET', '/groups/51/projects?include_subgroups=True')).rows).toHaveLength(2);
    const made = await ask('POST', '/projects/201/issues', {
      json: { title: 'x', labels: ['MDF-POP', 'MDF::POP Pending'], assignee_ids: [12], confidential: true },
    });
    expect(made.row).toMatchObject({ labels: ['MDF-POP', 'MDF::POP Pending'], confidential: true });
    const iid = numberIn(made.row, 'iid');
    const saved = await ask('PUT', `/projects/201/issues/${iid}`, {
      json: { labels: ['MDF-POP', 'MDF::POP Pending', 'MDF:: POP Approved'], project_id: 201 },
    });
    expect(saved.row['labels']).toEqual(['MDF-POP', 'MDF:: POP Approved']);
    const epic = await ask('POST', '/groups/51/epics', { json: { title: 'x' } });
    const path = `/groups/51/epics/${numberIn(epic.row, 'iid')}`;
    const link = await ask('POST', `${path}/issues/${numberIn(made.row, 'id')}`, { json: {} });
    expect(link.status).toBe(201);
    expect((await ask('DELETE', `${path}/issues/${numberIn(link.row, 'id')}`, { json: {} })).status).toBe(
      200,
    );
    expect(
      (await ask('GET', `${PROJECT_URL}/issues?iids[]=1&iids[]=2&confidential=False`)).rows,
    ).toHaveLength(2);
    expect((await ask('GET', `${PROJECT_URL}/issues?labels=MDF,verticurl`)).rows).toHaveLength(2);
    expect((await ask('DELETE', `/projects/201/issues/${iid}`, { json: {} })).status).toBe(204);
    const pages = await ask('GET', `${PROJECT_URL}/issues?per_page=5&page=1`);
    expect(pages.headers.get('link')).toContain('rel="next"');
    expect(pages.headers.get('x-next-page')).toBe('2');
  });

  // Where the library is missing, the title above says so and the requests by hand stand for it.
  if (python !== null)
    it('a whole round trip by the library itself', async () => {
      const script = fileURLToPath(new URL('./python-gitlab.py', import.meta.url));
      const args = [script, gitlab().url, TOKENS.owner, 'channel-marketing', PROJECT];
      const { stdout } = await run(python, args, { env: { ...process.env, PYTHONIOENCODING: 'utf-8' } });
      expect(JSON.parse(stdout)).toMatchObject({
        user: 'dana.weber',
        created: [['MDF-POP', 'MDF::POP Pending'], true, 2],
        relabelled: ['MDF-POP', 'MDF:: POP Approved'],
        notes: ['first'],
        linked: [true],
        unlinked: 0,
        epic: 'closed',
        upload: '[Rechnung_März.pdf]',
        pages: [45, 45],
        keyset: 45,
        filtered: [1, 2],
        refusals: [
          [404, '404 Project Not Found'],
          [409, 'Label already exists'],
          [400, "{'title': [\"can't be blank\"]}"],
        ],
        milestone: ['FY27 Q4', [true], 1, ['add']],
        awards: ['Issue', 1, 'rocket'],
        todos: [['marked', true]],
        'todos left': 0,
        events: ['dana.weber', 'From Python'],
        search: [['From Python'], 1, 1],
        board: ['MDF-POP', 1],
        thread: ['why?', 'because'],
        time: '1h 30m',
        template: true,
        members: true,
        watched: true,
        label: true,
      });
    });
});
