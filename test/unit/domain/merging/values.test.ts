import { describe, expect, it } from 'vitest';
import {
  conflictSubjects,
  decisionFields,
  decisiveFields,
  foreignStatus,
} from '../../../../shared/domain/merging/decisive';
import {
  fieldsToSend,
  isEmptyValue,
  sameValue,
  withoutFields,
} from '../../../../shared/domain/merging/field-values';
import { mergeFields } from '../../../../shared/domain/merging/merge';
import {
  changesOf,
  differing,
  fitted,
  linksAmong,
  moneyOf,
  textOf,
} from '../../../../shared/domain/merging/projection';
import { PlainDate } from '../../../../shared/schema/values';
import { isWellFormed } from '../../../../shared/schema/well-formed';
import { z } from '../../../../shared/schema/zod';
import { aFundRequest, aPartner } from '../../../support/records';
import { euros } from './links';

describe('values of fields', () => {
  it('SY-46 takes null, blanks and an empty list for nothing, and nothing else', () => {
    for (const nothing of [null, '', '  ', '\r\n', []]) expect(isEmptyValue(nothing)).toBe(true);
    for (const something of [0, false, 'a', ['a'], euros(0)]) expect(isEmptyValue(something)).toBe(false);
  });

  it('SY-46 tells kinds of values apart, and amounts by sum and currency', () => {
    const kinds = [null, 'a', '0', 0, 1, false, true, ['a'], ['b'], ['a', 'b'], euros(0), euros(1)];
    for (const [at, a] of kinds.entries())
      for (const [other, b] of kinds.entries()) expect(sameValue(a, b)).toBe(at === other);
    expect(sameValue(euros(1), euros(1))).toBe(true);
    expect(sameValue('a\rb', 'a\nb')).toBe(true);
    expect(sameValue('a\n\nb', 'a\nb')).toBe(false);
  });

  it('SY-7 sends what differs from what was agreed, and of what never was only what is something', () => {
    const agreed = { same: 'a', changed: 'a', emptied: 'a', spaced: 'a' };
    const mine = { same: 'a', changed: 'b', emptied: null, spaced: ' a ', fresh: 'n', bare: null };
    expect(fieldsToSend(agreed, mine)).toEqual({ changed: 'b', emptied: null, fresh: 'n' });
    expect(withoutFields(mine, new Set(['same', 'bare', 'spaced', 'fresh']))).toEqual({
      changed: 'b',
      emptied: null,
    });
  });

  it('SY-130 sends no amount of nothing over none, and sends it over an amount and with what is new', () => {
    const mine = { amount: euros(0) };
    expect(fieldsToSend({ amount: null }, mine)).toEqual({});
    expect(fieldsToSend({ amount: euros(5) }, mine)).toEqual(mine);
    expect(fieldsToSend({}, mine)).toEqual(mine);
    expect(fieldsToSend({ amount: null }, { amount: euros(5) })).toEqual({ amount: euros(5) });
  });

  it('takes a text, an amount and nothing for what they are', () => {
    expect([textOf('a'), textOf(' '), textOf(null), textOf(undefined), textOf(3), textOf(['a'])]).toEqual([
      'a',
      null,
      null,
      null,
      null,
      null,
    ]);
    expect([moneyOf(euros(1)), moneyOf(null), moneyOf(undefined), moneyOf('1'), moneyOf(['1'])]).toEqual([
      euros(1),
      null,
      null,
      null,
      null,
    ]);
  });

  it('changes only what differs, and only by a setter that is known', () => {
    expect(differing({ a: 'x', b: 'y' }, { a: ' x', b: 'z', c: null })).toEqual({ b: 'z', c: null });
    const setters = { a: (value: unknown) => ({ first: value }), b: () => ({}) };
    expect(changesOf(setters, { a: '1', b: '2', c: '3' })).toEqual({ first: '1' });
  });

  it('G10 names the first field that does not fit, and marks what fits', () => {
    const schema = z.object({ day: PlainDate, part: z.object({ count: z.int() }) });
    const fits = fitted(schema, { day: '2026-01-01', part: { count: 1 } });
    expect(fits.ok && isWellFormed(fits.value)).toBe(true);
    expect(fitted(schema, { day: '2026-01-01', part: { count: 'x' } })).toMatchObject({
      ok: false,
      error: { field: 'part.count' },
    });
  });
});

describe('links among records', () => {
  const ref = (object: string, id: string) => ({ remote: 'salesforce', object, id, stamp: null, url: null });
  const partners = [
    aPartner({ id: 'partner-0', name: 'Not there' }),
    aPartner({ id: 'partner-1', name: 'One', salesforce: ref('Account', '0015g00000Aaaa1AAB') }),
  ];
  const requests = [
    aFundRequest({ id: 'request-0', currency: 'USD' }),
    aFundRequest({ id: 'request-1', salesforce: ref('R', '0T05g00000Aaaa1CAB') }),
  ];
  const links = linksAmong(partners, requests);

  it('SYNC-1 lead from a record to Salesforce and back', () => {
    expect(links.accountOf('partner-1' as never)).toBe('0015g00000Aaaa1AAB');
    expect(links.partnerOf('0015g00000Aaaa1AAB')).toBe('partner-1');
    expect(links.partnerNameOf('partner-0' as never)).toBe('Not there');
    expect(links.remoteRequestOf('request-1' as never)).toBe('0T05g00000Aaaa1CAB');
    expect(links.requestOf('0T05g00000Aaaa1CAB')).toBe('request-1');
    expect(links.currencyOf('request-0' as never)).toBe('USD');
  });

  it('SYNC-1 lead nowhere for what is not known on the other side', () => {
    expect(links.accountOf('partner-0' as never)).toBeNull();
    expect(links.accountOf('partner-9' as never)).toBeNull();
    expect(links.partnerOf('0015g00000Zzzz9AAB')).toBeNull();
    expect(links.partnerNameOf('partner-9' as never)).toBeNull();
    expect(links.remoteRequestOf('request-0' as never)).toBeNull();
    expect(links.remoteRequestOf('request-9' as never)).toBeNull();
    expect(links.requestOf('0T05g00000Zzzz9CAB')).toBeNull();
    expect(links.currencyOf('request-9' as never)).toBeNull();
  });
});

describe('what a decision rests on', () => {
  it('SY-53 is the sum, the days and the partner of a request, and the amount and the invoice of a claim', () => {
    for (const field of [
      'title',
      'partner',
      'activityType',
      'start',
      'end',
      'totalCost',
      'requested',
      'status',
    ])
      expect(decisiveFields('fund-request').has(field)).toBe(true);
    for (const field of ['amount', 'invoiceNumber', 'invoiceDate', 'status'])
      expect(decisiveFields('claim').has(field)).toBe(true);
    expect(decisiveFields('fund-request').has('portalNumber')).toBe(false);
    expect(decisiveFields('partner').size).toBe(0);
  });

  it('G4 is told with the decision alone', () => {
    expect([...decisionFields('fund-request')].sort()).toEqual([
      'approvedAmount',
      'declineReason',
      'state',
      'status',
    ]);
    expect([...decisionFields('claim')]).toEqual(['status']);
    expect(decisionFields('plan-item').size).toBe(0);
    expect(conflictSubjects).toEqual({ decision: 'status', record: 'record' });
  });

  it('SY-64 knows a status that an org added from its own and from none', () => {
    expect(foreignStatus('fund-request', { status: 'On Hold' })).toBe('On Hold');
    expect(foreignStatus('fund-request', { status: 'paid' })).toBe('paid');
    expect(foreignStatus('claim', { status: ' Paid ' })).toBeNull();
    for (const status of ['Draft', ' approved', 'REJECTED', '', '  ', null, 3])
      expect(foreignStatus('fund-request', { status })).toBeNull();
    expect(foreignStatus('claim', {})).toBeNull();
    expect(foreignStatus('registration', { status: 'On Hold' })).toBeNull();
  });
});

describe('merging of lists and gaps', () => {
  const merged = (
    base: string[] | null | undefined,
    mine: string[] | null | string,
    theirs: string[] | null | string,
  ) => mergeFields(base === undefined ? {} : { f: base }, { f: mine }, { f: theirs });

  it('SY-43 takes nothing for an empty list', () => {
    expect(merged(null, ['a'], ['b']).merged).toEqual({ f: ['a', 'b'] });
    expect(merged(undefined, ['a'], ['b']).merged).toEqual({ f: ['a', 'b'] });
    expect(merged(['a', 'b'], null, ['a', 'b', 'c']).merged).toEqual({ f: ['c'] });
    expect(merged(['a', 'b'], ['a', 'b', 'c'], null)).toMatchObject({
      merged: { f: ['c'] },
      base: { f: null },
      conflicts: [],
    });
  });

  it('SY-42 asks about a list here that is a text there', () => {
    expect(merged(['a'], ['a', 'b'], 'a').conflicts).toEqual([
      { field: 'f', base: ['a'], mine: ['a', 'b'], theirs: 'a' },
    ]);
    expect(merged(['a'], 'a', ['b']).conflicts).toHaveLength(1);
  });

  it('SY-45 agrees on what the other side says where one side is empty', () => {
    expect(mergeFields({}, { f: 'a' }, { f: null })).toEqual({
      merged: { f: 'a' },
      base: { f: null },
      conflicts: [],
      taken: [],
    });
    expect(mergeFields({}, { f: null }, { f: 'a' })).toEqual({
      merged: { f: 'a' },
      base: { f: 'a' },
      conflicts: [],
      taken: ['f'],
    });
    expect(mergeFields({ f: null }, { f: 'a' }, { f: 'b' }).conflicts).toHaveLength(1);
    expect(mergeFields({ f: 'x' }, { f: null }, { f: 'b' }).conflicts).toHaveLength(1);
    expect(mergeFields({ f: 'x' }, { f: 'a' }, { f: null }).conflicts).toHaveLength(1);
  });

  it('SY-44 agrees on a field that nothing stands for here', () => {
    expect(mergeFields({ g: 'x' }, {}, { g: 'y' })).toEqual({
      merged: {},
      base: { g: 'y' },
      conflicts: [],
      taken: [],
    });
  });
});
