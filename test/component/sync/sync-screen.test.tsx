import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { SyncScreen } from '../../../renderer/features/sync/sync-screen';
import { useToasts } from '../../../renderer/ui/toast-store';
import type { Commit } from '../../../shared/ports/local-store';
import { aFundRequest, aPartner } from '../../support/records';
import { axeProblems } from '../support/axe';
import { fakeMain } from '../support/fake-main';
import { type RenderDeskOptions, type RenderedDesk, renderDesk } from '../support/render-desk';
import { aConflict, anIntent, anUnreadable, refused, saga, seed } from './sync-desk';

const NOW = '2026-11-22T08:00:00.000Z';
let desk: RenderedDesk;
let syncs = 0;

async function show(hash: string, commit: Commit, options: RenderDeskOptions = {}): Promise<void> {
  syncs = 0;
  desk = await renderDesk(
    <main>
      <SyncScreen />
    </main>,
    {
      now: NOW,
      hash,
      records: [
        { kind: 'partner', record: aPartner() },
        {
          kind: 'fund-request',
          record: aFundRequest({ requested: { minor: 500_000, currency: 'EUR' } }),
        },
      ],
      ...options,
    },
  );
  desk.syncStatus.getState().attach(() => {
    syncs += 1;
  });
  await seed(desk.data, commit);
}

beforeEach(() => page.viewport(1280, 800));
afterEach(async () => {
  for (const { id } of useToasts.getState().toasts) useToasts.getState().dismiss(id);
  await desk.close();
});

/** What axe finds once nothing moves any more. */
async function problems(): Promise<string[]> {
  await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  return axeProblems();
}

describe('queue', () => {
  it('says that nothing waits and when it was last read', async () => {
    await show('#/sync', {});
    desk.syncStatus.getState().report({ state: 'idle', lastSyncAt: '2026-11-22T07:55:00.000Z' as never });
    await expect.element(page.getByRole('heading', { name: 'Nothing waits' })).toBeVisible();
    await expect.element(page.getByText('Last sync 5 minutes ago.').first()).toBeVisible();
    expect(await problems()).toEqual([]);
  });

  it('says how many changes wait for a connection', async () => {
    await show('#/sync', {});
    desk.syncStatus
      .getState()
      .report({ state: 'offline', waiting: 3, note: 'GitLab cannot be reached: no network.' });
    await expect.element(page.getByText('3 changes wait for a connection.')).toBeVisible();
    await expect.element(page.getByText('GitLab cannot be reached: no network.')).toBeVisible();
  });

  it('G5 shows why a change stopped and what to do, and tries it again when asked', async () => {
    await show('#/sync', { newIntents: [refused()] });
    await userEvent.click(page.getByRole('gridcell', { name: 'DevSecOps roadshow Hamburg' }));
    await expect
      .element(page.getByRole('alert').getByText(/over the budget.*Lower the amount/))
      .toBeVisible();
    expect(await problems()).toEqual([]);
    await userEvent.click(page.getByRole('button', { name: 'Retry' }));
    await expect.element(page.getByText('is tried again').first()).toBeVisible();
    const stored = await desk.data.store.intent('intent-1');
    expect(stored).toMatchObject({ state: 'waiting', problem: null, steps: [{ state: 'todo' }] });
    expect(syncs).toBe(1);
  });

  it('discards a change only after asking', async () => {
    await show('#/sync', { newIntents: [refused()] });
    await userEvent.click(page.getByRole('gridcell', { name: 'DevSecOps roadshow Hamburg' }));
    await userEvent.click(page.getByRole('button', { name: 'Discard' }));
    const dialog = page.getByRole('alertdialog');
    await userEvent.click(dialog.getByRole('button', { name: 'Cancel' }));
    await expect.element(dialog).not.toBeInTheDocument();
    expect((await desk.data.store.intent('intent-1'))?.state).toBe('parked');
    await userEvent.click(page.getByRole('button', { name: 'Discard' }));
    await userEvent.click(dialog.getByRole('button', { name: 'Discard' }));
    await expect.element(page.getByRole('heading', { name: 'Nothing waits' })).toBeVisible();
    expect((await desk.data.store.intent('intent-1'))?.state).toBe('discarded');
  });

  it('MDF-6 shows each step of an approval with its remote, state and link', async () => {
    await show('#/sync?id=intent-saga', { newIntents: [saga()] });
    const steps = page.getByRole('list', { name: 'Steps' });
    await expect.element(steps.getByText('Open the epic')).toBeVisible();
    await expect.element(steps.getByText('Sent, answer open')).toBeVisible();
    await expect.element(steps.getByText(/GitLab · 2 tries/)).toBeVisible();
    await expect.element(page.getByRole('button', { name: /GitLab &12/ })).toBeVisible();
    await expect.element(page.getByRole('gridcell', { name: '2 of 4' })).toBeVisible();
  });

  it('starts a sync by the button and by its key', async () => {
    await show('#/sync', { newIntents: [anIntent()] });
    await userEvent.click(page.getByRole('button', { name: /Sync now/ }));
    expect(syncs).toBe(1);
  });

  it('finds changes and says when the search hides all', async () => {
    await show('#/sync', { newIntents: [anIntent(), saga()] });
    await userEvent.type(page.getByRole('searchbox', { name: 'Search changes' }), 'zero trust');
    await expect.element(page.getByRole('gridcell', { name: 'Zero trust webinar series' })).toBeVisible();
    await expect
      .element(page.getByRole('gridcell', { name: 'DevSecOps roadshow Hamburg' }))
      .not.toBeInTheDocument();
    await userEvent.type(page.getByRole('searchbox', { name: 'Search changes' }), ' nowhere');
    await userEvent.click(page.getByRole('button', { name: 'Clear filter and search' }));
    await expect.element(page.getByRole('gridcell', { name: 'DevSecOps roadshow Hamburg' })).toBeVisible();
  });
});

describe('conflicts', () => {
  const row = (label: string) =>
    page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: label }) });

  it('G4 shows the values before, here and there, and stores a choice per field', async () => {
    await show('#/sync?tab=conflicts', { conflicts: [aConflict()] });
    await expect.element(row('Requested').getByText('€6,000.00')).toBeVisible();
    await expect.element(row('Requested').getByText('€5,000.00').first()).toBeVisible();
    await expect.element(row('Requested').getByText('€4,500.00')).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Apply' })).toBeDisabled();
    expect(await problems()).toEqual([]);
    await userEvent.click(page.getByRole('radio', { name: 'Requested: Salesforce' }));
    await userEvent.click(page.getByRole('radio', { name: 'Activity: here' }));
    await expect
      .element(page.getByText('Changed here: Requested. Sent to Salesforce: Activity.'))
      .toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Apply' }));
    await expect.element(page.getByRole('heading', { name: 'No conflicts' })).toBeVisible();
    const request = await desk.data.store.get('fund-request', 'request-1');
    expect(request).toMatchObject({
      requested: { minor: 450_000, currency: 'EUR' },
      title: 'DevSecOps roadshow Hamburg',
      rev: 2,
    });
    const [intent] = await desk.data.store.openIntents();
    expect(intent).toMatchObject({ kind: 'fund-request.put', fields: expect.arrayContaining(['title']) });
    expect(syncs).toBe(1);
  });

  it('G4 asks anew when other values came in while the person looked', async () => {
    await show('#/sync?tab=conflicts', { conflicts: [aConflict()] });
    await userEvent.click(page.getByRole('button', { name: 'Keep all mine' }));
    await expect.element(page.getByRole('button', { name: 'Apply' })).toBeEnabled();
    const [field, title] = aConflict().fields;
    await seed(desk.data, {
      conflicts: [aConflict({ fields: [{ ...field, theirs: { minor: 400_000, currency: 'EUR' } }, title] })],
    });
    await expect.element(row('Requested').getByText('€4,000.00')).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Apply' })).toBeDisabled();
  });

  it('G4 accepts a deletion, or keeps what was deleted there', async () => {
    const field = { field: 'record', base: true, mine: true, theirs: false };
    await show('#/sync?tab=conflicts', {
      conflicts: [aConflict({ kind: 'remote-delete', fields: [field], theirs: {}, theirStamp: null })],
    });
    await userEvent.click(page.getByRole('button', { name: 'Accept the deletion' }));
    await expect.element(page.getByText('It is marked as deleted here and not sent any more.')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Apply' }));
    await expect.element(page.getByRole('heading', { name: 'No conflicts' })).toBeVisible();
    expect((await desk.data.store.get('fund-request', 'request-1'))?.deletedRemotely).toBe(true);
    expect(await desk.data.store.openIntents()).toEqual([]);
  });

  it('is settled by keyboard alone', async () => {
    await show('#/sync?tab=conflicts', {
      conflicts: [aConflict({ fields: aConflict().fields.slice(0, 1) })],
    });
    const mine = page.getByRole('radio', { name: 'Requested: here' });
    await expect.element(mine).toBeVisible();
    (mine.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(page.getByRole('radio', { name: 'Requested: Salesforce' })).toBeChecked();
    await userEvent.keyboard('{Tab}{Enter}');
    await expect.element(page.getByRole('heading', { name: 'No conflicts' })).toBeVisible();
  });
});

describe('quarantine', () => {
  it('G10 shows what came as text, exports it and lets it go after asking', async () => {
    const saved: string[] = [];
    const main = fakeMain({
      'file.save': ({ bytes }) => {
        saved.push(new TextDecoder().decode(bytes));
        return { ok: true, value: { path: '/home/dana/quarantine.json' } };
      },
    });
    await show('#/sync?tab=quarantine', { quarantine: [anUnreadable()] }, { main });
    await userEvent.click(page.getByRole('gridcell', { name: 'Fund request a0B5g00000Xy1' }));
    await expect.element(page.getByText('<b>bold</b>')).toBeVisible();
    expect(await problems()).toEqual([]);
    await userEvent.click(page.getByRole('button', { name: 'Export as JSON' }));
    await expect.element(page.getByText('Saved to /home/dana/quarantine.json')).toBeVisible();
    expect(JSON.parse(saved[0] ?? '')).toEqual(anUnreadable());
    await userEvent.click(page.getByRole('button', { name: 'Let go' }));
    await userEvent.click(page.getByRole('alertdialog').getByRole('button', { name: 'Let go' }));
    await expect.element(page.getByRole('heading', { name: 'Nothing is set aside' })).toBeVisible();
    expect(await desk.data.store.quarantined()).toEqual([]);
  });
});
