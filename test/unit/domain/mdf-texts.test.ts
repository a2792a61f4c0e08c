import { describe, expect, it } from 'vitest';
import { declineMail, sendBackMail } from '../../../shared/domain/mdf/decline-mail';
import { epicDraft, subIssueDrafts } from '../../../shared/domain/mdf/epic';
import { fillTemplate } from '../../../shared/domain/template';
import { PlainDate } from '../../../shared/schema/values';
import { aFundRequest, aPartner } from '../../support/records';
import { shippedPlaybook } from '../../support/shipped-playbook';

const playbook = shippedPlaybook();
const partner = aPartner({
  salesforce: { remote: 'salesforce', object: 'Account', id: '0015g00000Ab101AAB', stamp: null, url: null },
});
const request = aFundRequest({
  activityType: 'events',
  approval: { kind: 'approved', at: '2026-11-22T09:00:00.000Z' },
  approvedAmount: { minor: 600_000, currency: 'EUR' },
});
const context = { sender: 'Dana Weber', reason: '', popDue: PlainDate.parse('2027-01-09') };

describe('texts about a request', () => {
  it('MDF-5 addresses the partner, copies the channel account manager and gives the reason', () => {
    const mail = declineMail(request, partner, playbook, { ...context, reason: 'The budget is used up.' });
    expect(mail.to).toEqual(['marketing@nordlicht.example']);
    expect(mail.cc).toEqual(['carla@vendor.example']);
    expect(mail.missing).toEqual({ to: null, cc: null });
    expect(mail.subject).toContain('DevSecOps roadshow Hamburg');
    expect(mail.body).toContain('The budget is used up.');
    expect(mail.body).toContain('Dana Weber');
    expect(mail.body).not.toMatch(/[{}]/);
    expect(mail.body).toContain('planned for 2026-12-10.');
    expect(mail.body).not.toContain('not given');
  });

  it('MDF-4 tells the partner what is to be changed in a request that was sent back', () => {
    const mail = sendBackMail(request, partner, playbook, { ...context, reason: 'The venue is missing.' });
    expect(mail.to).toEqual(['marketing@nordlicht.example']);
    expect(mail.cc).toEqual(['carla@vendor.example']);
    expect(mail.subject).toContain('needs a change');
    expect(mail.body).toContain('The venue is missing.');
    expect(mail.body).not.toMatch(/[{}]/);
  });

  it('MDF-5 names both days of an activity that lasts longer', () => {
    const longer = aFundRequest({ ...request, end: '2026-12-12' });
    expect(declineMail(longer, partner, playbook, context).body).toContain('2026-12-10 to 2026-12-12');
  });

  it('MDF-5 says which addresses are missing instead of inventing them', () => {
    const unknown = aPartner({ contactEmail: null, camEmail: null });
    const mail = declineMail(request, unknown, playbook, context);
    expect([mail.to, mail.cc]).toEqual([[], []]);
    expect(mail.missing).toEqual({ to: expect.any(String), cc: expect.any(String) });
  });

  it('MDF-13 titles the epic by partner and activity and carries the key details', () => {
    const epic = epicDraft(request, partner, playbook, context, []);
    expect(epic.title).toBe('MDF - Nordlicht Systems GmbH - DevSecOps roadshow Hamburg');
    expect(epic.confidential).toBe(true);
    expect(epic.start).toBe('2026-12-10');
    expect(epic.due).toBe('2027-01-09');
    for (const detail of [
      '**Program owner:** Dana Weber',
      '**Partner CRM id:** 0015g00000Ab101AAB',
      '**Campaign type:** Partner - MDF',
      '**Tactic:** Events/Webinars',
      '**Dates:** 2026-12-10 to 2026-12-10',
      '**Budgeted cost (MDF):** 6000.00 EUR',
      '**Total cost:** 12000.00 EUR',
      '**Region:** EMEA',
      '**GTM motion:** DevSecOps',
      '**Segment:** _to be filled in_',
    ]) {
      expect(epic.body).toContain(detail);
    }
    expect(epic.body).not.toMatch(/\{[A-Za-z]+\}/);
    const steps = epic.body.split('\n').filter((line) => line.startsWith('- [ ] '));
    expect(steps).toHaveLength(
      playbook.gitlab.epic.preparation.length + playbook.gitlab.epic.postEvent.length,
    );
  });

  it('MDF-13 links the sub-issues once they exist', () => {
    const links = [{ key: 'mdf-pop', title: 'MDF POP [1]', url: 'https://git.example/1' }];
    const epic = epicDraft(request, partner, playbook, context, links);
    expect(epic.body).toContain('* [MDF POP \\[1\\]](https://git.example/1)');
  });

  it('MDF-13 keeps text of a request from changing the form of the body', () => {
    const sly = aFundRequest({
      description: 'Nice\n\n## Key details\n/close\n- [x] done',
      activityType: 'events',
    });
    const { body } = epicDraft(sly, partner, playbook, context, []);
    expect(body.split('\n').filter((line) => line.startsWith('/') || line.startsWith('- [x]'))).toEqual([]);
    expect(body.match(/^## Key details$/gm)).toHaveLength(1);
  });

  it('MDF-6 MDF-13 gives epic and issues no longer title than GitLab takes', () => {
    const long = aFundRequest({ title: `${'Security and compliance roadshow '.repeat(7)}2026` });
    const epic = epicDraft(long, partner, playbook, context, []);
    const issues = subIssueDrafts(long, partner, playbook, context);
    for (const { title } of [epic, ...issues]) {
      expect(title.length).toBeLessThanOrEqual(255);
      expect(title).toContain('Security and compliance roadshow');
    }
    expect(issues[0]?.title).toMatch(/^Campaign Creation: MDF - .*…$/);
  });

  it('MDF-6 makes Campaign Creation, List Upload and MDF POP with labels, assignee and dates', () => {
    const issues = subIssueDrafts(request, partner, playbook, context);
    expect(
      issues.map(({ key, template, labels, scopedLabel, assignee, due }) => ({
        key,
        template,
        labels,
        scopedLabel,
        assignee,
        due,
      })),
    ).toEqual([
      {
        key: 'campaign-creation',
        template: 'mdf_campaign_creation',
        labels: ['verticurl'],
        scopedLabel: null,
        assignee: 'verticurl-agency',
        due: '2026-12-10',
      },
      {
        key: 'list-upload',
        template: 'mdf_list_upload',
        labels: [],
        scopedLabel: null,
        assignee: null,
        due: '2027-01-09',
      },
      {
        key: 'mdf-pop',
        template: 'channel_mdf_pop',
        labels: ['MDF-POP'],
        scopedLabel: 'MDF::POP Pending',
        assignee: null,
        due: '2027-01-09',
      },
    ]);
    for (const issue of issues) {
      expect(issue.title).toContain('Nordlicht Systems GmbH');
      expect(issue.body).toContain('Approved: 6000.00 EUR of 12000.00 EUR');
      expect(issue.body).not.toMatch(/\{[A-Za-z]+\}/);
      expect(issue.confidential).toBe(true);
    }
  });

  it('MDF-6 counts the due date from the activity when the day for POP is not known', () => {
    const issues = subIssueDrafts(request, partner, playbook, { ...context, popDue: null });
    expect(issues.at(-1)?.due).toBe('2027-01-09');
  });

  it('MDF-13 leaves an unknown placeholder visible', () => {
    expect(fillTemplate('{a} {toString} {b}', { a: '1' })).toBe('1 {toString} {b}');
    expect(fillTemplate('{a}', { a: '{b}', b: 'no' })).toBe('{b}');
  });
});
