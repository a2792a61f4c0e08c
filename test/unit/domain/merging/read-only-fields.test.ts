import { describe, expect, it } from 'vitest';
import { applyToBudget, projectBudget } from '../../../../shared/domain/merging/budget-fields';
import { applyToPartner, projectPartner } from '../../../../shared/domain/merging/partner-fields';
import { aBudget, aPartner } from '../../../support/records';
import { euros, projecting } from './links';

describe('a budget from Salesforce', () => {
  const budget = aBudget({ partnerId: 'partner-1' });
  const applied = (fields: Parameters<typeof applyToBudget>[1], of = budget) =>
    applyToBudget(of, fields, projecting);

  it('MDF-8 tells title, amount, region and the account of its partner', () => {
    expect(projectBudget(budget, projecting)).toEqual({
      title: 'EMEA FY27 Q4',
      amount: euros(1_000_000),
      partner: '001-one',
      region: 'EMEA',
    });
    expect(projectBudget(aBudget(), projecting)['partner']).toBeNull();
  });

  it('MDF-8 takes every value that changed and leaves the rest', () => {
    const fields = {
      title: 'APAC FY28 Q1',
      amount: euros(5),
      start: '2027-02-01',
      partner: '001-two',
      region: 'Asia Pacific',
      unheardOf: 'x',
    };
    expect(applied(fields)).toEqual({
      ok: true,
      value: {
        ...budget,
        title: 'APAC FY28 Q1',
        amount: euros(5),
        quarter: 'FY28-Q1',
        partnerId: 'partner-2',
        region: 'APAC',
      },
    });
    expect(applied({})).toEqual({ ok: true, value: budget });
    expect(applied(projectBudget(budget, projecting))).toEqual({ ok: true, value: budget });
  });

  it('MDF-8 can lose its title, its partner and its region, but neither amount nor quarter', () => {
    const fields = { title: null, amount: null, start: null, partner: null, region: null };
    expect(applied(fields)).toEqual({
      ok: true,
      value: { ...budget, title: '', partnerId: null, region: null },
    });
    expect(applied({ start: 'next spring', amount: null })).toEqual({ ok: true, value: budget });
  });

  it('MDF-8 keeps a region that the playbook does not know, and no partner for an account that is not here', () => {
    expect(applied({ region: 'Moon', partner: '001-stranger' })).toMatchObject({
      value: { region: 'Moon', partnerId: null },
    });
  });

  it('G10 names the field that a budget cannot take', () => {
    expect(applied({ amount: 'plenty' })).toMatchObject({ ok: false, error: { field: 'amount' } });
    expect(applied({ amount: { minor: 0.5, currency: 'EUR' } })).toMatchObject({
      ok: false,
      error: { field: 'amount.minor', message: expect.stringMatching(/\S/) },
    });
  });
});

describe('a partner from Salesforce', () => {
  const words = {
    recordType: 'Customer',
    partnerType: 'Alliance',
    track: 'Open',
    status: 'Terminated',
    region: 'APAC',
    country: 'Japan',
    cam: 'Ken Ito',
    camEmail: 'ken@vendor.example',
    contactEmail: 'hello@fjord.example',
  };
  const partner = aPartner();

  it('SYNC-1 tells its name and all that Salesforce says about it', () => {
    expect(projectPartner(aPartner({ name: 'Fjord IT', ...words }))).toEqual({ name: 'Fjord IT', ...words });
  });

  it('SYNC-1 takes every value, and can be searched for by its new name', () => {
    expect(applyToPartner(partner, { name: 'Fjörd IT', ...words })).toEqual({
      ok: true,
      value: { ...partner, ...words, name: 'Fjörd IT', foldedName: 'fjord it' },
    });
  });

  it('SYNC-1 loses what was emptied, but never its name', () => {
    const emptied = Object.fromEntries(Object.keys(words).map((name) => [name, null]));
    expect(applyToPartner(partner, { ...emptied, name: null })).toEqual({
      ok: true,
      value: { ...partner, ...emptied },
    });
    expect(applyToPartner(partner, { name: '  ' })).toEqual({ ok: true, value: partner });
  });

  it('G10 names the field that a partner cannot take', () => {
    expect(applyToPartner(partner, { name: 'x'.repeat(256) })).toMatchObject({
      ok: false,
      error: { field: 'name' },
    });
  });
});
