import { afterEach, describe, expect, it } from 'vitest';
import { type Locator, page, userEvent } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import type { Commit } from '../../../shared/ports/local-store';
import { SyncLogEntry } from '../../../shared/schema/sync-state';
import { inReview, partnerRecord, requestRecord, SAMPLE_NOW } from '../mdf/sample-desk';
import { planRecords } from '../planner/plan-samples';
import { axeProblems } from '../support/axe';
import { fakeMain } from '../support/fake-main';
import { notConnected } from '../support/not-connected';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { aConflict, anUnreadable, refused, saga, seed } from '../sync/sync-desk';

/** A part of the app that no other test of its screen shows to axe in both themes, and the way there. */
type Scene = {
  readonly name: string;
  readonly hash: string;
  readonly stored?: Commit;
  /** What the first step acts on. */
  readonly ready?: () => Locator;
  /** Keys to press or things to click, in order. */
  readonly steps?: readonly (string | (() => Locator))[];
  readonly seen: () => Locator;
};

const records = [partnerRecord(), requestRecord({ approval: inReview(1) })];
const button = (name: string | RegExp) => () => page.getByRole('button', { name }).first();
const cell = (name: string) => () => page.getByRole('gridcell', { name }).first();
const withoutConnections = () =>
  fakeMain({ 'connections.list': () => ({ ok: true, value: [...notConnected] }) });
const dialog = () => page.getByRole('dialog');
const log = SyncLogEntry.array().parse([
  { at: SAMPLE_NOW, level: 'info', text: 'Salesforce: received 29 changed partners.' },
  { at: SAMPLE_NOW, level: 'error', text: 'GitLab did not answer.' },
]);

const scenes: readonly Scene[] = [
  {
    name: 'a decline without a reason',
    hash: '#/mdf?id=request-1',
    ready: button(/^Decline/),
    steps: ['d', () => dialog().getByRole('button', { name: 'Decline' })],
    seen: () => page.getByText(/Write the reason/),
  },
  {
    name: 'a request that is sent back',
    hash: '#/mdf?id=request-1',
    steps: [button(/^Send back/)],
    seen: dialog,
  },
  {
    name: 'a request that is edited',
    hash: '#/mdf?id=request-1',
    ready: button(/^Decline/),
    steps: ['e'],
    seen: dialog,
  },
  {
    name: 'requests of which none is found',
    hash: '#/mdf',
    ready: cell('DevSecOps roadshow Hamburg'),
    steps: ['/', 'zzz'],
    seen: () => page.getByText(/Nothing matches|No .* match/).first(),
  },
  {
    name: 'an approval that lacks its conditions',
    hash: '#/mdf?id=request-1',
    ready: button(/^Decline/),
    steps: ['a', () => dialog().getByRole('button', { name: /^Approve/ })],
    seen: () => dialog().getByRole('heading', { name: /^All that was checked/ }),
  },
  {
    name: 'a message about a decline',
    hash: '#/mdf?id=request-1',
    ready: button(/^Decline/),
    steps: ['d', 'No funds are left.', () => dialog().getByRole('button', { name: 'Decline' })],
    seen: () => dialog().getByRole('textbox', { name: 'Message' }),
  },
  {
    name: 'a new request with mistakes',
    hash: '#/mdf',
    steps: [button(/^New request/), () => dialog().getByRole('button', { name: 'Save and submit' })],
    seen: () => dialog().getByRole('region', { name: 'Eligibility' }),
  },
  {
    name: 'a new tactic',
    hash: '#/planner',
    steps: [button(/^New tactic/)],
    seen: () => page.getByRole('textbox', { name: 'Name' }),
  },
  {
    name: 'a stopped change',
    hash: '#/sync',
    stored: { newIntents: [refused()] },
    steps: [cell('DevSecOps roadshow Hamburg')],
    seen: () => page.getByText(/Lower the amount/).first(),
  },
  {
    name: 'an approval on its way',
    hash: '#/sync',
    stored: { newIntents: [saga()] },
    steps: [cell('Zero trust webinar series')],
    seen: () => page.getByText('Open the POP issue').first(),
  },
  {
    name: 'a conflict',
    hash: '#/sync?tab=conflicts',
    stored: { conflicts: [aConflict()] },
    seen: button('Apply'),
  },
  {
    name: 'something set aside',
    hash: '#/sync?tab=quarantine',
    stored: { quarantine: [anUnreadable()] },
    steps: [cell('Fund request a0B5g00000Xy1')],
    seen: () => page.getByText('Why it is here'),
  },
  {
    name: 'the log of the sync',
    hash: '#/sync?tab=log',
    stored: { log },
    steps: [cell('GitLab did not answer.')],
    seen: () => page.getByRole('complementary'),
  },
  { name: 'the connections', hash: '#/sync?tab=connections', seen: button('Connect GitLab') },
  {
    name: 'a connection to GitLab',
    hash: '#/sync?tab=connections',
    steps: [button('Connect GitLab')],
    seen: dialog,
  },
  {
    name: 'a connection to Salesforce',
    hash: '#/sync?tab=connections',
    steps: [button('Connect Salesforce')],
    seen: dialog,
  },
  {
    name: 'the keys',
    hash: '#/mdf',
    steps: ['?'],
    seen: () => page.getByRole('dialog', { name: 'Keyboard' }),
  },
];

let desk: RenderedDesk | null = null;
afterEach(async () => {
  await desk?.close();
  desk = null;
});

describe.each(['light', 'dark'] as const)('accessible in the %s theme', (theme) => {
  it.each(scenes)('[look] $name', async ({ hash, stored, ready, steps = [], seen }) => {
    const onPlanner = hash.startsWith('#/planner');
    desk = await renderDesk(<Shell screens={screens} />, {
      now: SAMPLE_NOW,
      theme,
      hash,
      main: withoutConnections(),
      records: onPlanner ? planRecords() : records,
    });
    if (stored !== undefined) await seed(desk.data, stored);
    await expect.element(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
    // A key means something only once what it acts on is there.
    if (ready !== undefined) await expect.element(ready()).toBeVisible();
    for (const step of steps) {
      if (typeof step === 'string') await userEvent.keyboard(step);
      else await userEvent.click(step());
    }
    await expect.element(seen()).toBeVisible();
    expect(await axeProblems()).toEqual([]);
  });
});
