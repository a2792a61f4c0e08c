import { describe, expect, it } from 'vitest';
import { PlainDate } from '../../../../shared/schema/values';
import { at, inReview, useRequestDesk } from './requests';

const desk = useRequestDesk();
const { stored, move } = desk;

describe('a request that was sent back', () => {
  it.each([
    ['the same start, which keeps the day', '2026-12-10', '2026-12-10', '2026-10-20'],
    ['another start, which is a new question', '2026-12-10', '2026-12-17', '2026-11-02'],
    ['a start that nobody knows', undefined, '2026-12-10', '2026-11-02'],
  ])('MDF-9 submits again with %s', async (_, was, start, day) => {
    const sentBack = { kind: 'sent-back', at, level: 1, reason: 'Split the cost.', start: was };
    const request = await stored({ approval: sentBack, submittedOn: '2026-10-20', start, end: start });
    const done = await move(request, { kind: 'submit' });
    expect(done.ok && done.value.submittedOn).toBe(day);
    const [line] = await desk.store.auditFor({ kind: 'fund-request', id: request.id });
    expect(line?.changes.filter(({ field }) => field === 'submittedOn')).toEqual(
      day === '2026-10-20' ? [] : [{ field: 'submittedOn', from: '2026-10-20', to: day }],
    );
  });

  it('MDF-9 refuses a start that was moved closer while it was sent back, and keeps its start for that', async () => {
    const request = await stored({ approval: inReview(1), submittedOn: '2026-11-02', start: '2026-12-01' });
    const back = await move(request, {
      kind: 'send-back',
      level: 1,
      reason: 'Sooner?',
      onBehalfOf: 'Sam Ortiz',
    });
    if (!back.ok) throw new Error(back.error.message);
    expect(back.value.approval).toMatchObject({ kind: 'sent-back', start: '2026-12-01' });
    const record = { ...back.value, start: PlainDate.parse('2026-11-24'), rev: back.value.rev + 1 };
    await desk.store.commit({ puts: [{ kind: 'fund-request', record }] });
    desk.context.setNow('2026-11-20T09:00:00.000Z');
    expect(await move(record, { kind: 'submit' })).toMatchObject({
      ok: false,
      error: { code: 'not-eligible', findings: [{ rule: 'MDF-9', code: 'lead-time' }] },
    });
  });

  it('MDF-2 is submitted again whatever a reviewer found in the version before, and looked at anew', async () => {
    const request = await stored({
      approval: { kind: 'sent-back', at, level: 1, reason: 'Take the drinks out.', start: '2026-12-10' },
      submittedOn: '2026-10-20',
      conditions: { focus: false, 'net-new': true },
      excludedCosts: ['alcohol'],
    });
    const done = await move(request, { kind: 'submit' });
    expect(done).toMatchObject({
      ok: true,
      value: { approval: { kind: 'in-review', level: 1 }, conditions: {}, excludedCosts: ['alcohol'] },
    });
    if (!done.ok) return;
    // The approver sees what was found, and takes it back once it is gone.
    const approve = { kind: 'approve', level: 1, amount: null, note: null, onBehalfOf: null } as const;
    expect(await move(done.value, { ...approve, acknowledged: [] })).toMatchObject({
      ok: false,
      error: { findings: [{ code: 'never-funded' }] },
    });
  });

  it('MDF-11 keeps a draft back in which a cost was found that is never funded', async () => {
    const request = await stored({ approval: { kind: 'draft' }, excludedCosts: ['alcohol'] });
    expect(await move(request, { kind: 'submit' })).toMatchObject({
      ok: false,
      error: { findings: [{ code: 'never-funded' }] },
    });
  });
});
