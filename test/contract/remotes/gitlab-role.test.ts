import { describe, expect, it } from 'vitest';
import { setRole } from '../../emulators/gitlab/control/control-routes';
import { deskOver } from '../../sync/support/over-http';
import { useBenches } from './bench-pool';
import { anEdit, anIssue, done, gitRef, rowOf } from './commands';
import type { EmulatorBench } from './emulator-bench';

const start = useBenches();
const REQUEST = '11111111-0000-4000-8000-000000000001';
const PLACES = ['channel-marketing', 'channel-marketing/partner-marketing'];

function become(bench: EmulatorBench, access: 'guest' | 'owner'): void {
  for (const path of PLACES) setRole(bench.gitlab.world, 'dana.weber', path, access);
}

describe('a GitLab role that may not set everything', () => {
  it('SY-88 a label that GitLab drops without a word stops the edit, and is taken once it is there', async () => {
    const bench = await start();
    const { iid } = gitRef(await bench.remote.execute(anIssue()));
    become(bench, 'guest');
    const edit = anEdit(iid, { scopedLabel: 'MDF::POP Approved', title: 'Renamed', due: '2027-02-02' });
    const outcome = await bench.remote.execute(edit);
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'left-out' } });
    const message = outcome.kind === 'refused' ? outcome.refusal.message : '';
    expect(message).toMatch(/the label “MDF:: ?POP Approved”/);
    expect(message).toContain('the due date');
    expect(message).not.toContain('the title');
    become(bench, 'owner');
    const { fields } = rowOf(await bench.remote.execute(edit));
    expect(fields).toMatchObject({ title: 'Renamed', due: '2027-02-02' });
    expect(fields['labels']).toContain('MDF:: POP Approved');
  });

  it('SY-88 a new issue without its labels, assignee and date stops, and is made once', async () => {
    const bench = await start();
    become(bench, 'guest');
    const issue = anIssue({ assignee: 'marcus.lind', template: null });
    const outcome = await bench.remote.execute(issue);
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'left-out' } });
    const message = outcome.kind === 'refused' ? outcome.refusal.message : '';
    for (const part of ['“MDF-POP”', '“MDF::POP Pending”', 'the assignee', 'the due date'])
      expect(message).toContain(part);
    become(bench, 'owner');
    done(await bench.remote.execute(issue));
    const made = (await bench.gitItems('issue')).filter((item) => item.description?.includes(issue.marker));
    expect(made).toHaveLength(1);
  });

  it('SY-35 SY-88 a claim keeps its stage here while its label cannot be set', async () => {
    const bench = await start();
    const { desk, partnerId } = await deskOver(bench);
    const request = await desk.request({ id: REQUEST, partnerId });
    await desk.approve(REQUEST);
    await desk.settle();
    become(bench, 'guest');
    const claim = await desk.claim(REQUEST, { partnerId: request.partnerId, stage: 'approval-needed' });
    await desk.settle();
    expect((await desk.get('claim', claim.id)).stage).toBe('approval-needed');
    const [intent] = await desk.intents('claim', claim.id);
    expect(intent).toMatchObject({ state: 'parked', problem: { code: 'left-out' } });
  });
});
