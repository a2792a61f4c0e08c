import { describe, expect, it } from 'vitest';
import { CONSENT_TICK } from '../../../shared/domain/programs/commitments';
import { PartnerId } from '../../../shared/schema/ids';
import { PlainDate } from '../../../shared/schema/values';
import type { UseCaseContext } from '../../../shared/usecases/context';
import { moveFundRequest } from '../../../shared/usecases/mdf/move-fund-request';
import { decideClaimOf } from '../../../shared/usecases/pop/decide-claim';
import { registerPartner } from '../../../shared/usecases/programs/register-partner';
import { createMemoryStore } from '../../support/memory-store';
import { accountRef, aFundRequest, aPartner } from '../../support/records';
import { useCaseContext } from '../../support/use-case-context';
import { inReview } from './mdf/requests';
import { aFile, anInvoice, approvedRequest, drop, seen, theClaim } from './pop/claims';

/** The same desk once the process was changed: another version of the playbook. */
function under(version: string, context: UseCaseContext): UseCaseContext {
  return { ...context, playbook: { ...context.playbook, version } };
}

/** Versions that the history of a record names, in its order. */
async function versionsOf(
  { store }: UseCaseContext,
  kind: 'fund-request' | 'claim' | 'partner',
  id: string,
): Promise<string[]> {
  const lines = await store.auditFor({ kind, id });
  return lines.map(({ playbookVersion }) => playbookVersion);
}

describe('the version of the playbook', () => {
  it('MDF-4 stays on every decision under which it was taken, also when the process changes meanwhile', async () => {
    const store = createMemoryStore();
    const context = useCaseContext(store, {
      roles: ['cmm', 'senior-partner-program-manager', 'final-approver'],
    });
    const request = aFundRequest({
      activityType: 'events',
      conditions: { focus: true, 'net-new': true },
      playbookVersion: 'older',
      approval: inReview(1),
    });
    await store.commit({
      puts: [
        { kind: 'partner', record: aPartner() },
        { kind: 'fund-request', record: request },
      ],
    });
    const approve = async (version: string, level: number, before: typeof request) => {
      const moved = await moveFundRequest(under(version, context), {
        seen: before,
        move: {
          kind: 'approve',
          level,
          amount: null,
          acknowledged: ['budget'],
          note: null,
          onBehalfOf: null,
        },
      });
      if (!moved.ok) throw new Error(JSON.stringify(moved.error));
      return moved.value;
    };
    const first = await approve('spring', 1, request);
    expect(first.playbookVersion).toBe('spring');
    const second = await approve('summer', 2, first);
    expect(second.playbookVersion).toBe('summer');
    expect(second.decisions.map(({ playbookVersion }) => playbookVersion)).toEqual(['spring', 'summer']);
    expect(await versionsOf(context, 'fund-request', request.id)).toEqual(['spring', 'summer']);
  });

  it('POP-5 is that of the day on a claim when documents come, and of its decision from then on', async () => {
    const { context } = await approvedRequest();
    await drop(under('spring', context), [aFile('invoice.pdf', 1, anInvoice())], 'invoice');
    const claim = await theClaim(context);
    expect(claim.playbookVersion).toBe('spring');
    const decided = await decideClaimOf(under('summer', context), {
      ...(await seen(context)),
      move: { kind: 'request-changes', note: 'The photo is missing.' },
    });
    if (!decided.ok) throw new Error(JSON.stringify(decided.error));
    expect(decided.value.playbookVersion).toBe('summer');
    expect(new Set(await versionsOf(context, 'claim', claim.id))).toEqual(new Set(['spring', 'summer']));
  });

  it('PROG-2 is on a registration and in the history of its partner', async () => {
    const store = createMemoryStore();
    const context = under('summer', useCaseContext(store));
    await store.commit({ puts: [{ kind: 'partner', record: aPartner({ salesforce: accountRef }) }] });
    const offer = context.playbook.programs.offers.find(({ key }) => key === 'free-trial-saas');
    const points = [...(offer?.needs ?? []), ...(offer?.commitments ?? [])].map(({ key }) => key);
    const done = await registerPartner(context, {
      partnerId: PartnerId.parse('partner-1'),
      offer: 'free-trial-saas',
      language: 'EN',
      date: PlainDate.parse('2026-11-02'),
      note: '',
      ticks: Object.fromEntries([...points, CONSENT_TICK].map((key) => [key, true])),
      acknowledged: [],
    });
    if (!done.ok) throw new Error(JSON.stringify(done.error));
    expect(done.value.playbookVersion).toBe('summer');
    expect(await versionsOf(context, 'partner', 'partner-1')).toEqual(['summer']);
  });
});
