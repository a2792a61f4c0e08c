import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { SyncScreen } from '../../../renderer/features/sync/sync-screen';
import { useToasts } from '../../../renderer/ui/toast-store';
import type { Commit } from '../../../shared/ports/local-store';
import { aFundRequest, aPartner } from '../../support/records';
import { axeProblems } from '../support/axe';
import { fakeMain } from '../support/fake-main';
import { notConnected } from '../support/not-connected';
import { type RenderDeskOptions, type RenderedDesk, renderDesk } from '../support/render-desk';
import { aConflict, anIntent, anUnreadable, refused, saga, seed } from './sync-desk';

const NOW = '2026-11-22T08:00:00.000Z';
let desk: RenderedDesk;
let syncs = 0;

async function show(hash: string, commit: Commit, options: RenderDeskOptions = {}): Promise<void> {
  syncs = 0;
  desk = await renderDesk(
    <main style={{ height: '100%' }}>
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

describe('queue', () => {
  it('says that nothing waits and when it was last read', async () => {
    await show('#/sync', {});
    desk.syncStatus.getState().report({ state: 'idle', lastSyncAt: '2026-11-22T07:55:00.000Z' as never });
    await expect.element(page.getByRole('heading', { name: 'Nothing waits' })).toBeVisible();
    await expect.element(page.getByText('Last sync 5 minutes ago.').first()).toBeVisible();
    expect(await axeProblems()).toEqual([]);
  });

  it('SY-85 shows what would be sent field by field, exports it, and sends nothing', async () => {
    const files: { name: string; text: string }[] = [];
    const main = fakeMain({
      'file.save': ({ suggestedName, bytes }) => {
        files.push({ name: suggestedName, text: new TextDecoder().decode(bytes) });
        return { ok: true, value: { path: `/home/dana/${suggestedName}` } };
      },
    });
    const account = {
      remote: 'salesforce',
      object: 'Account',
      id: '001000000000001AAA',
      stamp: null,
      url: null,
    };
    const request = aFundRequest({
      requested: { minor: 500_000, currency: 'EUR' },
      approval: { kind: 'in-review', level: 2, submittedAt: NOW, levelSince: NOW },
    });
    const gone = { kind: 'fund-request', id: 'gone' };
    await show(
      '#/sync',
      { newIntents: [anIntent(), refused({ id: 'intent-2', subject: gone, label: 'Refused one' })] },
      {
        main,
        records: [
          { kind: 'partner', record: aPartner({ salesforce: account }) },
          { kind: 'fund-request', record: request },
        ],
      },
    );
    await userEvent.click(page.getByRole('button', { name: 'What would be sent' }));
    const dialog = page.getByRole('dialog', { name: 'What would be sent' });
    await expect.element(dialog).toHaveTextContent('1 write for 1 change, in this order');
    await expect.element(dialog.getByRole('row', { name: /^Requested/ })).toHaveTextContent('€5,000.00');
    await expect
      .element(dialog.getByRole('row', { name: /^Approval/ }))
      .toHaveTextContent('In review, level 2');
    await expect.element(dialog).not.toHaveTextContent('Reason of the decline');
    await expect.element(dialog).toHaveTextContent('over the budget');
    expect(await axeProblems()).toEqual([]);
    await userEvent.click(dialog.getByRole('button', { name: 'Export' }));
    await expect.poll(() => files.length).toBe(1);
    expect(files[0]?.text).toMatch(/Salesforce,.*,Requested,,\S*5,?000/);
    expect(files[0]?.text).toContain('Would stay here');
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog).not.toBeInTheDocument();
    expect((await desk.data.store.intent('intent-1'))?.state).toBe('waiting');
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
    expect(await axeProblems()).toEqual([]);
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
    await userEvent.click(page.getByRole('button', { name: 'Send after all' }));
    await expect.element(page.getByText('is sent after all').first()).toBeVisible();
    expect((await desk.data.store.intent('intent-1'))?.state).toBe('waiting');
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

  it('starts a sync when asked', async () => {
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

describe('uploads', () => {
  const upload = {
    marker: 'request-1-crm-file',
    remote: 'salesforce',
    name: `Recording of the keynote ${'and every breakout session '.repeat(8)}.mp4`,
    sent: 120_000_000,
    total: 300_000_000,
    phase: 'sending',
    canStop: true,
  } as const;

  it('show how far a file is, and are stopped when asked', async () => {
    const stopped: string[] = [];
    const main = fakeMain({
      'remote.stop-upload': ({ marker }) => {
        stopped.push(marker);
        return { ok: true, value: true };
      },
    });
    await show('#/sync', { newIntents: [anIntent({ state: 'running' })] }, { main });
    desk.syncStatus.getState().report({ state: 'syncing', uploads: [upload] });
    const bar = page.getByRole('progressbar', { name: /Recording of the keynote/ }).first();
    await expect.element(bar).toHaveAttribute('aria-valuetext', '120 of 300 MB');
    expect(await axeProblems()).toEqual([]);
    await userEvent.click(page.getByRole('gridcell', { name: 'DevSecOps roadshow Hamburg' }));
    await expect.element(page.getByRole('button', { name: 'Stop' }).nth(1)).toBeInViewport({ ratio: 1 });
    await userEvent.click(page.getByRole('button', { name: 'Stop' }).first());
    await expect.poll(() => stopped).toEqual([upload.marker]);
    desk.syncStatus.getState().report({ uploads: [{ ...upload, phase: 'checking', canStop: false }] });
    await expect.element(page.getByRole('button', { name: 'Stop' })).not.toBeInTheDocument();
    await expect.element(page.getByText('Salesforce checks what arrived').first()).toBeVisible();
  });

  it('say why they could not be stopped', async () => {
    const main = fakeMain({
      'remote.stop-upload': () => ({ ok: false, error: { message: 'Main is busy.', fix: 'Try again.' } }),
    });
    await show('#/sync', { newIntents: [anIntent({ state: 'running' })] }, { main });
    desk.syncStatus.getState().report({ state: 'syncing', uploads: [upload] });
    await userEvent.click(page.getByRole('button', { name: 'Stop' }).first());
    await expect
      .poll(() => useToasts.getState().toasts)
      .toMatchObject([{ tone: 'bad', text: 'It was not stopped: Main is busy. Try again.' }]);
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
    expect(await axeProblems()).toEqual([]);
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
  it('G10 offers what fits: a missing record is looked for again or marked as deleted, after asking', async () => {
    const id = '001000000000001AAA';
    const salesforce = { remote: 'salesforce', object: 'Account', id, stamp: null, url: null };
    const item = anUnreadable({
      id: 'missing:partners',
      what: '1 partner not to be found in Salesforce',
      raw: JSON.stringify([{ id, name: 'Cobalt', why: 'access_token=abc123secret' }]),
    });
    await show(
      '#/sync?tab=quarantine',
      { quarantine: [item] },
      { records: [{ kind: 'partner', record: aPartner({ salesforce }) }] },
    );
    await userEvent.click(page.getByRole('gridcell', { name: item.what }));
    await expect.element(page.getByText(/\[removed\]/)).toBeVisible();
    expect(await axeProblems()).toEqual([]);
    await userEvent.click(page.getByRole('button', { name: 'Look again' }));
    await expect.poll(() => syncs).toBe(1);
    await userEvent.click(page.getByRole('button', { name: 'Mark as deleted' }));
    const dialog = page.getByRole('alertdialog');
    await userEvent.click(dialog.getByRole('button', { name: 'Mark as deleted' }));
    await expect
      .poll(async () => (await desk.data.store.list({ kind: 'partner' })).map((one) => one.deletedRemotely))
      .toEqual([true]);
    await expect.element(page.getByRole('heading', { name: 'Nothing is set aside' })).toBeVisible();
  });

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
    expect(await axeProblems()).toEqual([]);
    await userEvent.click(page.getByRole('button', { name: 'Export as JSON' }));
    await expect.element(page.getByText('Saved to /home/dana/quarantine.json')).toBeVisible();
    expect(JSON.parse(saved[0] ?? '')).toEqual(anUnreadable());
    await userEvent.click(page.getByRole('button', { name: 'Let go' }));
    await userEvent.click(page.getByRole('alertdialog').getByRole('button', { name: 'Let go' }));
    await expect.element(page.getByRole('heading', { name: 'Nothing is set aside' })).toBeVisible();
    expect(await desk.data.store.quarantined()).toEqual([]);
  });
});

describe('log', () => {
  const lines = [
    { at: '2026-11-22T07:00:00.000Z', level: 'info', text: 'Salesforce: received 29 changed partners.' },
    {
      at: '2026-11-22T07:01:00.000Z',
      level: 'error',
      text: 'GitLab refused: PRIVATE-TOKEN glpat-abcdefgh12345678 is unknown; access_token=abc123.',
    },
  ] as Commit['log'] & object;

  it('G11 is searched, and exported without secrets', async () => {
    const saved: string[] = [];
    const main = fakeMain({
      'file.save': ({ bytes }) => {
        saved.push(new TextDecoder().decode(bytes));
        return { ok: true, value: null };
      },
    });
    await show('#/sync?tab=log', { log: lines }, { main });
    await expect.element(page.getByText('Salesforce: received 29 changed partners.')).toBeVisible();
    await expect.element(page.getByText(/:01:00/)).toBeVisible();
    expect(await axeProblems()).toEqual([]);
    await userEvent.click(page.getByRole('button', { name: 'Export', exact: true }));
    await expect.poll(() => saved.length).toBe(1);
    expect(saved[0]?.split('\n')).toEqual([
      '2026-11-22T07:00:00.000Z info    Salesforce: received 29 changed partners.',
      '2026-11-22T07:01:00.000Z error   GitLab refused: PRIVATE-TOKEN [removed] is unknown; [removed]',
      '',
    ]);
    await userEvent.type(page.getByRole('searchbox', { name: 'Search the log' }), 'partners');
    await expect.element(page.getByText(/GitLab refused/)).not.toBeInTheDocument();
  });

  it('says what to do when the file cannot be saved', async () => {
    const error = { message: 'The folder is read only.', fix: 'Choose another one.' };
    const main = fakeMain({ 'file.save': () => ({ ok: false, error }) });
    await show('#/sync?tab=log', { log: lines }, { main });
    await userEvent.click(page.getByRole('button', { name: 'Export', exact: true }));
    await expect
      .element(page.getByText('It was not saved. The folder is read only. Choose another one.'))
      .toBeVisible();
  });
});

describe('connections', () => {
  it('connects GitLab by a token, after saying what is missing', async () => {
    const main = fakeMain({
      'connections.list': () => ({ ok: true, value: [...notConnected] }),
      'connections.connect': () => ({
        ok: true,
        value: { ...notConnected[1], state: 'signed-in', origin: 'https://gitlab.example', user: 'dana' },
      }),
    });
    await show('#/sync?tab=connections', {}, { main });
    await userEvent.click(page.getByRole('button', { name: 'Connect GitLab' }));
    const form = page.getByRole('dialog');
    await userEvent.fill(form.getByLabelText('Address', { exact: true }), 'gitlab.example');
    await userEvent.click(form.getByRole('button', { name: 'Connect', exact: true }));
    await expect.element(form.getByText(/Write it whole, starting with https/)).toBeVisible();
    await expect.element(form.getByText(/Enter an access token/)).toBeVisible();
    expect(main.calls.some(({ channel }) => channel === 'connections.connect')).toBe(false);
    await userEvent.fill(form.getByLabelText('Address', { exact: true }), 'https://gitlab.example');
    await userEvent.fill(form.getByRole('textbox', { name: 'Access token' }), 'secret-token');
    await userEvent.click(form.getByRole('button', { name: 'Connect', exact: true }));
    await expect.element(form).not.toBeInTheDocument();
    expect(main.calls).toContainEqual({
      channel: 'connections.connect',
      input: { remote: 'gitlab', url: 'https://gitlab.example', token: 'secret-token', clientId: null },
    });
    expect(syncs).toBe(1);
  });

  it('can be cancelled while the browser is waited for', async () => {
    let end: (answer: { ok: false; error: { message: string; fix: string } }) => void = () => undefined;
    const main = fakeMain({
      'connections.list': () => ({ ok: true, value: [...notConnected] }),
      'connections.connect': () => new Promise((resolve) => (end = resolve)),
      'connections.cancel': () => {
        end({ ok: false, error: { message: 'The sign-in was cancelled.', fix: '' } });
        return { ok: true, value: null };
      },
    });
    await show('#/sync?tab=connections', {}, { main });
    await userEvent.click(page.getByRole('button', { name: 'Connect Salesforce' }));
    const form = page.getByRole('dialog');
    await userEvent.fill(form.getByLabelText('Client id'), 'key-of-the-app');
    await userEvent.click(form.getByRole('button', { name: 'Sign in in the browser' }));
    await userEvent.click(form.getByRole('button', { name: 'Cancel' }));
    await expect.element(form).not.toBeInTheDocument();
    expect(main.calls.filter(({ channel }) => channel === 'connections.cancel')).toHaveLength(1);
    // The next time the id is there: it is long and is no secret.
    await userEvent.click(page.getByRole('tab', { name: 'Log' }));
    await userEvent.click(page.getByRole('tab', { name: 'Connections' }));
    await userEvent.click(page.getByRole('button', { name: 'Connect Salesforce' }));
    await expect.element(page.getByLabelText('Client id')).toHaveValue('key-of-the-app');
  });

  it('keeps the form open with the reason when Salesforce refuses', async () => {
    const error = {
      message: 'Salesforce does not know this client id.',
      fix: 'Ask your administrator for it.',
    };
    const main = fakeMain({
      'connections.list': () => ({ ok: true, value: [...notConnected] }),
      'connections.connect': () => ({ ok: false, error }),
    });
    await show('#/sync?tab=connections', {}, { main });
    await userEvent.click(page.getByRole('button', { name: 'Connect Salesforce' }));
    const form = page.getByRole('dialog');
    await userEvent.fill(form.getByLabelText('Client id'), 'wrong');
    await userEvent.click(form.getByRole('button', { name: 'Sign in in the browser' }));
    await expect
      .element(form.getByText(/does not know this client id.*Ask your administrator/))
      .toBeVisible();
  });

  it('says what is wrong in plain words, follows changes and checks when asked', async () => {
    const away = {
      ...notConnected[0],
      state: 'unreachable',
      origin: 'https://org.example',
      user: 'Dana',
      note: 'The org does not answer.',
    } as const;
    const main = fakeMain({
      'connections.list': () => ({ ok: true, value: [away, notConnected[1]] }),
      'connections.check': () => ({
        ok: true,
        value: [
          { ...away, state: 'signed-in', note: null, apiUsed: 100, apiMax: 1000, apiReserve: 200 },
          notConnected[1],
        ],
      }),
    });
    await show('#/sync?tab=connections', {}, { main });
    await expect.element(page.getByText('The org does not answer.')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Check connections' }));
    await expect.element(page.getByText('Signed in', { exact: true })).toBeVisible();
    await expect.element(page.getByText('100 of 1,000')).toBeVisible();
    await expect.element(page.getByText(/The last 200 are kept to send what you save/)).toBeVisible();
    main.emit('connections.changed', [...notConnected]);
    await expect.element(page.getByRole('button', { name: 'Connect Salesforce' })).toBeVisible();
  });
});
