import { describe, expect, it } from 'vitest';
import type { Task } from '../../../renderer/features/today/task';
import { tasksOf } from '../../../renderer/features/today/tasks';
import type { Claim } from '../../../shared/schema/claim';
import { Instant } from '../../../shared/schema/values';
import { taskSources } from '../../support/task-sources';
import { aClaim, aDocument, aFundRequest } from '../../support/records';

const request = aFundRequest({
  approval: { kind: 'approved', at: '2026-10-01T09:00:00.000Z' },
  activityType: 'events',
  start: '2026-11-02',
  end: '2026-11-12',
});

function tasksOn(day: string, proof: string | null, claim: Claim | null = null): Task[] {
  const now = Instant.parse(`${day}T09:00:00.000Z`);
  const document = aDocument({ requestId: request.id, proof, createdAt: '2026-10-20T09:00:00.000Z' });
  const claims = claim === null ? [] : [claim];
  const tasks = tasksOf(taskSources(now, { requests: [request], claims, documents: [document] }));
  return tasks.filter(({ id }) => id.endsWith(request.id) || id === 'lapsed');
}

const ids = (tasks: readonly Task[]): string[] => tasks.map(({ id }) => id);

describe('what was filed before its day', () => {
  it('POP-1 makes a task of what was filed and handed in but not counted as received', () => {
    const [task, ...others] = tasksOn('2026-11-20', 'agenda');
    expect(others).toEqual([]);
    expect(task).toMatchObject({
      id: `receive-${request.id}`,
      todo: 'Count as received',
      group: 'later',
      deadline: { due: '2026-12-17' },
      target: { kind: 'screen', screen: 'pop', params: { id: request.id } },
      notice: null,
    });
    expect(tasksOn('2026-12-20', 'agenda')).toMatchObject([{ todo: 'Count as received', group: 'overdue' }]);
    // Nothing lapses of what is here.
    expect(ids(tasksOn('2027-06-01', 'agenda'))).toEqual([`receive-${request.id}`]);
  });

  it('POP-1 makes none of what is not handed in yet, nor of what is received or closed', () => {
    expect(ids(tasksOn('2026-10-25', 'agenda'))).toEqual([]);
    expect(ids(tasksOn('2026-11-20', null))).toEqual([`pop-${request.id}`]);
    const of = { requestId: request.id, partnerId: request.partnerId };
    const received = aClaim({ ...of, stage: 'approval-needed', receivedAt: '2026-11-13T09:00:00.000Z' });
    expect(ids(tasksOn('2026-11-20', 'agenda', received))).toEqual([`review-${request.id}`]);
    const decision = { kind: 'rejected', at: '2026-11-13T09:00:00.000Z', by: 'Ada', note: 'Off.' };
    expect(ids(tasksOn('2026-11-20', 'agenda', aClaim({ ...of, decision })))).toEqual([]);
  });
});
