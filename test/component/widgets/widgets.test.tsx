import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { deadlineOn, type Deadline } from '../../../shared/domain/calendar/clock';
import { approvalTrack, levelDeadline } from '../../../shared/domain/mdf/approval-track';
import type { Approval } from '../../../shared/schema/approval';
import { GitlabRef } from '../../../shared/schema/remote-ref';
import { Instant, PlainDate } from '../../../shared/schema/values';
import { ApprovalTrack } from '../../../renderer/widgets/approval-track';
import { DateRangeText, DateText, DeadlineText, relativeText } from '../../../renderer/widgets/date-text';
import { useNow, useToday } from '../../../renderer/widgets/desk-context';
import { MoneyInput, MoneyText } from '../../../renderer/widgets/money-text';
import { RemoteLinks } from '../../../renderer/widgets/remote-links';
import { claimStatus, requestStatus } from '../../../renderer/widgets/status-of';
import { aFundRequest } from '../../support/records';
import { fakeMain } from '../support/fake-main';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { shippedRules } from '../support/shipped-rules';
import { type Rendered, render } from '../ui/render';

let rendered: Rendered | null = null;
let desk: RenderedDesk | null = null;
afterEach(async () => {
  rendered?.unmount();
  rendered = null;
  await desk?.close();
  desk = null;
});

const { playbook, holidays } = shippedRules();
const date = (text: string) => PlainDate.parse(text);
const instant = (text: string) => Instant.parse(text);

function deadline(due: string, now: string): Deadline {
  return deadlineOn(date(due), 'EMEA', instant(now), playbook, holidays);
}

/** Text with the spaces that locales put in, as plain spaces. */
function shown(element: Element | null): string {
  return (element?.textContent ?? '').replace(/[\u00a0\u202f\u2009]/g, ' ');
}

describe('DeadlineText', () => {
  it('MDF-4 says business days, and the moment in the zone of the region', () => {
    rendered = render(
      <DeadlineText deadline={deadline('2026-11-24', '2026-11-20T09:00:00.000Z')} counts="business-days" />,
      { locale: 'en-GB' },
    );
    expect(shown(rendered.container)).toMatch(/^due in 2 business days · Tue,? 24 Nov,? 17:00 (CET|GMT\+1)$/);
  });

  it('MDF-4 POP-1 tells today, overdue and a weekend apart in words', () => {
    const words = (due: string, now: string, counts: 'business-days' | 'days') =>
      relativeText(deadline(due, now), counts);
    expect(words('2026-11-24', '2026-11-23T09:00:00.000Z', 'business-days')).toBe('due in 1 business day');
    expect(words('2026-11-24', '2026-11-24T09:00:00.000Z', 'business-days')).toBe('due today');
    expect(words('2026-11-24', '2026-11-24T18:00:00.000Z', 'business-days')).toBe('overdue since today');
    expect(words('2026-11-24', '2026-11-27T09:00:00.000Z', 'days')).toBe('3 days overdue');
    expect(words('2026-12-24', '2026-11-24T09:00:00.000Z', 'days')).toBe('due in 30 days');
  });

  it('[look] shows urgency by shape as well', () => {
    const shapeOf = (due: string) => {
      rendered?.unmount();
      rendered = render(<DeadlineText deadline={deadline(due, '2026-11-24T09:00:00.000Z')} counts="days" />);
      return rendered.container.querySelector('svg')?.innerHTML;
    };
    const shapes = ['2026-11-30', '2026-11-24', '2026-11-20'].map(shapeOf);
    expect(new Set(shapes).size).toBe(3);
  });
});

describe('dates', () => {
  it('keep the day in every zone and follow the locale', () => {
    rendered = render(<DateText date={date('2026-11-24')} form="weekday" />, {
      locale: 'de-DE',
      timeZone: 'America/Los_Angeles',
    });
    expect(shown(rendered.container.querySelector('time'))).toBe('Di., 24. Nov. 2026');
  });

  it('join two of one month', () => {
    rendered = render(<DateRangeText start={date('2026-11-03')} end={date('2026-11-14')} />, {
      locale: 'en-GB',
    });
    expect(shown(rendered.container)).toMatch(/^3\s?[–-]\s?14 Nov 2026$/);
  });
});

describe('MoneyText', () => {
  it.each([
    ['en-US', { minor: 123_450, currency: 'EUR' }, '€1,234.50'],
    ['de-DE', { minor: 123_450, currency: 'EUR' }, '1.234,50 €'],
    ['en-US', { minor: 98_000, currency: 'JPY' }, '¥98,000'],
    ['en-US', { minor: 1234, currency: 'KWD' }, 'KWD 1.234'],
    ['en-US', { minor: -50, currency: 'USD' }, '-$0.50'],
  ] as const)('MDF-3 shows the currency in %s', (locale, money, text) => {
    rendered = render(<MoneyText money={money} />, { locale });
    expect(shown(rendered.container.querySelector('span'))).toBe(text);
  });

  it('MDF-3 shows original and converted only when they differ', () => {
    const euro = { minor: 100_00, currency: 'EUR' };
    rendered = render(<MoneyText money={euro} converted={{ minor: 109_00, currency: 'USD' }} />, {
      locale: 'en-GB',
    });
    expect(shown(rendered.container.querySelector('span'))).toBe('€100.00 ≈ US$109.00');
    rendered.rerender(<MoneyText money={euro} converted={euro} />);
    expect(shown(rendered.container.querySelector('span'))).toBe('€100.00');
  });

  it('MDF-3 reads three decimals where the currency has them', async () => {
    const given: unknown[] = [];
    rendered = render(
      <MoneyInput label="Cost" currency="KWD" value={null} onChange={(money) => given.push(money)} />,
    );
    await page.getByLabelText('Cost').fill('1.234');
    expect(given.at(-1)).toEqual({ minor: 1234, currency: 'KWD' });
  });
});

describe('states', () => {
  it('MDF-4 give every approval a word and a tone', () => {
    const at = instant('2026-11-20T09:00:00.000Z');
    const all: Approval[] = [
      { kind: 'draft' },
      { kind: 'in-review', level: 2, submittedAt: at, levelSince: at },
      { kind: 'approved', at },
      { kind: 'declined', at, level: 1, reason: 'no' },
      { kind: 'sent-back', at, level: 1, reason: 'more' },
      { kind: 'withdrawn', at, reason: '' },
    ];
    expect(all.map((approval) => requestStatus(approval, playbook))).toEqual([
      { tone: 'neutral', word: 'Draft' },
      { tone: 'active', word: 'Level 2 of 3' },
      { tone: 'good', word: 'Approved' },
      { tone: 'bad', word: 'Declined' },
      { tone: 'waiting', word: 'Sent back' },
      { tone: 'neutral', word: 'Withdrawn' },
    ]);
  });

  it('POP-2 tell what was decided before how far it is', () => {
    expect(claimStatus({ decision: { kind: 'open' }, stage: 'approval-needed' }).word).toBe('To review');
    expect(
      claimStatus({
        decision: { kind: 'rejected', at: instant('2026-11-20T09:00:00.000Z'), by: 'Dana', note: 'no' },
        stage: 'approval-needed',
      }),
    ).toEqual({ tone: 'bad', word: 'Rejected' });
    expect(claimStatus({ decision: { kind: 'open' }, stage: 'approved' }).word).toBe('To settle');
  });
});

describe('ApprovalTrack', () => {
  it('MDF-4 shows verdicts, the level at work with its clock, and what waits', async () => {
    const submittedAt = '2026-11-18T09:00:00.000Z';
    const request = aFundRequest({
      approval: { kind: 'in-review', level: 2, submittedAt, levelSince: '2026-11-20T09:00:00.000Z' },
      decisions: [
        {
          level: 1,
          role: 'cmm',
          verdict: 'approve',
          at: '2026-11-20T09:00:00.000Z',
          by: 'Dana Weber',
          recordedBy: 'Sam Lee',
          reason: null,
          acknowledged: [],
          playbookVersion: 'test',
          basedOnStamp: null,
        },
      ],
    });
    const now = instant('2026-11-20T10:00:00.000Z');
    rendered = render(
      <ApprovalTrack
        levels={approvalTrack(request, playbook)}
        deadline={levelDeadline(request, playbook, holidays, now)}
      />,
      { locale: 'en-GB' },
    );
    const steps = page.getByRole('list', { name: 'Approval' }).getByRole('listitem');
    expect(steps.elements()).toHaveLength(playbook.mdf.levels.length);
    await expect.element(steps.nth(0)).toHaveTextContent('Approved');
    await expect.element(steps.nth(0)).toHaveTextContent('recorded by Sam Lee');
    await expect.element(steps.nth(1)).toHaveAttribute('aria-current', 'step');
    await expect.element(steps.nth(1)).toHaveTextContent('due in 2 business days');
    await expect.element(steps.nth(2)).toHaveTextContent('Waiting');
  });
});

describe('RemoteLinks', () => {
  const epic = GitlabRef.parse({
    remote: 'gitlab',
    type: 'epic',
    id: 900,
    iid: 12,
    stamp: null,
    url: 'https://gitlab.example/groups/g/-/epics/12',
    markdown: null,
  });
  const links = [
    { id: 'epic', label: 'Epic', ref: epic },
    { id: 'salesforce', label: 'Fund request', ref: null },
  ];

  it('opens what exists in the browser and says what does not', async () => {
    const main = fakeMain({ 'link.open': () => ({ ok: true, value: undefined }) });
    desk = await renderDesk(<RemoteLinks links={links} />, { main });
    await expect.element(page.getByText('not there yet')).toBeVisible();
    await page.getByRole('button', { name: /GitLab &12/ }).click();
    expect(main.calls).toContainEqual({ channel: 'link.open', input: { url: epic.url } });
  });

  it('says beside the link why it could not be opened', async () => {
    const main = fakeMain({
      'link.open': () => ({
        ok: false,
        error: { message: 'This host is not allowed.', fix: 'Add it in Settings.' },
      }),
    });
    desk = await renderDesk(<RemoteLinks links={links} />, { main });
    await page.getByRole('button', { name: /GitLab &12/ }).click();
    await expect
      .element(page.getByRole('alert'))
      .toHaveTextContent('This host is not allowed. Add it in Settings.');
  });
});

describe('the time on screens', () => {
  function Clock() {
    return (
      <p>
        {useNow()} {useToday()}
      </p>
    );
  }

  it('is looked up again when the window comes back, in the zone of the person', async () => {
    desk = await renderDesk(<Clock />, {
      now: '2026-11-22T14:59:00.000Z',
      settings: { timeZone: 'Asia/Tokyo' },
    });
    await expect.element(page.getByText('2026-11-22T14:59:00.000Z 2026-11-22')).toBeVisible();
    desk.setNow('2026-11-22T15:01:00.000Z');
    window.dispatchEvent(new Event('focus'));
    await expect.element(page.getByText('2026-11-22T15:01:00.000Z 2026-11-23')).toBeVisible();
    await userEvent.keyboard('{Escape}');
  });
});
