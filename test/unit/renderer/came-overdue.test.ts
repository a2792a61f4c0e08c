import { describe, expect, it } from 'vitest';
import { tasksOf } from '../../../renderer/features/today/tasks';
import type { FundRequest } from '../../../shared/schema/fund-request';
import { Instant } from '../../../shared/schema/values';
import { aFundRequest } from '../../support/records';
import { taskSources } from '../../support/task-sources';

const now = Instant.parse('2026-11-23T09:00:00.000Z');
const imported = '2026-11-20T09:00:00.000Z';

function inReviewSince(id: string, since: string): FundRequest {
  const approval = { kind: 'in-review', level: 1, submittedAt: since, levelSince: since };
  return aFundRequest({ id, portalNumber: id, approval, createdAt: imported });
}

function lapsed(id: string, end: string): FundRequest {
  const approval = { kind: 'approved', at: imported };
  return aFundRequest({ id, portalNumber: id, approval, start: end, end, createdAt: imported });
}

function tasksFor(requests: readonly FundRequest[], on: Instant = now): string[] {
  const tasks = tasksOf(taskSources(on, { requests }));
  return tasks.filter(({ id }) => !id.startsWith('plan-')).map(({ id, group }) => `${id}: ${group}`);
}

describe('what was overdue when it was imported', () => {
  it('MDF-4 stands apart, the latest first, while what became overdue here stays where it was', () => {
    const march = inReviewSince('march', '2026-03-13T17:00:00.000Z');
    const may = inReviewSince('may', '2026-05-12T17:00:00.000Z');
    const here = inReviewSince('here', '2026-11-18T17:00:00.000Z');
    const fresh = inReviewSince('fresh', '2026-11-20T17:00:00.000Z');
    expect(tasksFor([march, fresh, may, here])).toEqual([
      'decide-may: came-overdue',
      'decide-march: came-overdue',
      'decide-here: overdue',
      'decide-fresh: week',
    ]);
  });

  it('MDF-4 is no longer apart once its next level waits', () => {
    const approval = {
      kind: 'in-review',
      level: 1,
      submittedAt: '2026-03-13T17:00:00.000Z',
      levelSince: '2026-11-20T10:00:00.000Z',
    };
    expect(tasksFor([aFundRequest({ approval, createdAt: imported })])).toEqual([
      expect.stringMatching(/: week$/),
    ]);
  });

  it('POP-7 takes in what lapsed, unless some of it lapsed here', () => {
    const ago = lapsed('ago', '2026-03-05');
    expect(tasksFor([ago])).toEqual(['lapsed: came-overdue']);
    const lapsedHere = lapsed('here', '2026-11-10');
    expect(tasksFor([ago, lapsedHere], Instant.parse('2027-03-01T09:00:00.000Z'))).toEqual([
      'lapsed: overdue',
    ]);
  });
});
