import { describe, expect, it } from 'vitest';
import {
  applyToPlanItem,
  canonicalPlanIssue,
  projectPlanItem,
} from '../../../../shared/domain/merging/plan-item-fields';
import { planIssueDraft, titleFromIssue } from '../../../../shared/domain/merging/plan-issue';
import {
  applyToRegistration,
  countedAs,
  projectRegistration,
} from '../../../../shared/domain/merging/registration-fields';
import { aPlanItem, aRegistration } from '../../../support/records';
import { euros, projecting } from './links';

const { playbook } = projecting;

describe('a registration as an Event in Salesforce', () => {
  const registration = aRegistration();
  const applied = (fields: Parameters<typeof applyToRegistration>[1], of = registration) =>
    applyToRegistration(of, fields, projecting);

  it('PROG-2 has the exact subject, the type and no reminder', () => {
    expect(projectRegistration(aRegistration({ note: 'Soon.' }), projecting)).toEqual({
      subject: 'Microsite Program - Partner Site',
      partner: '001-one',
      date: '2026-11-10',
      note: 'Soon.',
      type: 'Marketing',
      reminder: false,
    });
    const bare = projectRegistration(aRegistration({ partnerId: 'partner-9' }), projecting);
    expect('partner' in bare).toBe(false);
    expect(bare['note']).toBeNull();
  });

  it('PROG-2 knows a program by its subject, letter by letter', () => {
    const as = (subject: string, of: { eventType?: string | null } = {}) =>
      countedAs({ subject, ...of }, projecting);
    expect(as('Microsite Program - Sales Site')).toBe('microsite-sales-site');
    expect(as('microsite program - sales site')).toBeNull();
    expect(as('Microsite Program - Sales Site', { eventType: 'Call' })).toBeNull();
    expect(as('Microsite Program - Sales Site', { eventType: null })).toBeNull();
  });

  it('PROG-2 keeps a type that the report does not count, counts it for nothing then, and takes it back', () => {
    for (const type of ['Call', null]) {
      const moved = applied({ type });
      expect(moved).toEqual({ ok: true, value: { ...registration, program: null, eventType: type } });
      if (!moved.ok) return;
      // What is wrong there is not put right by an edit of something else.
      expect(projectRegistration(moved.value, projecting).type).toBe(type);
      expect(applied({ type: 'marketing' }, moved.value)).toEqual({ ok: true, value: registration });
    }
  });

  it('PROG-2 takes every value that changed there', () => {
    const fields = {
      subject: 'Microsite Program - Sales Site',
      partner: '001-two',
      date: '2026-12-01',
      note: 'Later.',
    };
    expect(applied(fields)).toEqual({
      ok: true,
      value: {
        ...registration,
        subject: 'Microsite Program - Sales Site',
        program: 'microsite-sales-site',
        partnerId: 'partner-2',
        date: '2026-12-01',
        note: 'Later.',
      },
    });
  });

  it('PROG-2 empties its note, and nothing else', () => {
    const noted = aRegistration({ note: 'Soon.' });
    expect(applied({ subject: null, partner: null, date: null, note: null }, noted)).toEqual({
      ok: true,
      value: registration,
    });
    expect(applied({ partner: '001-stranger' })).toEqual({ ok: true, value: registration });
  });

  it('G10 names the field that a registration cannot take', () => {
    expect(applied({ date: 'soon' })).toMatchObject({ ok: false, error: { field: 'date' } });
  });
});

describe('a plan item as an issue in GitLab', () => {
  const item = aPlanItem();
  const applied = (fields: Parameters<typeof applyToPlanItem>[1], of = item) =>
    applyToPlanItem(of, fields, projecting);

  it('SY-37 tells title, body, due date and whether it is over', () => {
    const states = ['planned', 'running', 'done', 'cancelled'].filter(
      (status) => status in playbook.planning.statuses,
    );
    expect(states.map((status) => projectPlanItem(aPlanItem({ status }), projecting)['state'])).toEqual(
      states.map((status) => (status === 'done' || status === 'cancelled' ? 'closed' : 'opened')),
    );
    expect(projectPlanItem(item, projecting)).toEqual({
      title: 'Workshop - Nordlicht Systems GmbH',
      body: expect.stringContaining('2026-12-01'),
      due: '2026-12-05',
      state: 'opened',
    });
    expect(projectPlanItem(aPlanItem({ partnerId: null }), projecting)['title']).toBe('Workshop');
  });

  it('SY-37 compares a body only while nobody there has changed it', () => {
    const issue = { title: 'A', due: null, state: 'opened', labels: ['x'], body: 'One\r\ntwo' };
    const compared = { title: 'A', due: null, state: 'opened' };
    expect(canonicalPlanIssue(issue, { body: 'One\ntwo' })).toEqual({ ...compared, body: 'One\r\ntwo' });
    expect(canonicalPlanIssue(issue, { body: 'One\nthree' })).toEqual(compared);
    expect(canonicalPlanIssue(issue, {})).toEqual(compared);
    expect(canonicalPlanIssue({ title: 'A' }, { body: '' })).toEqual({ title: 'A' });
  });

  it('SY-37 takes title, due date and state', () => {
    const fields = { title: 'Webcast - Nordlicht Systems GmbH', due: '2026-12-09', state: 'closed' };
    expect(applied(fields)).toEqual({
      ok: true,
      value: { ...item, title: 'Webcast', end: '2026-12-09', status: 'done' },
    });
    expect(applied({ title: 'Ours alone' })).toMatchObject({ value: { title: 'Ours alone' } });
    expect(applied({ title: 'x'.repeat(300) })).toMatchObject({ value: { title: 'x'.repeat(255) } });
    expect(applied({ title: null, due: null, state: 'opened' })).toEqual({ ok: true, value: item });
  });

  it('SY-37 moves the start along when the due date comes before it', () => {
    expect(applied({ due: '2026-11-20' })).toMatchObject({
      value: { start: '2026-11-20', end: '2026-11-20' },
    });
    expect(applied({ due: '2026-12-01' })).toMatchObject({
      value: { start: '2026-12-01', end: '2026-12-01' },
    });
  });

  it('SY-37 keeps a milestone on a single day when its due date moves either way', () => {
    const milestone = aPlanItem({ kind: 'milestone', start: '2026-12-05', end: '2026-12-05' });
    for (const due of ['2026-12-09', '2026-11-20'] as const)
      expect(applied({ due }, milestone)).toMatchObject({ value: { start: due, end: due } });
  });

  it('SY-37 opens and closes an item, and does not take a cancelled one for done', () => {
    const cancelled = aPlanItem({ status: 'cancelled' });
    expect(applied({ state: 'closed' }, cancelled)).toEqual({ ok: true, value: cancelled });
    expect(applied({ state: 'opened' }, cancelled)).toMatchObject({ value: { status: 'planned' } });
    expect(applied({ state: 'reopened' })).toEqual({ ok: true, value: item });
  });
});

describe('the issue of a plan item', () => {
  const draftOf = (over: Parameters<typeof aPlanItem>[0], partner: string | null = 'Fjord IT') =>
    planIssueDraft(aPlanItem(over), partner, playbook);
  const inTemplate = (title: string, labels: readonly string[] = [playbook.planning.planLabel]) => ({
    ...playbook,
    gitlab: { ...playbook.gitlab, planIssue: { ...playbook.gitlab.planIssue, title, labels: [...labels] } },
  });

  it('SYNC-2 says in its body what is known of the item, in the words of the playbook', () => {
    const type = playbook.planning.tacticTypes[0];
    const { body } = draftOf({
      type: type?.key,
      region: 'Europe',
      owner: 'Dana Weber',
      budget: euros(123_400),
      notes: 'Bring the banner.',
      status: 'planned',
    });
    for (const words of [
      type?.label ?? '?',
      playbook.planning.statuses.planned,
      'EMEA',
      'Dana Weber',
      'FY27 Q4',
      '2026-12-05',
      'Fjord IT',
      'Bring the banner.',
    ])
      expect(body).toContain(words);
    expect(body.replace(/\D/g, '')).toContain('1234');
    expect(body).not.toContain('(not given)');
  });

  it('SYNC-2 says so where something is not given, and keeps words that the playbook does not know', () => {
    const { body } = draftOf({ type: '', region: '', owner: null, budget: null, notes: '' }, null);
    const gaps = body.split('(not given)').length - 1;
    const { body: full } = draftOf({
      type: 'parade',
      region: 'Moon',
      owner: 'Dana',
      budget: euros(1),
      notes: 'n',
    });
    expect(full).toContain('parade');
    expect(full).toContain('Moon');
    expect(full).not.toContain('(not given)');
    expect(gaps).toBeGreaterThanOrEqual(5);
  });

  it('SYNC-2 carries the label of the plan once', () => {
    const { planLabel } = playbook.planning;
    const labelsOf = (labels: readonly string[]) =>
      planIssueDraft(aPlanItem(), 'Fjord IT', inTemplate('{title}', labels)).labels;
    expect(labelsOf([planLabel])).toEqual([planLabel]);
    expect(labelsOf(['other'])).toEqual(['other', planLabel]);
  });

  it('SY-37 leaves out a frame of the title that would only say that something is not known', () => {
    expect(draftOf({ title: 'Expo' }).title).toBe('Expo - Fjord IT');
    expect(draftOf({ title: 'Expo' }, null).title).toBe('Expo');
    const framed = inTemplate('{title} ({owner})');
    expect(planIssueDraft(aPlanItem({ title: 'Expo' }), null, framed).title).toBe('Expo');
    expect(planIssueDraft(aPlanItem({ title: 'Expo', owner: 'Dana' }), null, framed).title).toBe(
      'Expo (Dana)',
    );
    expect(planIssueDraft(aPlanItem({ title: '(not given)' }), 'Fjord IT', playbook).title).toBe(
      '(not given) - Fjord IT',
    );
  });

  it('SY-37 takes the frame of a title off as the app wrote it, else the title is the person’s', () => {
    const inner = (issue: string, form: string, partner: string | null = 'Fjord IT') =>
      titleFromIssue(issue, aPlanItem({ title: 'Expo' }), partner, inTemplate(form));
    expect(inner('Expo 2 - Fjord IT', '{title} - {partner}')).toBe('Expo 2');
    expect(inner('Fjord IT: Expo 2', '{partner}: {title}')).toBe('Expo 2');
    expect(inner('Fjord IT: Expo 2!', '{partner}: {title}!')).toBe('Expo 2');
    expect(inner('Fjord IT:  Expo 2 !', '{partner}: {title}!')).toBe('Expo 2');
    expect(inner('Fjord IT: Expo 2', '{partner}: {title}!')).toBe('Fjord IT: Expo 2');
    expect(inner('Expo 2!', '{partner}: {title}!')).toBe('Expo 2!');
    expect(inner('Expo 2 - Fjord', '{title} - {partner}')).toBe('Expo 2 - Fjord');
    expect(inner(' - Fjord IT', '{title} - {partner}')).toBe(' - Fjord IT');
    expect(inner('Expo - Expo', '{title} - {title}')).toBe('Expo - Expo');
    expect(inner('Plan item', 'Plan item')).toBe('Plan item');
  });
});
