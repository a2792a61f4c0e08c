import { describe, expect, it } from 'vitest';
import { GitlabSeed } from '../scenario/gitlab-seed';
import { createServerClock } from '../shared-http/clock';
import { worldState } from './control/state';
import { worldFromSeed } from './model/seed-world';
import { defaultSeed } from './support';

type Raw = ReturnType<typeof defaultSeed>;

function problems(change: (seed: Raw) => unknown): string[] {
  const seed = defaultSeed();
  change(seed);
  const result = GitlabSeed.safeParse(seed);
  return result.success
    ? []
    : result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

describe('GitLab emulator: seed', () => {
  it('names the place and the reason of what it does not understand', () => {
    expect(problems((seed) => Object.assign(seed.issues[0] ?? {}, { author: 'nobody' }))).toEqual([
      'issues.0.author: no user "nobody" in this seed',
    ]);
    expect(problems((seed) => seed.issues[3]?.assignees.push('ghost'))).toEqual([
      'issues.3.assignees.1: no user "ghost" in this seed',
    ]);
    expect(
      problems((seed) => Object.assign(seed.issues[1] ?? {}, { epic: 'none', template: 'none' })),
    ).toEqual([
      'issues.1.epic: no epic "none" in this seed',
      'issues.1.template: no issue template "none" in this seed',
    ]);
    expect(problems((seed) => Object.assign(seed.projects[0] ?? {}, { path: 'alone' }))).toContain(
      'projects.0.path: a project lies inside a group',
    );
    expect(problems((seed) => Object.assign(seed.groups[1] ?? {}, { path: 'elsewhere/regions' }))).toContain(
      'groups.1.path: no group "elsewhere" in this seed',
    );
    expect(problems((seed) => Object.assign(seed.epics[0] ?? {}, { due: 'soon' }))).toEqual([
      'epics.0.due: a date like 2026-05-31 or a token like @day+10',
    ]);
    expect(problems((seed) => Object.assign(seed.groups[0]?.labels[0] ?? {}, { colour: 'red' }))[0]).toMatch(
      /^groups\.0\.labels\.0: .*colour/,
    );
  });

  it('the shipped seed has the labels of POP in both spellings, five templates, twelve issues and two epics', () => {
    const seed = defaultSeed();
    expect(seed.groups[0]?.labels.map((label) => label.name)).toEqual(
      expect.arrayContaining([
        'MDF-POP',
        'verticurl',
        'MDF::POP Pending',
        'MDF::POP Approval Needed',
        'MDF:: POP Approved',
        'MDF:: POP Completed',
      ]),
    );
    expect(Object.keys(seed.projects[0]?.issueTemplates ?? {})).toHaveLength(5);
    expect([seed.issues.length, seed.epics.length]).toEqual([12, 2]);
  });

  it('what was closed or written long ago carries the times of then', () => {
    const world = worldFromSeed(defaultSeed(), createServerClock());
    const { issues } = worldState(world) as {
      issues: { iid: number; updatedAt: string; closedAt: string | null }[];
    };
    const closed = issues.find((issue) => issue.iid === 12);
    expect(closed?.closedAt).toBe(closed?.updatedAt);
    expect([...world.notes.values()].every((note) => note.createdAt < world.now())).toBe(true);
  });
});
