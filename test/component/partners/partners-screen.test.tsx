import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { PartnersScreen } from '../../../renderer/features/partners/partners-screen';
import { useAllCommands } from '../../../renderer/widgets/commands';
import type { AnyRecord } from '../../../shared/schema/record';
import { aFundRequest, aPartner, aPlanItem, aRegistration } from '../../support/records';
import { partnerFile } from '../imports/import-files';
import { dropOn, plainPdf } from '../pop/sample-files';
import { axeProblems } from '../support/axe';
import { type RenderDeskOptions, type RenderedDesk, renderDesk } from '../support/render-desk';

let desk: RenderedDesk | null = null;

async function show(options: RenderDeskOptions): Promise<RenderedDesk> {
  desk = await renderDesk(<PartnersScreen />, { hash: '#/partners', ...options });
  return desk;
}

function partner(over: Parameters<typeof aPartner>[0] = {}): AnyRecord {
  return { kind: 'partner', record: aPartner(over) };
}

const nearMiss: AnyRecord = {
  kind: 'registration',
  record: aRegistration({
    program: null,
    subject: 'Free trial program – SaaS',
    date: '2026-11-16',
    language: null,
  }),
};

beforeEach(() => page.viewport(1280, 800));
afterEach(async () => {
  await desk?.close();
  desk = null;
});

async function chooseProgram(label: string): Promise<void> {
  await userEvent.click(page.getByRole('button', { name: /\bProgram\b/ }));
  await userEvent.click(page.getByRole('option', { name: label }));
}

/** Registers the open partner for a trial, with everything that it needs. */
async function registerForTrial(): Promise<void> {
  await userEvent.click(page.getByRole('button', { name: /^Register for a program/ }));
  await chooseProgram('Free trial, SaaS');
  const dialog = page.getByRole('dialog');
  await expect.element(dialog.getByText('I agree that GitLab may share the data')).toBeVisible();
  for (const tick of dialog.getByRole('checkbox').elements()) (tick as HTMLElement).click();
  await userEvent.click(dialog.getByRole('button', { name: 'Register', exact: true }));
  await expect.element(dialog).not.toBeInTheDocument();
}

const approvedAt = { kind: 'approved', at: '2026-09-20T09:00:00.000Z' };

describe('the partners screen', () => {
  it('[look] says how many partners a search finds', async () => {
    await show({ records: [partner()] });
    await expect.element(page.getByText('1 partner', { exact: true })).toHaveRole('status');
    await page.getByRole('searchbox', { name: 'Search partners' }).fill('nobody');
    await expect.element(page.getByText('0 partners', { exact: true })).toHaveRole('status');
  });

  it('POP-1 shows beside each approved request where its proof stands, and by when', async () => {
    const requests = [
      { id: 'request-1', title: 'Spring fair', start: '2026-10-05', end: '2026-10-15', approval: approvedAt },
      { id: 'request-2', title: 'Late idea', approval: { kind: 'draft' } },
    ];
    await show({
      records: [
        partner(),
        ...requests.map((over) => ({ kind: 'fund-request' as const, record: aFundRequest(over) })),
      ],
      hash: '#/partners?id=partner-1',
    });
    await userEvent.click(page.getByRole('tab', { name: /Requests/ }));
    const items = page.getByRole('list', { name: 'Requests' }).getByRole('listitem');
    await expect
      .element(items.filter({ hasText: 'Spring fair' }))
      .toHaveTextContent(/Proof.*Overdue.*19 Nov/);
    await expect.element(items.filter({ hasText: 'Late idea' })).toBeVisible();
    await expect.element(items.filter({ hasText: 'Late idea' })).not.toHaveTextContent('Proof');
  });

  it('PLAN-3 shows on the profile what is planned with the partner, and leads to it', async () => {
    await show({
      records: [
        partner(),
        {
          kind: 'plan-item',
          record: aPlanItem({ title: 'Roadshow', start: '2026-12-01', end: '2026-12-14' }),
        },
        {
          kind: 'plan-item',
          record: aPlanItem({ id: 'item-2', title: 'With another', partnerId: 'partner-2' }),
        },
      ],
      hash: '#/partners?id=partner-1',
    });
    await userEvent.click(page.getByRole('tab', { name: /^Plans/ }));
    const items = page.getByRole('list', { name: 'Plans' }).getByRole('listitem');
    await expect.element(items).toHaveTextContent(/Roadshow.*Planned.*1.*14 Dec/);
    await userEvent.click(page.getByRole('button', { name: 'Roadshow' }));
    expect(window.location.hash).toBe('#/planner?id=item-1');
  });

  it('PROG-6 records which instant campaign a partner uses, by keyboard, and takes it back', async () => {
    const { data } = await show({ records: [partner()], hash: '#/partners?id=partner-1' });
    await userEvent.click(page.getByRole('button', { name: 'Record a campaign' }));
    const dialog = page.getByRole('dialog', { name: /Instant campaign of/ });
    await userEvent.keyboard('{Enter}{ArrowDown}{Enter}');
    await userEvent.click(dialog.getByRole('button', { name: /Language/ }));
    await userEvent.click(page.getByRole('option', { name: 'DE' }));
    await userEvent.click(dialog.getByRole('button', { name: 'Record' }));
    await expect
      .element(dialog.getByText('Nothing says what the partner took.', { exact: false }))
      .toBeVisible();
    await userEvent.click(dialog.getByText('Mini-books'));
    await userEvent.click(dialog.getByRole('button', { name: 'Record' }));
    const list = page.getByRole('list', { name: 'Instant campaigns' });
    await expect.element(list.getByText('Mini-books', { exact: false })).toBeVisible();
    const uses = async () => (await data.store.get('partner', 'partner-1'))?.campaignUses;
    expect(await uses()).toMatchObject([{ language: 'DE', assets: ['mini-books'] }]);
    await userEvent.click(list.getByRole('button', { name: /^Remove/ }));
    await expect.poll(uses).toEqual([]);
  });

  it('[look] leads from an empty directory to the import', async () => {
    await show({});
    await userEvent.click(page.getByRole('button', { name: 'Import partner accounts' }));
    await expect.element(page.getByRole('dialog', { name: 'Import partner accounts' })).toBeVisible();
  });

  it('[import] takes a file that is dropped on the list to its import, and says where other files belong', async () => {
    await show({ records: [partner()] });
    const list = page.getByRole('grid', { name: 'Partners' });
    await expect.element(list).toBeVisible();
    dropOn(list.element(), [partnerFile(3)]);
    await expect.element(page.getByText('Step 2 of 3: check the columns')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    dropOn(list.element(), [plainPdf('invoice.pdf', ['Invoice'])]);
    await expect.element(page.getByText(/Drop documents on a request or on POP review/)).toBeVisible();
  });

  it('MDF-1 says on the profile why a partner may not ask for funds', async () => {
    await show({ records: [partner({ track: 'Open' })], hash: '#/partners?id=partner-1' });
    await expect.element(page.getByRole('heading', { name: 'May not ask for funds' })).toBeVisible();
    await expect.element(page.getByText(/has the track Open; only Select may ask for funds/)).toBeVisible();
  });

  it.each(['light', 'dark'] as const)(
    'MDF-1 says on the profile that nobody can tell yet whether a partner may ask for funds (%s)',
    async (theme) => {
      await show({ records: [partner({ track: null })], hash: '#/partners?id=partner-1', theme });
      const title = page.getByRole('heading', { name: 'Not known whether it may ask for funds' });
      await expect.element(title).toBeVisible();
      await expect
        .element(page.getByRole('heading', { name: 'May ask for funds', exact: true }))
        .not.toBeInTheDocument();
    },
  );

  it('PROG-2 says why an account cannot be registered and writes nothing', async () => {
    const { data } = await show({
      records: [partner({ partnerType: 'Alliance' })],
      hash: '#/partners?id=partner-1',
    });
    await userEvent.click(page.getByRole('button', { name: /^Register for a program/ }));
    await chooseProgram('Free trial, SaaS');
    const dialog = page.getByRole('dialog');
    await expect.element(dialog.getByText(/Partner Type of .* is Alliance/)).toBeVisible();
    await userEvent.click(dialog.getByRole('button', { name: 'Register', exact: true }));
    await expect.element(dialog.getByRole('alert')).toBeVisible();
    expect(await data.store.count('registration')).toBe(0);
  });

  it('PROG-2 offers the registration of the open partner only while one is open', async () => {
    function Offered() {
      return <output>{useAllCommands().map(({ label }) => label)}</output>;
    }
    const screen = (
      <>
        <PartnersScreen />
        <Offered />
      </>
    );
    desk = await renderDesk(screen, { hash: '#/partners?id=partner-1', records: [partner()] });
    const offered = page.getByRole('status').filter({ hasText: 'Search partners' });
    await expect.element(offered).toHaveTextContent('Register the open partner');
    await userEvent.click(page.getByRole('complementary').getByRole('button', { name: /^Close/ }));
    await expect.element(offered).not.toHaveTextContent('Register the open partner');
  });

  it('PROG-2 names what a tick acknowledges', async () => {
    await show({ records: [partner({ salesforce: null })], hash: '#/partners?id=partner-1' });
    await userEvent.click(page.getByRole('button', { name: /^Register for a program/ }));
    await chooseProgram('Free trial, SaaS');
    const tick = page.getByRole('checkbox', { name: /^I know, and register it: .* is not linked/ });
    await expect.element(tick).toBeInTheDocument();
  });

  it('PROG-2 says at the field itself that the program is missing', async () => {
    await show({ records: [partner()], hash: '#/partners?id=partner-1' });
    await userEvent.click(page.getByRole('button', { name: /^Register for a program/ }));
    const dialog = page.getByRole('dialog');
    await userEvent.click(dialog.getByRole('button', { name: 'Register', exact: true }));
    await expect.element(dialog.getByText('Choose a program.')).toBeVisible();
    await expect.element(dialog.getByRole('button', { name: /Program/ })).toHaveFocus();
  });

  it('PROG-2 registers a partner under the exact subject and queues the event, and takes it back', async () => {
    const { data } = await show({ records: [partner()], hash: '#/partners?id=partner-1' });
    await registerForTrial();
    expect(await data.store.list({ kind: 'registration' })).toMatchObject([
      { subject: 'Free Trial Program - SaaS', language: 'EN' },
    ]);
    expect(await data.store.openIntents()).toMatchObject([{ kind: 'registration.put' }]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => data.store.openIntents()).toEqual([]);
    await expect.element(page.getByText('Not registered for any program yet.')).toBeVisible();
  });

  it('PROG-2 enrols on the day where the partner is, also while it is tomorrow already for the person', async () => {
    const { data } = await show({
      now: '2026-11-27T03:00:00.000Z',
      records: [partner({ region: 'AMER' })],
      hash: '#/partners?id=partner-1',
    });
    await registerForTrial();
    expect(await data.store.list({ kind: 'registration' })).toMatchObject([{ date: '2026-11-26' }]);
  });

  it('PROG-5 lets the link be tested only once the admin is assigned, and takes both back together', async () => {
    await show({ records: [partner()], hash: '#/partners?id=partner-1' });
    await userEvent.click(page.getByRole('button', { name: /^Register for a program/ }));
    await chooseProgram('Free trial, SaaS');
    const tick = (name: RegExp) => page.getByRole('dialog').getByRole('checkbox', { name });
    const tested = tick(/^Test the custom link/);
    await expect.element(tested).toBeDisabled();
    await expect.element(tested).toHaveAccessibleName(/After: Partner Prospect Admin assigned/);
    for (const earlier of [/^Partner Prospect Admin/, /^Custom trial link/])
      (tick(earlier).element() as HTMLElement).click();
    await expect.element(tested).toBeEnabled();
    (tested.element() as HTMLElement).click();
    await expect.element(tested).toBeChecked();
    expect(await axeProblems()).toEqual([]);
    (tick(/^Partner Prospect Admin/).element() as HTMLElement).click();
    await expect.element(tested).not.toBeChecked();
    await expect.element(tested).toBeDisabled();
    expect(await axeProblems()).toEqual([]);
  });

  it('PROG-4 tells what GitLab does for a microsite, without a tick for it', async () => {
    await show({ records: [partner()], hash: '#/partners?id=partner-1' });
    await userEvent.click(page.getByRole('button', { name: /^Register for a program/ }));
    await chooseProgram('Microsite, partner site');
    const dialog = page.getByRole('dialog');
    await expect.element(dialog.getByText('Send reports of metrics every 2 weeks.')).toBeVisible();
    expect(dialog.getByRole('checkbox', { name: /metrics/ }).elements()).toEqual([]);
    await expect.element(dialog.getByText(/at least 50 customers/)).toBeVisible();
  });

  it('PROG-2 points out a type that the report does not count and corrects it', async () => {
    const record = { ...nearMiss.record, subject: 'Free Trial Program - SaaS', eventType: null };
    const records = [partner(), { ...nearMiss, record } as AnyRecord];
    const { data } = await show({ records, hash: '#/partners?id=partner-1' });
    const said = 'The report misses this event. It has no type; it counts those of type “Marketing”.';
    await expect.element(page.getByText(said)).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Fix type' }));
    await expect.element(page.getByRole('button', { name: 'Fix type' })).not.toBeInTheDocument();
    const [fixed] = await data.store.list({ kind: 'registration' });
    expect(fixed).toMatchObject({ program: 'free-trial-saas' });
    expect(fixed?.eventType).toBeUndefined();
  });

  it('PROG-3 says of a registration that its event was deleted in Salesforce', async () => {
    const salesforce = {
      remote: 'salesforce',
      object: 'Event',
      id: '00U000000000001AAA',
      stamp: null,
      url: null,
    };
    const record = aRegistration({ salesforce, deletedRemotely: true });
    await show({ records: [partner(), { kind: 'registration', record }], hash: '#/partners?id=partner-1' });
    const list = page.getByRole('list', { name: 'Programs' });
    await expect.element(list.getByText('Deleted in Salesforce')).toBeVisible();
    expect(list.getByText('In Salesforce', { exact: true }).query()).toBeNull();
  });

  it('PROG-2 points out a subject that the report misses and corrects it', async () => {
    const { data } = await show({ records: [partner(), nearMiss], hash: '#/partners?id=partner-1' });
    await userEvent.click(page.getByRole('button', { name: 'Fix subject' }));
    await expect.element(page.getByRole('button', { name: 'Fix subject' })).not.toBeInTheDocument();
    expect(await data.store.list({ kind: 'registration' })).toMatchObject([
      { subject: 'Free Trial Program - SaaS', program: 'free-trial-saas' },
    ]);
  });

  it('PROG-2 leaves it to the person which of several programs a subject was meant as', async () => {
    const record = { ...nearMiss.record, subject: 'Free Trial Program' };
    const records = [partner(), { ...nearMiss, record } as AnyRecord];
    const { data } = await show({ records, hash: '#/partners?id=partner-1' });
    const said = 'It counts “Free Trial Program - SaaS” or “Free Trial Program - Self Managed”.';
    await expect.element(page.getByText(said)).toBeVisible();
    const fix = page.getByRole('button', { name: 'Fix to “Free Trial Program - Self Managed”' });
    const inside = (element: Element) => element.getBoundingClientRect().right;
    expect(inside(fix.element())).toBeLessThan(
      inside(page.getByRole('list', { name: 'Programs' }).element()),
    );
    await userEvent.click(fix);
    await expect.element(page.getByText(said)).not.toBeInTheDocument();
    expect(await data.store.list({ kind: 'registration' })).toMatchObject([
      { subject: 'Free Trial Program - Self Managed', program: 'free-trial-self-managed' },
    ]);
  });
});
