import { describe, expect, it } from 'vitest';
import type { RemoteCommand } from '../../../shared/schema/remote-command';
import {
  again,
  aGitFile,
  aLink,
  aNote,
  anEdit,
  anEpic,
  anIssue,
  done,
  gitRef,
  rowOf,
  sampleSha256,
} from './commands';
import type { ContractBench, GitItem } from './contract-bench';

/** What every remote does with GitLab writes. */
export function gitContract(bench: () => ContractBench): void {
  async function marked(kind: 'issue' | 'epic', marker: string): Promise<GitItem[]> {
    return (await bench().gitItems(kind)).filter(({ description }) => description?.includes(marker));
  }

  async function theIssue(iid: number): Promise<GitItem> {
    const found = (await bench().gitItems('issue')).find((issue) => issue.iid === iid);
    if (!found) throw new Error(`no issue ${iid}`);
    return found;
  }

  async function aNewIssue(): Promise<{ iid: number; id: number; stamp: string }> {
    return gitRef(await bench().remote.execute(anIssue()));
  }

  async function tryTwice(command: RemoteCommand, path: string): Promise<void> {
    await bench().fault('gitlab', { kind: 'drop-after-commit', match: { method: 'POST', path } });
    expect((await bench().remote.execute(command)).kind).toBe('ambiguous');
    done(await bench().remote.execute(again(command)));
  }

  describe('git.epic', () => {
    it('MDF-13 makes a confidential epic with dates, labels and its marker', async () => {
      const epic = anEpic();
      const row = rowOf(await bench().remote.execute(epic));
      expect(row).toMatchObject({
        stream: 'gitlab-epics',
        recordId: epic.marker,
        fields: {
          title: epic.title,
          body: epic.body,
          start: '2026-12-01',
          due: '2026-12-02',
          state: 'opened',
          labels: ['MDF'],
        },
      });
      const [stored, ...others] = await marked('epic', epic.marker);
      expect(others).toEqual([]);
      expect(stored).toMatchObject({ confidential: true, start: '2026-12-01', due: '2026-12-02' });
    });

    it('G3 makes one epic when the answer to the first try was lost', async () => {
      const epic = anEpic();
      await tryTwice(epic, '/epics$');
      expect(await marked('epic', epic.marker)).toHaveLength(1);
    });

    it('G3 makes the epic on a repeat when the first try never arrived', async () => {
      const epic = anEpic();
      await bench().fault('gitlab', { kind: 'drop-before', match: { method: 'POST', path: '/epics$' } });
      expect((await bench().remote.execute(epic)).kind).toBe('ambiguous');
      done(await bench().remote.execute(again(epic)));
      expect(await marked('epic', epic.marker)).toHaveLength(1);
    });
  });

  describe('git.issue', () => {
    it('MDF-6 makes an issue from its template with labels, assignee and due date', async () => {
      const issue = anIssue({ assignee: 'verticurl-agency' });
      const row = rowOf(await bench().remote.execute(issue));
      expect(row).toMatchObject({
        stream: 'gitlab-issues',
        recordId: issue.marker,
        fields: {
          body: issue.body,
          labels: ['MDF-POP', 'MDF::POP Pending'],
          assignees: ['verticurl-agency'],
          due: '2027-01-05',
        },
      });
      const [stored, ...others] = await marked('issue', issue.marker);
      expect(others).toEqual([]);
      expect(stored?.description).toContain('## Proof of performance review');
    });

    it('G3 makes one issue when the answer to the first try was lost', async () => {
      const issue = anIssue();
      await tryTwice(issue, '/issues$');
      expect(await marked('issue', issue.marker)).toHaveLength(1);
    });

    it('G3 closes the twin that a late request left, and keeps one', async () => {
      const issue = anIssue({ title: 'A late request' });
      // Two requests that have both looked before either has written.
      await Promise.all([bench().remote.execute(issue), bench().remote.execute(issue)]);
      expect(await marked('issue', `channel-desk:${issue.marker}`)).toHaveLength(2);
      done(await bench().remote.execute(again(issue)));
      const open = (await bench().gitItems('issue')).filter(
        ({ title, state }) => title === 'A late request' && state === 'opened',
      );
      expect(open).toHaveLength(1);
      expect(await marked('issue', `channel-desk:${issue.marker}`)).toHaveLength(1);
      const closed = (await bench().gitItems('issue')).find(
        ({ title, state }) => title === 'A late request' && state === 'closed',
      );
      expect(closed?.notes.some(({ body }) => body.includes('twin'))).toBe(true);
    });

    it('names a template and an assignee that do not exist, and makes nothing', async () => {
      const noTemplate = anIssue({ template: 'no_such_template' });
      expect(await bench().remote.execute(noTemplate)).toMatchObject({
        kind: 'refused',
        refusal: { code: 'no-template' },
      });
      const noUser = anIssue({ assignee: 'nobody-here' });
      expect(await bench().remote.execute(noUser)).toMatchObject({
        kind: 'refused',
        refusal: { code: 'no-user' },
      });
      expect(await marked('issue', noTemplate.marker)).toEqual([]);
      expect(await marked('issue', noUser.marker)).toEqual([]);
    });
  });

  describe('git.link', () => {
    it('MDF-6 puts an issue into its epic, once', async () => {
      const epic = gitRef(await bench().remote.execute(anEpic()));
      const issue = await aNewIssue();
      const link = aLink(epic.iid, issue.id);
      expect(gitRef(await bench().remote.execute(link))).toMatchObject({ iid: issue.iid, id: issue.id });
      expect((await theIssue(issue.iid)).epicIid).toBe(epic.iid);
      done(await bench().remote.execute(link));
      done(await bench().remote.execute(again(link)));
    });

    it('G3 survives the loss of the answer', async () => {
      const epic = gitRef(await bench().remote.execute(anEpic()));
      const issue = await aNewIssue();
      await tryTwice(aLink(epic.iid, issue.id), '/epics/');
      expect((await theIssue(issue.iid)).epicIid).toBe(epic.iid);
    });
  });

  describe('git.edit', () => {
    it('changes our part of the description and leaves people’s words', async () => {
      const issue = anIssue();
      const { iid } = gitRef(await bench().remote.execute(issue));
      const before = (await theIssue(iid)).description ?? '';
      const people = before.replace('**Requisition:**', '**Requisition:** ZIP-1');
      await bench().gitChange('PUT', `/projects/{project}/issues/${iid}`, {
        description: `Please hurry.\n\n${people}`,
      });
      const row = rowOf(await bench().remote.execute(anEdit(iid, { body: '- Approved: 6,000.00 EUR' })));
      expect(row.fields['body']).toBe('- Approved: 6,000.00 EUR');
      const after = (await theIssue(iid)).description ?? '';
      expect(after).toContain('Please hurry.');
      expect(after).toContain('ZIP-1');
      expect(after).not.toContain('5,000.00');
      expect(row.recordId).toBe(issue.marker);
    });

    it('SY-111 adds links to an epic without touching what people wrote in our part and around it', async () => {
      const { iid } = gitRef(await bench().remote.execute(anEpic()));
      const theEpic = async () => (await bench().gitItems('epic')).find((epic) => epic.iid === iid);
      const made = (await theEpic())?.description ?? '';
      const people = `Before\n\n${made.replace('- [ ] Partner told', '- [x] Partner told, /who else?\n\nOur words')}`;
      await bench().gitChange('PUT', `/groups/{group}/epics/${iid}`, { description: people });
      const lines = [
        { text: '* [One](https://git.example/1)', url: 'https://git.example/1' },
        { text: '* [Two](https://git.example/2)', url: 'https://git.example/2' },
      ];
      const add = (count: number) =>
        anEdit(iid, { type: 'epic', addLinks: { heading: '## Issues', lines: lines.slice(0, count) } });
      rowOf(await bench().remote.execute(add(1)));
      rowOf(await bench().remote.execute(add(2)));
      rowOf(await bench().remote.execute(again(add(2))));
      const list =
        '\n\n## Issues\n\n* [One](https://git.example/1)\n* [Two](https://git.example/2)\n<!-- channel-desk:end';
      expect((await theEpic())?.description).toBe(people.replace('\n<!-- channel-desk:end', () => list));
    });

    it('POP-2 moves the scoped label in the spelling of the project', async () => {
      const { iid } = await aNewIssue();
      const row = rowOf(await bench().remote.execute(anEdit(iid, { scopedLabel: 'MDF::POP Approved' })));
      expect(row.fields['labels']).toEqual(['MDF-POP', 'MDF:: POP Approved']);
    });

    it('G4 writes nothing over a newer state and gives that state back', async () => {
      const { iid, stamp } = await aNewIssue();
      await bench().gitChange('PUT', `/projects/{project}/issues/${iid}`, { title: 'Renamed by somebody' });
      const outcome = await bench().remote.execute(
        anEdit(iid, { title: 'Renamed here', expectStamp: stamp }),
      );
      expect(outcome).toMatchObject({ kind: 'stale', theirs: { fields: { title: 'Renamed by somebody' } } });
      expect((await theIssue(iid)).title).toBe('Renamed by somebody');
    });

    it('G3 an edit that is already there counts as done, whatever the stamp', async () => {
      const { iid, stamp } = await aNewIssue();
      const edit = anEdit(iid, { title: 'New title', due: '2027-02-01', close: true, expectStamp: stamp });
      await bench().fault('gitlab', { kind: 'drop-after-commit', match: { method: 'PUT' } });
      expect((await bench().remote.execute(edit)).kind).toBe('ambiguous');
      const row = rowOf(await bench().remote.execute(again(edit)));
      expect(row.fields).toMatchObject({ title: 'New title', due: '2027-02-01', state: 'closed' });
    });

    it('changes and closes an epic', async () => {
      const { iid } = gitRef(await bench().remote.execute(anEpic()));
      const row = rowOf(
        await bench().remote.execute(
          anEdit(iid, { type: 'epic', title: '[CANCELED] MDF', due: '2027-03-01', close: true }),
        ),
      );
      expect(row.fields).toMatchObject({ title: '[CANCELED] MDF', due: '2027-03-01', state: 'closed' });
    });

    it('G4 waits when an issue was not shown once and is there (P5, 5)', async () => {
      const { iid } = await aNewIssue();
      const fault = { kind: 'status', status: 404, body: { message: '404 Not found' } } as const;
      await bench().fault('gitlab', { ...fault, match: { method: 'GET', path: `/issues/${iid}$` } });
      const edit = anEdit(iid, { title: 'Still there' });
      expect((await bench().remote.execute(edit)).kind).toBe('wait');
      expect(rowOf(await bench().remote.execute(again(edit))).fields).toMatchObject({ title: 'Still there' });
    });

    it('says gone for an issue that was deleted', async () => {
      const { iid } = await aNewIssue();
      await bench().gitChange('DELETE', `/projects/{project}/issues/${iid}`);
      expect((await bench().remote.execute(anEdit(iid, { title: 'x' }))).kind).toBe('gone');
    });
  });

  describe('git.file and git.note', () => {
    it('G7 uploads a file byte for byte and leaves one note with it', async () => {
      const { iid } = await aNewIssue();
      const file = aGitFile(iid);
      const { ref } = done(await bench().remote.execute(file));
      expect(ref).toMatchObject({ remote: 'gitlab', type: 'upload' });
      const notes = (await theIssue(iid)).notes.filter(({ body }) => body.includes(file.marker));
      expect(notes).toHaveLength(1);
      expect(ref.remote === 'gitlab' && notes[0]?.body.includes(ref.markdown ?? 'none')).toBe(true);
      const uploads = await bench().gitUploads();
      expect(uploads.at(-1)?.sha256).toBe(sampleSha256);
    });

    it('G3 leaves one note when the answer to the note, or to the upload, was lost', async () => {
      const { iid } = await aNewIssue();
      const file = aGitFile(iid);
      await tryTwice(file, '/notes$');
      const other = aGitFile(iid);
      await tryTwice(other, '/uploads$');
      const { notes } = await theIssue(iid);
      expect(notes.filter(({ body }) => body.includes(file.marker))).toHaveLength(1);
      expect(notes.filter(({ body }) => body.includes(other.marker))).toHaveLength(1);
    });

    it('gives the same pointer when it finds its note again', async () => {
      const { iid } = await aNewIssue();
      const file = aGitFile(iid);
      const first = done(await bench().remote.execute(file));
      const second = done(await bench().remote.execute(again(file)));
      expect(second.ref).toEqual(first.ref);
    });

    it('G3 leaves one note, and a line that looks like a command stays a line', async () => {
      const { iid } = await aNewIssue();
      const note = aNote(iid, 'Thanks.\n/close\n  /label ~MDF');
      await tryTwice(note, '/notes$');
      const issue = await theIssue(iid);
      expect(issue.state).toBe('opened');
      const notes = issue.notes.filter(({ body }) => body.includes(note.marker));
      expect(notes).toHaveLength(1);
      expect(notes[0]?.body).toContain('\\/close');
    });
  });
}
