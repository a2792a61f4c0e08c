import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { useGitlab } from './harness';
import { type Answer, numberIn, PROJECT_URL, textIn, TOKENS } from './support';

describe('GitLab emulator: uploads', () => {
  const { gitlab, call } = useGitlab();

  function upload(name: string, bytes: Uint8Array): Promise<Answer> {
    const body = new FormData();
    body.append('file', new Blob([Buffer.from(bytes)]), name);
    return call('POST', `${PROJECT_URL}/uploads`, { body });
  }
  function fetchAs(token: string | null, path: string): Promise<Response> {
    return fetch(gitlab().url + path, {
      headers: token === null ? {} : { 'private-token': token },
      redirect: 'manual',
    });
  }

  it('answers five fields with a relative url, and gives the same bytes back by API', async () => {
    const bytes = randomBytes(100_000);
    const { status, row } = await upload('Invoice 2026/07 (März).pdf', bytes);
    expect(status).toBe(201);
    expect(Object.keys(row)).toEqual(['id', 'alt', 'url', 'full_path', 'markdown']);
    expect(textIn(row, 'url')).toMatch(/^\/uploads\/[0-9a-f]{32}\/07__März_\.pdf$/);
    expect(row['full_path']).toBe(`/-/project/201${textIn(row, 'url')}`);
    expect(row['markdown']).toBe(`[07__März_.pdf](${textIn(row, 'url')})`);
    const path = `/api/v4${PROJECT_URL}${textIn(row, 'url')}`;
    const answer = await fetchAs(TOKENS.reporter, encodeURI(path).replace('%252F', '%2F'));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it('pictures are embedded and named without their ending', async () => {
    const { row } = await upload('photo.JPG', randomBytes(10));
    expect(row['alt']).toBe('photo');
    expect(row['markdown']).toBe(`![photo](${textIn(row, 'url')})`);
  });

  it('the list and the way by id are for maintainers; the secret is not in the list', async () => {
    const bytes = randomBytes(321);
    const { row } = await upload('leads.csv', bytes);
    const list = await call('GET', `${PROJECT_URL}/uploads`, { token: TOKENS.maintainer });
    expect(list.rows).toMatchObject([
      { id: row['id'], size: 321, filename: 'leads.csv', uploaded_by: { username: 'dana.weber' } },
    ]);
    expect(list.text).not.toContain(textIn(row, 'url').split('/')[2]);
    const refused = await call('GET', `${PROJECT_URL}/uploads`, { token: TOKENS.reporter });
    expect([refused.status, refused.row]).toEqual([403, { message: '403 Forbidden' }]);
    const path = `${PROJECT_URL}/uploads/${numberIn(row, 'id')}`;
    expect((await fetchAs(TOKENS.owner, `/api/v4${path}`)).status).toBe(200);
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('GET', path)).status).toBe(404);
  });

  it('without access there is nothing; the paths of a browser know no tokens', async () => {
    const { row } = await upload('a.txt', randomBytes(5));
    const path = `/api/v4${PROJECT_URL}${textIn(row, 'url')}`;
    expect((await fetchAs(TOKENS.outsider, path)).status).toBe(404);
    expect((await fetchAs(null, path)).status).toBe(401);
    for (const token of [null, TOKENS.reporter]) {
      const web = await fetchAs(token, textIn(row, 'full_path'));
      expect([web.status, web.headers.get('location')]).toEqual([302, '/users/sign_in']);
    }
    const project = await call('GET', PROJECT_URL);
    const named = await fetchAs(
      TOKENS.reporter,
      `/${textIn(project.row, 'path_with_namespace')}${textIn(row, 'url')}`,
    );
    expect(named.status).toBe(404);
  });

  it('refuses a body without the file, and one that is cut', async () => {
    const body = new FormData();
    body.append('document', new Blob(['x']), 'x.txt');
    const other = await call('POST', `${PROJECT_URL}/uploads`, { body });
    expect([other.status, other.row]).toEqual([400, { error: 'file is missing' }]);
    const text = await call('POST', `${PROJECT_URL}/uploads`, { form: { file: 'x' } });
    expect(text.row).toEqual({ error: 'file is invalid' });
    const cut = await call('POST', `${PROJECT_URL}/uploads`, {
      body: '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhal',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
    });
    expect(cut.status).toBe(400);
  });

  it('bytes with boundary-like lines and empty files survive', async () => {
    for (const bytes of [Buffer.from('\r\n--\r\n--x\r\n'), Buffer.alloc(0)]) {
      const { row } = await upload('odd.bin', bytes);
      const state = (await (await fetch(`${gitlab().controlUrl}/state`)).json()) as {
        uploads: { id: number; sha256: string; size: number }[];
      };
      const found = state.uploads.find((candidate) => candidate.id === row['id']);
      expect(found).toMatchObject({
        size: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      });
    }
  });
});
