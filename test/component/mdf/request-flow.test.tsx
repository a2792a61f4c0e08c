import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Shell } from '../../../renderer/app/shell';
import { screens } from '../../../renderer/app/routes';
import { fakeMain } from '../support/fake-main';
import { type RenderDeskOptions, type RenderedDesk, renderDesk } from '../support/render-desk';
import { budgetRecord, eventTicks, inReview, partnerRecord, requestRecord, SAMPLE_NOW } from './sample-desk';

let desk: RenderedDesk | null = null;

async function show(options: RenderDeskOptions): Promise<RenderedDesk> {
  desk = await renderDesk(<Shell screens={screens} />, { now: SAMPLE_NOW, hash: '#/mdf', ...options });
  return desk;
}

beforeEach(() => page.viewport(1280, 800));
afterEach(async () => {
  await desk?.close();
  desk = null;
});

async function choose(label: string, option: string): Promise<void> {
  await userEvent.click(page.getByRole('button', { name: new RegExp(`\\b${label}\\b`) }));
  await userEvent.click(page.getByRole('option', { name: option }));
}

async function typeDate(group: string, text: string): Promise<void> {
  const day = page.getByRole('group', { name: group }).getByRole('spinbutton').first();
  await userEvent.click(day);
  await userEvent.keyboard(text);
}

describe('a fund request on the MDF screen', () => {
  it('MDF-4 is written, checked while one types, submitted and approved, and all of it is stored', async () => {
    const { data } = await show({ records: [partnerRecord(), budgetRecord()] });
    await expect.element(page.getByText('No fund requests yet')).toBeVisible();
    await userEvent.keyboard('n');
    const dialog = page.getByRole('dialog', { name: 'New fund request' });
    await expect.element(dialog).toBeVisible();

    await userEvent.keyboard('DevSecOps day Hamburg');
    await userEvent.click(page.getByRole('combobox', { name: 'Partner' }));
    await userEvent.keyboard('nordl');
    await userEvent.click(page.getByRole('option', { name: /Nordlicht/ }));
    await choose('Type', 'Events/Webinars');
    await typeDate('First day', '14012027');
    // The last day and the quarter follow from the first day, the region from the partner.
    await expect
      .element(page.getByRole('button', { name: /Quarter whose funds pay/ }))
      .toHaveTextContent('FY27 Q4');
    await expect
      .element(page.getByRole('button', { name: /Region of the activity/ }))
      .toHaveTextContent('EMEA');
    await choose('Currency', 'EUR');
    await userEvent.fill(page.getByRole('textbox', { name: 'Total cost' }), '12,000');
    await userEvent.fill(page.getByRole('textbox', { name: 'Requested' }), '100');
    const findings = page.getByRole('list', { name: 'Findings' });
    await expect.element(findings).toHaveTextContent('below the minimum');
    await userEvent.fill(page.getByRole('textbox', { name: 'Requested' }), '6,000');
    await expect.element(findings).not.toHaveTextContent('below the minimum');
    await choose('GTM motion', 'DevSecOps');
    await userEvent.click(page.getByRole('button', { name: 'Save and submit' }));

    await expect.element(dialog).not.toBeInTheDocument();
    const inspector = page.getByRole('complementary', { name: 'DevSecOps day Hamburg' });
    await expect.element(inspector).toBeVisible();
    await expect.element(inspector.getByText('due in 2 business days')).toBeVisible();

    await userEvent.click(inspector.getByRole('button', { name: /^Approve/ }));
    const approve = page.getByRole('dialog', { name: 'Approve level 1 of 3' });
    await userEvent.click(approve.getByRole('button', { name: 'Approve €6,000.00' }));
    await expect.element(approve).toHaveTextContent('Say of every condition whether');
    for (const condition of [/^It is focused on GitLab/, /^It is meant to bring net new/]) {
      const met = approve
        .getByRole('radiogroup', { name: condition })
        .getByRole('radio', { name: 'Met', exact: true });
      await userEvent.click(met);
      await expect.element(met).toBeChecked();
    }
    await userEvent.click(approve.getByRole('button', { name: 'Approve €6,000.00' }));
    await expect.element(approve).not.toBeInTheDocument();
    await expect.element(inspector.getByText('Level 2 of 3')).toBeVisible();

    const [stored] = await data.store.list({ kind: 'fund-request' });
    expect(stored).toMatchObject({
      title: 'DevSecOps day Hamburg',
      start: '2027-01-14',
      end: '2027-01-14',
      quarter: 'FY27-Q4',
      approvedAmount: { minor: 600_000, currency: 'EUR' },
      approval: { kind: 'in-review', level: 2 },
      conditions: eventTicks,
    });
    expect(stored?.decisions).toMatchObject([{ verdict: 'approve', by: 'Dana Weber', level: 1 }]);
    expect(await data.store.openIntents()).toHaveLength(3);
  });

  it('MDF-1 offers no approval of what a rule refuses, and shows the rule', async () => {
    await show({
      hash: '#/mdf?id=request-1',
      records: [
        partnerRecord(),
        requestRecord({ approval: inReview(1), requested: { minor: 10_000, currency: 'EUR' } }),
      ],
    });
    await userEvent.click(page.getByRole('button', { name: 'Approve A' }));
    const dialog = page.getByRole('dialog', { name: 'Approve level 1 of 3' });
    await expect
      .element(dialog.getByRole('list', { name: 'Refusals' }))
      .toHaveTextContent('below the minimum');
    await expect.element(dialog.getByRole('button', { name: /^Approve/ })).toBeDisabled();
  });

  it('MDF-2 takes a condition as met, as not met and as not looked at again, by keyboard', async () => {
    const { data } = await show({
      hash: '#/mdf?id=request-1',
      records: [partnerRecord(), requestRecord({ approval: inReview(1) })],
    });
    const group = page.getByRole('radiogroup', { name: /^It is focused on GitLab/ });
    const answer = (name: string) => group.getByRole('radio', { name, exact: true });
    const stored = async () => (await data.store.list({ kind: 'fund-request' }))[0]?.conditions;
    const refusal = page.getByText(/The reviewer found that this condition is not met/);
    await expect.element(answer('Not looked at')).toBeChecked();
    answer('Not looked at').element().focus();
    await userEvent.keyboard('{ArrowLeft} ');
    await expect.element(answer('Not met')).toBeChecked();
    await expect.element(refusal).toBeVisible();
    expect(await stored()).toEqual({ focus: false });
    await userEvent.keyboard('{ArrowLeft} ');
    await expect.element(answer('Met')).toBeChecked();
    await expect.element(refusal).not.toBeInTheDocument();
    expect(await stored()).toEqual({ focus: true });
    await userEvent.keyboard('{ArrowRight}{ArrowRight} ');
    await expect.element(answer('Not looked at')).toBeChecked();
    expect(await stored()).toEqual({});
  });

  it('MDF-8 makes the approver acknowledge each point, also what nobody can tell', async () => {
    const { data } = await show({
      hash: '#/mdf?id=request-1',
      records: [
        partnerRecord(),
        requestRecord({
          approval: inReview(1),
          conditions: { 'on-site': true, 'third-party': true, contract: true, brand: true },
          activityType: 'tradeshow-sponsorship',
        }),
      ],
    });
    await userEvent.click(page.getByRole('button', { name: 'Approve A' }));
    const dialog = page.getByRole('dialog', { name: 'Approve level 1 of 3' });
    const list = dialog.getByRole('list', { name: 'To acknowledge' });
    await expect.element(list).toHaveTextContent('legal must review');
    await expect.element(list).toHaveTextContent('No budget in EUR is known');
    await userEvent.click(dialog.getByText('I know, and approve it'));
    await userEvent.click(dialog.getByRole('button', { name: 'Approve €6,000.00' }));
    await expect.element(dialog).toHaveTextContent('Acknowledge each point above.');
    await userEvent.click(dialog.getByText('I have found out, and it is in order'));
    await userEvent.click(dialog.getByRole('button', { name: 'Approve €6,000.00' }));
    await expect.element(dialog).not.toBeInTheDocument();
    const stored = await data.store.get('fund-request', 'request-1');
    expect(stored?.decisions[0]?.acknowledged.toSorted()).toEqual(['budget', 'legal-review']);
  });

  it('MDF-8 asks anew for a point that says something else once the amount is another', async () => {
    await show({
      hash: '#/mdf?id=request-1',
      records: [
        partnerRecord(),
        budgetRecord(500_000),
        requestRecord({ approval: inReview(1), conditions: eventTicks }),
      ],
    });
    await userEvent.click(page.getByRole('button', { name: 'Approve A' }));
    const dialog = page.getByRole('dialog', { name: 'Approve level 1 of 3' });
    const amount = dialog.getByRole('textbox', { name: 'Amount to approve' });
    const tick = dialog.getByRole('checkbox', { name: /^I know, and approve it/ });
    await userEvent.fill(amount, '5,500');
    await userEvent.click(dialog.getByText('I know, and approve it'));
    await expect.element(tick).toBeChecked();
    await userEvent.fill(amount, '6,000');
    await expect.element(tick).not.toBeChecked();
    await userEvent.fill(amount, '5,500');
    await expect.element(tick).toBeChecked();
  });

  it('MDF-4 records the decision of the holder of another role by name', async () => {
    const { data } = await show({
      hash: '#/mdf?id=request-1',
      records: [
        partnerRecord(),
        budgetRecord(),
        requestRecord({ approval: inReview(2), conditions: eventTicks }),
      ],
    });
    await expect.element(page.getByText(/You can record the decision/)).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Approve A' }));
    const dialog = page.getByRole('dialog', { name: 'Approve level 2 of 3' });
    await userEvent.click(dialog.getByRole('button', { name: 'Approve €6,000.00' }));
    await expect.element(dialog).toHaveTextContent('Write the name of the person who decided.');
    await userEvent.fill(dialog.getByRole('textbox', { name: 'Decided by' }), 'Sam Ortiz');
    await userEvent.click(dialog.getByRole('button', { name: 'Approve €6,000.00' }));
    await expect.element(dialog).not.toBeInTheDocument();
    const stored = await data.store.get('fund-request', 'request-1');
    expect(stored?.decisions).toMatchObject([{ by: 'Sam Ortiz', recordedBy: 'Dana Weber', level: 2 }]);
  });

  it('MDF-4 asks for a name before anything is entered, and leads to where it is given', async () => {
    await show({
      hash: '#/mdf?id=request-1',
      settings: { userName: '' },
      records: [partnerRecord(), requestRecord({ approval: inReview(1) })],
    });
    await userEvent.click(page.getByRole('button', { name: 'Decline D' }));
    const dialog = page.getByRole('dialog', { name: /^Decline/ });
    await expect.element(dialog.getByText(/yours is not known yet/)).toBeVisible();
    await userEvent.click(dialog.getByRole('button', { name: 'Enter your name' }));
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.element(page.getByRole('textbox', { name: /name/i }).first()).toBeVisible();
  });

  it('MDF-5 is declined with a reason, and the message to the partner goes to the mail program', async () => {
    const main = fakeMain({ 'mail.draft': () => ({ ok: true, value: undefined }) });
    const { data } = await show({
      main,
      hash: '#/mdf?id=request-1',
      records: [partnerRecord({ camEmail: null }), requestRecord({ approval: inReview(1) })],
    });
    await expect.element(page.getByRole('button', { name: 'Decline D' })).toBeVisible();
    await userEvent.keyboard('d');
    const decline = page.getByRole('dialog', { name: 'Decline this request' });
    await expect.element(decline).toBeVisible();
    await userEvent.click(decline.getByRole('button', { name: 'Decline' }));
    await expect.element(decline).toHaveTextContent('Write the reason');
    await userEvent.fill(decline.getByRole('textbox', { name: 'Reason' }), 'It trains partners only.');
    await userEvent.click(decline.getByRole('button', { name: 'Decline' }));

    const mail = page.getByRole('dialog', { name: 'Tell the partner' });
    await expect
      .element(mail.getByRole('textbox', { name: 'To' }))
      .toHaveValue('marketing@nordlicht.example');
    await expect.element(mail).toHaveTextContent('The address of the channel account manager is not known.');
    await expect
      .element(mail.getByRole('textbox', { name: 'Message' }))
      .toHaveValue(expect.stringContaining('It trains partners only.'));
    const message = mail.getByRole('textbox', { name: 'Message' }).element() as HTMLTextAreaElement;
    expect(message.value).not.toMatch(/\d{4}-\d\d-\d\d/);
    await userEvent.fill(mail.getByRole('textbox', { name: 'Copy' }), 'carla@vendor');
    await userEvent.click(mail.getByRole('button', { name: 'Open in mail program' }));
    await expect.element(mail).toHaveTextContent('“carla@vendor” is not an e-mail address.');
    await userEvent.fill(
      mail.getByRole('textbox', { name: 'Copy' }),
      'carla@vendor.example; kim@vendor.example',
    );
    await userEvent.click(mail.getByRole('button', { name: 'Open in mail program' }));
    await expect.element(mail).not.toBeInTheDocument();
    expect(main.calls.find(({ channel }) => channel === 'mail.draft')?.input).toMatchObject({
      to: ['marketing@nordlicht.example'],
      cc: ['carla@vendor.example', 'kim@vendor.example'],
      subject: expect.stringContaining('DevSecOps roadshow Hamburg'),
    });
    expect((await data.store.get('fund-request', 'request-1'))?.approval).toMatchObject({
      kind: 'declined',
      reason: 'It trains partners only.',
    });
  });

  it('MDF-4 is sent back with what is to be changed, and drafts the message that says so', async () => {
    await show({
      hash: '#/mdf?id=request-1',
      records: [partnerRecord(), requestRecord({ approval: inReview(1) })],
    });
    await expect.element(page.getByRole('button', { name: 'Send back S' })).toBeVisible();
    await userEvent.keyboard('s');
    const form = page.getByRole('dialog', { name: 'Send this request back' });
    await expect.element(form).toBeVisible();
    await userEvent.keyboard('The venue is missing.');
    await userEvent.click(form.getByRole('button', { name: 'Send back' }));
    const mail = page.getByRole('dialog', { name: 'Tell the partner' });
    await expect
      .element(mail.getByRole('textbox', { name: 'Message' }))
      .toHaveValue(expect.stringContaining('The venue is missing.'));
    await expect
      .element(mail.getByRole('textbox', { name: 'Subject' }))
      .toHaveValue(expect.stringContaining('needs a change'));
    await userEvent.keyboard('{Escape}');
    await expect.element(mail).not.toBeInTheDocument();
    await userEvent.keyboard('m');
    await expect.element(mail).toBeVisible();
  });

  it('MDF-1 is not submitted while a rule refuses it, and says why and what to do', async () => {
    const { data } = await show({
      hash: '#/mdf?id=request-1',
      records: [partnerRecord({ track: 'Open' }), requestRecord()],
    });
    await userEvent.click(page.getByRole('button', { name: 'Submit S' }));
    const refused = page.getByRole('dialog', { name: 'It was not submitted' });
    await expect.element(refused).toHaveTextContent(/has the track Open; only Select/);
    await userEvent.click(refused.getByRole('button', { name: 'Edit request' }));
    await expect.element(page.getByRole('dialog', { name: 'Edit fund request' })).toBeVisible();
    expect((await data.store.get('fund-request', 'request-1'))?.approval.kind).toBe('draft');
  });

  it('MDF-4 asks before it throws away what was typed, and an edit can be undone', async () => {
    const { data } = await show({
      hash: '#/mdf?id=request-1',
      records: [partnerRecord(), requestRecord()],
    });
    await expect.element(page.getByRole('button', { name: 'Edit E' })).toBeVisible();
    await userEvent.keyboard('e');
    const dialog = page.getByRole('dialog', { name: 'Edit fund request' });
    await userEvent.fill(dialog.getByRole('textbox', { name: 'Activity' }), 'Other name');
    await userEvent.keyboard('{Escape}');
    const ask = page.getByRole('alertdialog', { name: 'Discard what you entered?' });
    await userEvent.click(ask.getByRole('button', { name: 'Cancel' }));
    await expect.element(dialog.getByRole('textbox', { name: 'Activity' })).toHaveValue('Other name');
    await userEvent.click(dialog.getByRole('button', { name: 'Save', exact: true }));
    await expect.element(page.getByRole('complementary', { name: 'Other name' })).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Undo' }));
    await expect
      .element(page.getByRole('complementary', { name: 'DevSecOps roadshow Hamburg' }))
      .toBeVisible();
    expect((await data.store.get('fund-request', 'request-1'))?.title).toBe('DevSecOps roadshow Hamburg');
  });

  it('G4 does not save over what was changed elsewhere while the form was open', async () => {
    const { data } = await show({
      hash: '#/mdf?id=request-1',
      records: [partnerRecord(), requestRecord()],
    });
    await expect.element(page.getByRole('button', { name: 'Edit E' })).toBeVisible();
    await userEvent.keyboard('e');
    const dialog = page.getByRole('dialog', { name: 'Edit fund request' });
    await userEvent.fill(dialog.getByRole('textbox', { name: 'Activity' }), 'Roadshow Kiel');
    const before = await data.store.get('fund-request', 'request-1');
    if (before === undefined) throw new Error('no such request');
    const title = 'Roadshow Bremen';
    const requested = { ...before.requested, minor: 123_400 };
    await data.store.commit({
      puts: [{ kind: 'fund-request', record: { ...before, title, requested, rev: before.rev + 1 } }],
    });
    await expect.element(page.getByText(title).first()).toBeInTheDocument();
    const save = dialog.getByRole('button', { name: 'Save', exact: true });
    await userEvent.click(save);
    await expect.element(dialog).toHaveTextContent('Changed elsewhere meanwhile to “Roadshow Bremen”');
    expect((await data.store.get('fund-request', 'request-1'))?.title).toBe(title);
    await userEvent.click(save);
    await expect.element(dialog).not.toBeInTheDocument();
    expect(await data.store.get('fund-request', 'request-1')).toMatchObject({
      title: 'Roadshow Kiel',
      requested,
    });
    // Undo goes back to what the save found, not to what the form was opened on.
    await userEvent.click(page.getByRole('button', { name: 'Undo' }));
    await expect.element(page.getByRole('complementary', { name: title })).toBeVisible();
    expect(await data.store.get('fund-request', 'request-1')).toMatchObject({ title, requested });
  });
});
