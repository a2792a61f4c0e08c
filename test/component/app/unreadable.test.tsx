import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import type { RecordKind } from '../../../shared/schema/record';
import { aFundRequest, aPartner } from '../../support/records';
import { type RenderedDesk, renderDesk } from '../support/render-desk';

let desk: RenderedDesk | null = null;
afterEach(async () => {
  await desk?.close();
  desk = null;
});

const reason = 'The disk gave another page back.';

/** What a screen says when rows of this kind cannot be read. */
const said: readonly (readonly [address: string, kind: RecordKind, title: string])[] = [
  ['today', 'fund-request', 'Your work could not be read'],
  ['today', 'document', 'Your work could not be read'],
  ['mdf', 'fund-request', 'The requests could not be read'],
  ['mdf', 'partner', 'The requests could not be read'],
  ['mdf', 'claim', 'The requests could not be read'],
  ['pop', 'claim', 'The claims could not be read'],
  ['planner', 'plan-item', 'The plan could not be read'],
  ['partners', 'partner', 'The partners could not be read'],
  ['partners', 'fund-request', 'The partners could not be read'],
  ['partners', 'registration', 'The partners could not be read'],
  ['partners', 'plan-item', 'The partners could not be read'],
];

describe('[errors] what cannot be read', () => {
  for (const [address, kind, title] of said) {
    it(`is said on ${address} for a ${kind}, with the reason and the way out, and the rail stays`, async () => {
      desk = await renderDesk(<Shell screens={screens} />, {
        hash: `#/${address}`,
        records: [
          { kind: 'partner', record: aPartner() },
          { kind: 'fund-request', record: aFundRequest() },
        ],
        unreadable: { kind, reason },
      });
      const alert = page.getByRole('alert').filter({ hasText: title });
      await expect.element(alert).toBeVisible();
      await expect.element(alert.getByText(reason)).toBeVisible();
      await expect.element(alert.getByText(/again|Restart/)).toBeVisible();
      await expect.element(page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
    });
  }
});
