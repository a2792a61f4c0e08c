import { describe, expect, it } from 'vitest';
import { aCrmFile, again, aNote, anIssue, aRequestPut, crmId, done, gitRef } from './commands';
import type { ContractBench, RemoteName } from './contract-bench';

/** How every remote answers when the network or the server does not do its part. */
export function failureContract(bench: () => ContractBench): void {
  const remotes: readonly RemoteName[] = ['salesforce', 'gitlab'];

  function aWrite(where: RemoteName) {
    return where === 'salesforce' ? aRequestPut(bench().partnerId) : anIssue();
  }

  function write(where: RemoteName) {
    return bench().remote.execute(aWrite(where));
  }

  function read(where: RemoteName) {
    return bench().remote.pull({
      stream: where === 'salesforce' ? 'partners' : 'gitlab-issues',
      cursor: null,
      limit: 5,
    });
  }

  const writing = { salesforce: { method: 'POST' }, gitlab: { method: 'POST' } } as const;

  describe.each(remotes)('failures of %s', (where) => {
    it('G9 waits as long as it is told to', async () => {
      await bench().fault(where, {
        kind: 'status',
        status: 503,
        body: 'down',
        headers: { 'Retry-After': '7' },
        match: writing[where],
      });
      expect(await write(where)).toMatchObject({ kind: 'wait', afterMs: 7000 });
      await bench().fault(where, {
        kind: 'status',
        status: 429,
        body: 'Retry later',
        headers: { 'Retry-After': '3' },
      });
      expect(await read(where)).toMatchObject({ kind: 'wait', afterMs: 3000 });
    });

    it('G9 knows the limit of the system, with and without a time', async () => {
      await bench().fault(where, { kind: 'request-limit' });
      // Salesforce's limit is one of the day, so it is left alone for longer than a moment.
      const afterMs = where === 'salesforce' ? 15 * 60_000 : null;
      expect(await read(where)).toMatchObject({ kind: 'wait', afterMs });
      await bench().fault(where, { kind: 'request-limit', match: writing[where] });
      expect((await write(where)).kind).toBe('wait');
    });

    it('G5 a locked row is a reason to wait, not to give up', async () => {
      await bench().fault(where, { kind: 'lock-row', match: writing[where] });
      expect((await write(where)).kind).toBe('wait');
    });

    it('G3 an answer that comes damaged leaves the write in doubt', async () => {
      for (const kind of ['truncate', 'malformed-json'] as const) {
        await bench().fault(where, { kind, match: writing[where] });
        const command = aWrite(where);
        expect((await bench().remote.execute(command)).kind).toBe('ambiguous');
        done(await bench().remote.execute(again(command)));
      }
    });

    it('G3 an internal error leaves the write in doubt', async () => {
      await bench().fault(where, { kind: 'status', status: 500, body: {}, match: writing[where] });
      expect((await write(where)).kind).toBe('ambiguous');
    });

    it('a read that comes damaged is as if nothing had come', async () => {
      for (const kind of ['truncate', 'malformed-json', 'reset'] as const) {
        await bench().fault(where, { kind });
        expect((await read(where)).kind).toBe('unreachable');
      }
    });

    it('G3 a lost look-up keeps an earlier try in doubt', async () => {
      const command = aWrite(where);
      done(await bench().remote.execute(command));
      await bench().fault(where, { kind: 'reset', match: { method: 'GET' } });
      expect((await bench().remote.execute(again(command))).kind).toBe('ambiguous');
    });

    it('G3 before anything was written, a failure is harmless', async () => {
      const command =
        where === 'salesforce' ? aRequestPut(bench().partnerId) : anIssue({ assignee: 'marcus.lind' });
      await bench().fault(where, { kind: 'reset', match: { method: 'GET' } });
      expect((await bench().remote.execute(command)).kind).toBe('unreachable');
    });
  });

  it('G3 a file is in doubt when the server asks for patience only after taking it', async () => {
    const file = aCrmFile(crmId(await bench().remote.execute(aRequestPut(bench().partnerId))));
    await bench().fault('salesforce', {
      kind: 'request-limit',
      match: { method: 'GET', path: 'FROM%20ContentVersion', count: 2 },
    });
    expect((await bench().remote.execute(file)).kind).toBe('ambiguous');
    done(await bench().remote.execute(again(file)));
    expect((await bench().crmFiles()).filter(({ title }) => title === file.name)).toHaveLength(1);
  });

  it('G3 a note that was told to wait is written once when it is sent again', async () => {
    const { iid } = gitRef(await bench().remote.execute(anIssue()));
    const note = aNote(iid);
    await bench().fault('gitlab', { kind: 'request-limit', match: { method: 'POST', path: '/notes$' } });
    expect((await bench().remote.execute(note)).kind).toBe('wait');
    done(await bench().remote.execute(again(note)));
    const issue = (await bench().gitItems('issue')).find((item) => item.iid === iid);
    expect(issue?.notes.filter(({ body }) => body.includes(note.marker))).toHaveLength(1);
  });
}
