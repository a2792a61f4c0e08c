import { describe, expect, it } from 'vitest';
import {
  applyToFundRequest,
  canonicalFundRequest,
  projectFundRequest,
} from '../../../../shared/domain/merging/fund-request-fields';
import { aFundRequest } from '../../../support/records';
import { approvedLevel, euros, mergedAt, projecting } from './links';

const request = aFundRequest();
const applied = (fields: Parameters<typeof applyToFundRequest>[1], of = request) =>
  applyToFundRequest(of, fields, projecting);

describe('a fund request in Salesforce', () => {
  it('MDF-2 loses the ticks on its conditions when its terms are changed there, until it is decided', () => {
    const ticked = aFundRequest({ conditions: { agenda: true } });
    expect(applied({ start: '2026-12-09' }, ticked)).toMatchObject({ value: { conditions: {} } });
    expect(applied({ title: 'Other name' }, ticked)).toMatchObject({ value: { conditions: {} } });
    expect(applied({ portalNumber: 'MDF-9' }, ticked)).toMatchObject({
      value: { conditions: { agenda: true } },
    });
    const at = '2026-11-02T09:00:00.000Z' as never;
    const approved = aFundRequest({ conditions: { agenda: true }, approval: { kind: 'approved', at } });
    expect(applied({ start: '2026-12-09' }, approved)).toMatchObject({
      value: { conditions: { agenda: true } },
    });
    // Opened again there, it is checked anew.
    expect(applied({ status: 'draft' }, approved)).toMatchObject({
      value: { approval: { kind: 'in-review' }, conditions: {} },
    });
  });

  it('MDF-9 is paid from the quarter into which its start is moved there, until it is decided or paid from another', () => {
    const quarterOf = (over: Parameters<typeof aFundRequest>[0], fields = {}) => {
      const done = applied({ start: '2027-02-10', end: '2027-02-10', ...fields }, aFundRequest(over));
      return done.ok ? done.value.quarter : done.error;
    };
    const at = '2026-11-02T09:00:00.000Z';
    expect(quarterOf({})).toBe('FY28-Q1');
    expect(quarterOf({ approval: { kind: 'approved', at }, approvedAmount: euros(1) })).toBe('FY27-Q4');
    expect(quarterOf({}, { status: 'approved' })).toBe('FY27-Q4');
    expect(quarterOf({ quarter: 'FY27-Q3' })).toBe('FY27-Q3');
    expect(applied({ start: '2026-12-09' })).toMatchObject({ value: { quarter: 'FY27-Q4' } });
  });

  it('SYNC-1 is told field by field, with types, motions and regions as keys of the playbook', () => {
    const written = aFundRequest({
      activityType: 'Customer Success Story',
      gtmMotion: 'Dev Sec Ops',
      region: 'Europe',
      approvedAmount: euros(1),
    });
    expect(projectFundRequest(written, projecting)).toEqual({
      title: request.title,
      partner: '001-one',
      activityType: 'customer-case-study',
      description: request.description,
      start: '2026-12-10',
      end: '2026-12-10',
      totalCost: euros(1_200_000),
      requested: euros(600_000),
      approvedAmount: euros(1),
      gtmMotion: 'devsecops',
      region: 'EMEA',
      portalNumber: 'MDF-10900',
      status: 'draft',
      state: 'draft',
      declineReason: null,
    });
  });

  it('SYNC-1 leaves out a partner that Salesforce does not know, and says nothing where there is nothing', () => {
    const bare = aFundRequest({ partnerId: 'partner-9', description: '', gtmMotion: null, region: 'Moon' });
    const fields = projectFundRequest(bare, projecting);
    expect('partner' in fields).toBe(false);
    expect(fields).toMatchObject({ description: null, gtmMotion: null, region: 'Moon' });
  });

  it('SYNC-1 spells what Salesforce says as it is spelled here', () => {
    const there = {
      title: 'As it is',
      activityType: 'Case Study',
      gtmMotion: 'Cloud Native',
      region: 'NORAM',
      status: 'Approved',
    };
    expect(canonicalFundRequest(there, projecting)).toEqual({
      title: 'As it is',
      activityType: 'customer-case-study',
      gtmMotion: 'cloud',
      region: 'AMER',
      status: 'approved',
    });
    const unknown = { activityType: 'Parade', gtmMotion: 'Slow', region: 'Moon', status: 'On Hold' };
    expect(canonicalFundRequest(unknown, projecting)).toEqual({ ...unknown, status: 'on hold' });
    const empty = { activityType: null, gtmMotion: '', region: null, status: null };
    expect(canonicalFundRequest(empty, projecting)).toEqual(empty);
    expect(canonicalFundRequest({}, projecting)).toEqual({});
  });

  it('SYNC-1 takes every value that changed there', () => {
    const dollars = { minor: 700_000, currency: 'USD' };
    const fields = {
      title: 'Roadshow Bremen',
      partner: '001-two',
      activityType: 'Case Study',
      description: 'Shorter.',
      start: '2027-01-02',
      end: '2027-01-03',
      totalCost: dollars,
      requested: dollars,
      approvedAmount: dollars,
      gtmMotion: 'Cloud Native',
      region: 'NORAM',
      portalNumber: 'MDF-2',
    };
    expect(applied(fields)).toEqual({
      ok: true,
      value: {
        ...request,
        ...fields,
        partner: undefined,
        partnerId: 'partner-2',
        activityType: 'customer-case-study',
        gtmMotion: 'cloud',
        region: 'AMER',
        currency: 'USD',
      },
    });
  });

  it('SYNC-1 empties what a request can be without, and nothing else', () => {
    const full = aFundRequest({ approvedAmount: euros(1) });
    const emptied = Object.fromEntries(
      Object.keys(projectFundRequest(full, projecting)).map((name) => [name, null]),
    );
    expect(applied(emptied, full)).toEqual({
      ok: true,
      value: { ...full, description: '', approvedAmount: null, gtmMotion: null, portalNumber: null },
    });
  });

  it('SYNC-1 stays with its partner when the account there is not known here', () => {
    expect(applied({ partner: '001-stranger' })).toEqual({ ok: true, value: request });
  });

  it('G10 names the field that a request cannot take', () => {
    expect(applied({ start: 'soon' })).toMatchObject({ ok: false, error: { field: 'start' } });
    expect(applied({ requested: 'much' })).toEqual({ ok: true, value: request });
  });
});

describe('the decision on a request', () => {
  const at = '2026-11-02T08:00:00.000Z';
  const decision = (level: number) => approvedLevel(level, at);
  const decisions = [decision(1), decision(2)];
  const approved = aFundRequest({ approval: { kind: 'approved', at }, decisions });

  it('MDF-4 loses its last entry when it was taken back there, and only then', () => {
    expect(applied({ status: 'draft', state: null }, approved)).toMatchObject({
      value: { approval: { kind: 'in-review', level: 2 }, decisions: [decision(1)] },
    });
    expect(applied({ status: 'rejected' }, approved)).toMatchObject({
      value: { approval: { kind: 'declined' }, decisions },
    });
    const reviewed = aFundRequest({
      approval: { kind: 'in-review', level: 2, submittedAt: at, levelSince: at },
      decisions,
    });
    expect(applied({ status: 'draft', state: 'draft' }, reviewed)).toMatchObject({
      value: { approval: { kind: 'draft' }, decisions },
    });
  });

  it('MDF-4 follows the fine state also where only that one changed', () => {
    expect(applied({ state: 'in-review-1' })).toMatchObject({
      value: { approval: { kind: 'in-review', level: 1, submittedAt: mergedAt } },
    });
    expect(applied({ status: 'approved' })).toMatchObject({ value: { approval: { kind: 'approved' } } });
  });

  it('MDF-5 takes the reason that Salesforce gives for a decline', () => {
    expect(applied({ status: 'rejected', declineReason: 'No budget.' }, approved)).toMatchObject({
      value: { approval: { kind: 'declined', reason: 'No budget.' } },
    });
    expect(applied({ declineReason: 'No budget.' }, approved)).toEqual({ ok: true, value: approved });
  });
});
