import { expect, it } from 'vitest';
import { planPartners } from '../../../shared/usecases/imports/plan-partners';
import { createMemoryStore } from '../../support/memory-store';
import { useCaseContext } from '../../support/use-case-context';

it('G10 names the column of the file in which two rows of one account differ', () => {
  const table = {
    footers: [],
    headers: ['Account Name', 'CAM Email Address'],
    rows: [
      { line: 2, cells: ['Nordlicht', 'ana@vendor.example'] },
      { line: 3, cells: ['Nordlicht', 'ben@vendor.example'] },
    ],
  };
  const input = {
    target: 'partners' as const,
    file: 'p.csv',
    table,
    mapping: { name: 0, camEmail: 1 },
    dateOrders: {},
  };
  const [, second] = planPartners(input, [], useCaseContext(createMemoryStore()));
  expect(second).toMatchObject({ outcome: 'bad', problems: [{ column: 'CAM Email Address' }] });
});
