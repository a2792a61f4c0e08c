import { describe, expect, it } from 'vitest';
import type { FundRequest } from '../../../../shared/schema/fund-request';
import {
  FundRequestForm,
  revertFundRequest,
  saveFundRequest,
} from '../../../../shared/usecases/mdf/save-fund-request';
import { aFundRequest } from '../../../support/records';
import { useRequestDesk } from './requests';

const form = {
  title: '  DevSecOps roadshow Hamburg ',
  partnerId: 'partner-1',
  activityType: 'events',
  delivery: 'in-person',
  description: 'Half a day.',
  start: '2026-12-10',
  end: '2026-12-11',
  currency: 'EUR',
  totalCost: { minor: 1_200_000, currency: 'EUR' },
  requested: { minor: 600_000, currency: 'EUR' },
  estimatedPipeline: null,
  targetContacts: null,
  gtmMotion: 'devsecops',
  region: 'EMEA',
  quarter: 'FY27-Q4',
  portalNumber: null,
  otherVendorsPercent: null,
};

const desk = useRequestDesk();
const { stored } = desk;

describe('saveFundRequest', () => {
  it('MDF-4 makes a draft with its history and the change for Salesforce in one commit', async () => {
    const made = await saveFundRequest(desk.context, { opened: null, form });
    expect(made.ok).toBe(true);
    if (!made.ok) return;
    const { before, after } = made.value;
    expect(before).toBeNull();
    expect(after).toMatchObject({
      title: 'DevSecOps roadshow Hamburg',
      approval: { kind: 'draft' },
      rev: 1,
      approvedAmount: null,
      playbookVersion: desk.context.playbook.version,
    });
    const key = { kind: 'fund-request' as const, id: after.id };
    expect(await desk.store.intentsFor(key)).toMatchObject([
      { kind: 'fund-request.put', fields: null, state: 'waiting' },
    ]);
    const [line] = await desk.store.auditFor(key);
    expect(line).toMatchObject({ action: 'created', by: 'Dana Weber' });
    expect(line?.changes).toContainEqual({ field: 'requested', from: null, to: '600000 EUR' });
  });

  it('MDF-2 forgets the ticks when type or terms change, and keeps them when nothing does that was read', async () => {
    const ticks = { focus: true, 'net-new': true };
    const before = await stored({ conditions: ticks });
    const values = FundRequestForm.parse(before);
    const saved = async (opened: FundRequest, over: object) => {
      const result = await saveFundRequest(desk.context, { opened, form: { ...values, ...over } });
      if (!result.ok) throw new Error(result.error.message);
      return result.value.after;
    };
    const counted = await saved(before, { targetContacts: 12 });
    expect(counted.conditions).toEqual(ticks);
    const moved = await saved(counted, { targetContacts: 12, activityType: 'webcast' });
    expect(moved.conditions).toEqual({});
    const [line] = (await desk.store.auditFor({ kind: 'fund-request', id: before.id })).sort(
      (a, b) => b.seq - a.seq,
    );
    expect(line?.changes).toContainEqual({
      field: 'conditions',
      from: '["It is focused on GitLab or on a joint solution with an alliance partner.","It is meant to bring net new business or to build pipeline."]',
      to: '[]',
    });
  });

  it('MDF-4 takes a save back with its ticks, does it again, and leaves what was changed or decided since', async () => {
    const ticks = { focus: true };
    const opened = await stored({ conditions: ticks });
    const saved = await saveFundRequest(desk.context, {
      opened,
      form: { ...FundRequestForm.parse(opened), title: 'Roadshow', activityType: 'webcast' },
    });
    if (!saved.ok) throw new Error(saved.error.message);
    const { before, after } = saved.value;
    expect(before).toEqual(opened);
    expect(after.conditions).toEqual({});
    const back = await revertFundRequest(desk.context, { from: after, to: opened });
    expect(back.ok && back.value.after).toMatchObject({
      title: opened.title,
      activityType: opened.activityType,
      conditions: ticks,
    });
    const forth = await revertFundRequest(desk.context, { from: opened, to: after });
    expect(forth.ok && forth.value.after).toMatchObject({ title: 'Roadshow', conditions: {} });
    if (!forth.ok) return;
    const now = forth.value.after;
    const other = { ...now, rev: now.rev + 1, title: 'Of somebody else' };
    await desk.store.commit({ puts: [{ kind: 'fund-request', record: other }] });
    const late = await revertFundRequest(desk.context, { from: after, to: opened });
    expect(late).toMatchObject({ ok: false, error: { code: 'changed-since' } });
    await stored({
      ...now,
      rev: now.rev + 2,
      approval: { kind: 'withdrawn', at: now.updatedAt, reason: 'x' },
    });
    expect(await revertFundRequest(desk.context, { from: after, to: opened })).toMatchObject({
      ok: false,
      error: { code: 'changed-since' },
    });
    expect(await desk.store.get('fund-request', opened.id)).toMatchObject({ title: 'Roadshow' });
  });

  it('[look] says why what an import brought in without all that the form asks for is not put back', async () => {
    const imported = await stored({ activityType: '' });
    const saved = await saveFundRequest(desk.context, { opened: imported, form });
    if (!saved.ok) throw new Error(saved.error.message);
    const back = await revertFundRequest(desk.context, { from: saved.value.after, to: imported });
    expect(back).toMatchObject({ ok: false, error: { code: 'no-form-before' } });
    expect(await desk.store.get('fund-request', imported.id)).toMatchObject({ activityType: 'events' });
  });

  it('MDF-4 sends only the fields that changed, and nothing when none did', async () => {
    const before = await stored();
    const same = { ...form, title: before.title, description: before.description, end: before.start };
    const values = {
      ...same,
      estimatedPipeline: before.estimatedPipeline,
      targetContacts: 40,
      portalNumber: before.portalNumber,
    };
    const untouched = await saveFundRequest(desk.context, { opened: before, form: values });
    expect(untouched).toEqual({ ok: true, value: { before, after: before } });
    const changed = await saveFundRequest(desk.context, {
      opened: before,
      form: { ...values, title: 'Roadshow', delivery: 'virtual' },
    });
    expect(changed.ok && changed.value.after.rev).toBe(before.rev + 1);
    const intents = await desk.store.intentsFor({ kind: 'fund-request', id: before.id });
    expect(intents.map(({ fields }) => fields)).toEqual([['title']]);
  });

  it.each([
    ['partnerId', null, 'Choose the partner'],
    ['activityType', null, 'Choose an activity type'],
    ['start', null, 'Enter the first day'],
    ['totalCost', null, 'Enter the total cost'],
    ['requested', null, 'Enter the amount'],
    ['region', '', 'Choose the region'],
    ['title', '   ', 'Give the activity a name'],
    ['requested', { minor: -1, currency: 'EUR' }, 'cannot be negative'],
    ['requested', { minor: 1, currency: 'USD' }, 'same currency'],
    ['end', '2026-12-01', 'before the first one'],
  ])('MDF-4 refuses a form whose %s is %j and names the field', async (field, value, words) => {
    const refused = await saveFundRequest(desk.context, {
      opened: null,
      form: { ...form, [field]: value },
    });
    expect(refused.ok).toBe(false);
    if (refused.ok) return;
    expect(refused.error.field).toBe(field);
    expect(refused.error.message).toContain(words);
    expect(await desk.store.count('fund-request')).toBe(0);
    expect(await desk.store.openIntents()).toEqual([]);
  });

  it('G4 refuses a save over a newer value of the same field, names it, and writes nothing', async () => {
    const opened = aFundRequest({ title: 'As it was opened', region: 'EMEA' });
    const before = await stored({ rev: 4, title: 'As somebody else called it', region: 'EMEA' });
    const late = await saveFundRequest(desk.context, { opened, form });
    expect(late).toMatchObject({ ok: false, error: { code: 'clash', clashes: ['title'] } });
    expect(await desk.store.get('fund-request', before.id)).toEqual(before);
    expect(await desk.store.auditFor({ kind: 'fund-request', id: before.id })).toEqual([]);
    const knowing = await saveFundRequest(desk.context, { opened: before, form });
    expect(knowing).toMatchObject({ ok: true, value: { after: { title: 'DevSecOps roadshow Hamburg' } } });
  });

  it('G4 keeps what somebody else changed while the form was open', async () => {
    const opened = aFundRequest({ targetContacts: 40 });
    const before = await stored({
      rev: 4,
      targetContacts: 40,
      requested: { minor: 123_400, currency: 'EUR' },
    });
    const typed = { ...FundRequestForm.parse(opened), title: 'Roadshow' };
    const saved = await saveFundRequest(desk.context, { opened, form: typed });
    expect(saved).toMatchObject({
      ok: true,
      value: { after: { title: 'Roadshow', requested: before.requested } },
    });
    const intents = await desk.store.intentsFor({ kind: 'fund-request', id: before.id });
    expect(intents.map(({ fields }) => fields)).toEqual([['title']]);
  });

  it.each([
    [{ kind: 'approved', at: '2026-11-02T09:00:00.000Z' }],
    [{ kind: 'declined', at: '2026-11-02T09:00:00.000Z', level: 1, reason: 'No.' }],
    [{ kind: 'withdrawn', at: '2026-11-02T09:00:00.000Z', reason: '' }],
  ])('MDF-4 leaves the terms of an ended request as they were: %j', async (approval) => {
    const before = await stored({ approval });
    const refused = await saveFundRequest(desk.context, { opened: before, form });
    expect(refused).toMatchObject({ ok: false, error: { code: 'decided' } });
    expect(await desk.store.get('fund-request', before.id)).toEqual(before);
  });

  it('MDF-4 lets terms change at the first level, not after somebody approved them', async () => {
    const at = '2026-11-02T09:00:00.000Z';
    const inReview = (level: number) => ({ kind: 'in-review', level, submittedAt: at, levelSince: at });
    const fresh = await stored({ approval: inReview(1) });
    expect((await saveFundRequest(desk.context, { opened: fresh, form })).ok).toBe(true);
    const verdict = {
      level: 1,
      role: 'cmm',
      verdict: 'approve',
      at,
      by: 'Dana',
      recordedBy: 'Dana',
      reason: null,
      acknowledged: [],
      playbookVersion: 'x',
      basedOnStamp: null,
    };
    const later = await stored({ id: 'request-2', approval: inReview(2), decisions: [verdict] });
    const refused = await saveFundRequest(desk.context, { opened: later, form });
    expect(refused).toMatchObject({ ok: false, error: { code: 'partly-approved' } });
  });

  it('MDF-4 says so when the request is gone', async () => {
    const gone = await saveFundRequest(desk.context, { opened: aFundRequest(), form });
    expect(gone).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it('SY-55 changes nothing of a request that was deleted in Salesforce', async () => {
    const deleted = await stored({ id: 'request-2', deletedRemotely: true });
    const answer = await saveFundRequest(desk.context, { opened: deleted, form });
    expect(answer).toMatchObject({ ok: false, error: { code: 'deleted-there' } });
    expect(await desk.context.store.openIntents()).toEqual([]);
  });
});
