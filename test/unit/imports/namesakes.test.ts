import { describe, expect, it } from 'vitest';
import { partnerIndex, readPartner } from '../../../shared/domain/imports/row-partner';
import { rowReader } from '../../../shared/domain/imports/row-reader';
import { foldText } from '../../../shared/lib/text';
import { planPartners } from '../../../shared/usecases/imports/plan-partners';
import type { Partner } from '../../../shared/schema/partner';
import { createMemoryStore } from '../../support/memory-store';
import { accountRef, aPartner } from '../../support/records';
import { useCaseContext } from '../../support/use-case-context';

type Over = Partial<Record<keyof Partner, unknown>>;

const linked = (id: string, over: Over = {}) =>
  aPartner({ id, name: 'Acme GmbH', salesforce: { ...accountRef, id }, ...over });
const one = linked('0015g00000Ab102AAB', { contactEmail: null });
const two = linked('0015g00000Ab134AAB', { name: 'ACME  GmbH', contactEmail: null });
const gone = linked('0015g00000Ab135AAB', { deletedRemotely: true });

function plannedAll(existing: readonly Partner[], ...lines: readonly (readonly string[])[]) {
  const table = {
    footers: [],
    headers: ['Account ID', 'Account Name', 'Contact Email'],
    rows: lines.map((cells, index) => ({ line: index + 2, cells })),
  };
  const input = {
    target: 'partners' as const,
    file: 'p.csv',
    table,
    mapping: { salesforceId: 0, name: 1, contactEmail: 2 },
    dateOrders: {},
  };
  return planPartners(input, existing, useCaseContext(createMemoryStore()));
}

function planned(existing: readonly Partner[], cells: readonly string[]) {
  return plannedAll(existing, cells)[0];
}

describe('[import] names that are compared', () => {
  it.each([
    ['Müller & Söhne GmbH', 'MULLER  und', false],
    ['Ångström A/S', 'angstrom a-s', true],
    ['مُحَمَّد', 'محمد', true],
    ['שָׁלוֹם', 'שלום', true],
    ['ﾊﾟﾅｿﾆｯｸ', 'パナソニック', true],
    ['バード株式会社', 'ハート株式会社', false],
    ['दिल्ली टेक', 'दल्ला टेक', false],
    ['บริษัท กา', 'บริษัท ก', false],
  ])('[import] %s and %s are one name: %s', (a, b, isOne) => {
    expect(foldText(a) === foldText(b)).toBe(isOne);
  });

  it('[import] a partner is found by its own name only, also where it was folded in another way before', () => {
    const bird = aPartner({ name: 'バード株式会社', foldedName: 'ハート株式会社' });
    const { byFoldedName } = partnerIndex([bird]);
    expect(byFoldedName.get(foldText('バード株式会社'))).toBe(bird);
    expect(byFoldedName.get(foldText('ハート株式会社'))).toBeUndefined();
  });
});

describe('[import] partners of one name', () => {
  it('[import] of two that are here, a row without an id fills neither, in whatever order they are', () => {
    for (const existing of [
      [one, two],
      [two, one],
    ])
      expect(planned(existing, ['', 'Acme GmbH', 'ana@acme.example'])).toMatchObject({
        outcome: 'bad',
        problems: [{ column: 'Account Name', message: expect.stringContaining('2 partners on this desk') }],
      });
    expect(planned([one, two], [two.id, 'Acme GmbH', 'ana@acme.example'])).toMatchObject({
      outcome: 'changed',
      puts: [{ record: { id: two.id, contactEmail: 'ana@acme.example' } }],
    });
  });

  it('[import] a row with a new id is the one without an id that is here, wherever it stands', () => {
    const unlinked = aPartner({ id: 'p-3', name: 'Acme GmbH' });
    for (const existing of [
      [one, unlinked],
      [unlinked, one],
    ])
      expect(planned(existing, ['0015g00000Ab136AAB', 'Acme GmbH', ''])).toMatchObject({
        outcome: 'changed',
        puts: [{ record: { id: 'p-3' } }],
      });
  });

  it('[import] a row without an id makes no second partner of one that has its id in another row, whichever comes first', () => {
    const named = ['', 'ACME GmbH', 'ana@acme.example'];
    const full = ['0015g00000Ab136AAB', 'Acme GmbH', 'ana@acme.example'];
    const outcomes = (...lines: string[][]) => plannedAll([], ...lines).map(({ outcome }) => outcome);
    expect(outcomes(full, ['', 'Acme GmbH', 'ana@acme.example'])).toEqual(['new', 'repeated']);
    expect(outcomes(full, named)).toEqual(['new', 'bad']);
    expect(outcomes(named, full)).toEqual(['bad', 'new']);
    expect(plannedAll([], named, full)[0]).toMatchObject({
      problems: [{ column: 'Account Name', message: expect.stringContaining('stands in row 3') }],
    });
  });

  it('[import] one whose account was merged away does not stand in the way of the one that is left', () => {
    for (const existing of [
      [one, gone],
      [gone, one],
    ]) {
      expect(partnerIndex(existing).byFoldedName.get('acme gmbh')?.id).toBe(one.id);
      expect(planned(existing, ['', 'Acme GmbH', 'ana@acme.example'])).toMatchObject({
        outcome: 'changed',
        puts: [{ record: { id: one.id } }],
      });
    }
    expect(partnerIndex([gone]).byFoldedName.get('acme gmbh')?.id).toBe(gone.id);
    expect(partnerIndex([one, two, gone]).byFoldedName.size).toBe(0);
  });
});

describe('[import] the partner of a request', () => {
  const { playbook } = useCaseContext(createMemoryStore());
  function read(existing: readonly Partner[], ...cells: readonly string[]) {
    const mapping = { partnerName: 0, partnerSalesforceId: 1 };
    const row = rowReader(cells, ['Partner', 'Account ID'], mapping, playbook.imports.fundRequests);
    const partner = readPartner(row, partnerIndex(existing));
    return { partner, problems: row.problems.filter(({ message }) => message.includes('on this desk')) };
  }

  it('[import] is not said to be missing where two are called so, since importing partners would change nothing', () => {
    const { partner, problems } = read([one, two], 'Acme GmbH', '');
    expect(partner).toBeNull();
    expect(problems).toMatchObject([
      { column: 'Partner', also: ['Account ID'], message: expect.stringMatching(/^2 partners on this desk/) },
    ]);
    expect(problems[0]?.code).toBeUndefined();
    expect(read([one, two], 'Acme GmbH', two.id).partner).toBe(two);
  });

  it('[import] is told by its id where another account has its name', () => {
    const id = '0015g00000Ab136AAB';
    expect(read([one], 'Acme GmbH', id).problems).toMatchObject([
      { column: 'Account ID', message: expect.stringContaining(`has the Salesforce id “${id}”`) },
    ]);
    expect(read([one, two], 'Acme GmbH', id).problems).toMatchObject([{ code: 'unknown-partner' }]);
    expect(read([one], 'Cobalt', id).problems).toMatchObject([
      { column: 'Partner', message: 'No partner on this desk is “Cobalt”.' },
    ]);
  });
});
