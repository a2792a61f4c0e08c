import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import type { NewIntent } from '../../../shared/ports/local-store';
import type { AnyRecord } from '../../../shared/schema/record';
import { aClaim, aDocument, aFundRequest } from '../../support/records';
import { popRecords } from '../pop/pop-records';
import { axeProblems } from '../support/axe';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { anIntent } from '../sync/sync-desk';

let desk: RenderedDesk | null = null;

afterEach(async () => {
  await desk?.close();
  desk = null;
});

const at = '2026-11-15T09:00:00.000Z';
const given = { state: 'discarded', finishedAt: at } as const;

async function show(hash: string, records: readonly AnyRecord[], intents: readonly NewIntent[]) {
  desk = await renderDesk(<Shell screens={screens} />, { hash, records: [...popRecords(), ...records] });
  const stored = await desk.data.store.commit({ newIntents: intents });
  expect(stored.ok).toBe(true);
  return desk.data.store;
}

const notice = (what: string) =>
  page.getByRole('note').filter({ hasText: `This ${what} was discarded in the sync queue and is not sent.` });

const sendIt = (what: string) => notice(what).getByRole('button', { name: 'Send after all' });

describe('what was discarded', () => {
  it('SY-120 a request says that its decision is not sent, and sends it after all', async () => {
    const approval = { kind: 'declined', at, level: 1, reason: 'The budget is spent.' };
    const record = aFundRequest({ id: 'request-4', approval, decisionGivenUp: true });
    const decline = anIntent({
      id: 'intent-declined',
      kind: 'fund-request.declined',
      subject: { kind: 'fund-request', id: 'request-4' },
      fields: ['status', 'state'],
      ...given,
    });
    const store = await show('#/mdf?id=request-4', [{ kind: 'fund-request', record }], [decline]);
    await expect.element(notice('decision')).toBeVisible();
    expect(await axeProblems()).toEqual([]);
    await sendIt('decision').click();
    await expect.element(notice('decision')).not.toBeInTheDocument();
    expect((await store.openIntents()).map(({ id }) => id)).toEqual(['intent-declined']);
    expect((await store.get('fund-request', 'request-4'))?.decisionGivenUp).toBeUndefined();
  });

  it('SY-120 a claim and its document say what is not sent, each with its own way back', async () => {
    const decision = { kind: 'rejected', at, by: 'Dana Weber', note: 'Not what was approved.' };
    const claim = aClaim({ receivedAt: at, decision, decisionGivenUp: true });
    const document = aDocument({ uploadGivenUp: true });
    const store = await show(
      '#/pop?id=request-1',
      [
        { kind: 'claim', record: claim },
        { kind: 'document', record: document },
      ],
      [
        anIntent({
          id: 'intent-claim',
          kind: 'claim.put',
          subject: { kind: 'claim', id: claim.id },
          ...given,
        }),
        anIntent({
          id: 'intent-file',
          kind: 'document.put',
          subject: { kind: 'document', id: document.id },
          ...given,
        }),
      ],
    );
    await expect.element(notice('decision')).toBeVisible();
    await expect.element(notice('upload')).toBeVisible();
    expect(await axeProblems()).toEqual([]);
    await sendIt('upload').click();
    await expect.element(notice('upload')).not.toBeInTheDocument();
    expect((await store.openIntents()).map(({ id }) => id)).toEqual(['intent-file']);
    await sendIt('decision').click();
    await expect.element(notice('decision')).not.toBeInTheDocument();
    expect((await store.openIntents()).map(({ id }) => id)).toEqual(['intent-claim', 'intent-file']);
  });

  it('SY-120 the list of documents of a request says it too', async () => {
    const document = aDocument({ uploadGivenUp: true });
    const upload = anIntent({
      id: 'intent-file',
      kind: 'document.put',
      subject: { kind: 'document', id: document.id },
      ...given,
    });
    const store = await show('#/mdf?id=request-1', [{ kind: 'document', record: document }], [upload]);
    await sendIt('upload').click();
    await expect.element(notice('upload')).not.toBeInTheDocument();
    expect((await store.get('document', document.id))?.uploadGivenUp).toBeUndefined();
  });
});
