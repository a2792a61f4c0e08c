import { describe, expect, it } from 'vitest';
import {
  CONSENT_TICK,
  commitmentFindings,
  consentLabel,
  missingBefore,
  pointLabel,
  ticksInOrder,
  trialCallsIn,
} from '../../../shared/domain/programs/commitments';
import {
  checkRegistration,
  dateFinding,
  matchSubject,
  nearMisses,
} from '../../../shared/domain/programs/registration';
import { linksAmong } from '../../../shared/domain/merging/projection';
import { projectRegistration } from '../../../shared/domain/merging/registration-fields';
import { Instant, PlainDate } from '../../../shared/schema/values';
import type { ProgramOffer } from '../../../shared/playbook/playbook';
import { aPartner, aRegistration } from '../../support/records';
import { shippedPlaybook } from '../../support/shipped-playbook';

const playbook = shippedPlaybook();
const linked = { remote: 'salesforce', object: 'Account', id: '0015g00000Ab101AAB', stamp: null, url: null };

function offer(key: string): ProgramOffer {
  const found = playbook.programs.offers.find((entry) => entry.key === key);
  if (!found) throw new Error(`no offer ${key}`);
  return found;
}

const microsite = offer('microsite-partner-site');
const saas = offer('free-trial-saas');

describe('program registration', () => {
  it('PROG-2 registers a Partner account of type Channel', () => {
    const findings = checkRegistration(aPartner({ salesforce: linked }), microsite, [], playbook);
    expect(findings.every((entry) => entry.verdict === 'pass')).toBe(true);
  });

  it.each([
    [{ recordType: 'Standard' }, 'account-record-type', 'Standard'],
    [{ recordType: null }, 'account-record-type', 'none'],
    [{ partnerType: 'Alliance' }, 'account-partner-type', 'Alliance'],
    [{ partnerType: null }, 'account-partner-type', 'none'],
  ])('PROG-2 refuses %j and says why', (over, code, found) => {
    const findings = checkRegistration(aPartner({ salesforce: linked, ...over }), microsite, [], playbook);
    const failed = findings.filter((entry) => entry.verdict === 'fail');
    expect(failed.map((entry) => entry.code)).toEqual([code]);
    expect(failed[0]?.message).toContain(found);
    expect(failed[0]?.fix).not.toBe('');
  });

  const warnings = (
    partner: ReturnType<typeof aPartner>,
    ...registrations: ReturnType<typeof aRegistration>[]
  ) =>
    checkRegistration(partner, microsite, registrations, playbook)
      .filter((entry) => entry.verdict === 'warn')
      .map((entry) => [entry.rule, entry.code]);

  it('PROG-2 warns when the account is not linked yet', () => {
    expect(warnings(aPartner())).toEqual([['PROG-2', 'account-linked']]);
  });

  it('PROG-1 warns when the partner is registered already', () => {
    const partner = aPartner({ salesforce: linked });
    expect(warnings(partner, aRegistration())).toEqual([['PROG-1', 'registered-before']]);
    expect(warnings(partner, aRegistration({ partnerId: 'p2' }))).toEqual([]);
    expect(warnings(partner, aRegistration({ program: saas.key }))).toEqual([]);
    expect(warnings(partner, aRegistration({ deletedRemotely: true }))).toEqual([]);
  });

  it('PROG-1 warns of an event that was likely meant as this registration, though the report misses it', () => {
    const partner = aPartner({ salesforce: linked });
    const near = aRegistration({ program: null, subject: 'Microsite program - Partner site' });
    expect(warnings(partner, near)).toEqual([['PROG-1', 'registered-before']]);
    const [found] = checkRegistration(partner, microsite, [near], playbook).filter(
      ({ code }) => code === 'registered-before',
    );
    expect(found?.message).toContain('“Microsite program - Partner site”');
    expect(found?.fix).toContain('Correct that event');
    const mistyped = aRegistration({ program: null, subject: microsite.subject, eventType: 'Call' });
    expect(warnings(partner, mistyped)).toEqual([['PROG-1', 'registered-before']]);
    expect(warnings(partner, { ...near, deletedRemotely: true })).toEqual([]);
    expect(warnings(partner, { ...near, subject: 'Lunch' })).toEqual([]);
    expect(warnings(partner, { ...near, subject: 'Free trial program - SaaS' })).toEqual([]);
  });

  it('PROG-2 points out an enrolment that lies in the future, and no other', () => {
    const today = PlainDate.parse('2026-11-26');
    const codes = (date: string | null) =>
      dateFinding(date === null ? null : PlainDate.parse(date), today).map(({ code, verdict }) => [
        code,
        verdict,
      ]);
    expect(codes('2031-01-01')).toEqual([['date-ahead', 'warn']]);
    expect(codes('2026-11-27')).toEqual([['date-ahead', 'warn']]);
    expect(codes('2026-11-26')).toEqual([]);
    expect(codes(null)).toEqual([]);
  });

  it('PROG-2 logs an Event with the exact subject, type Marketing and no reminder', () => {
    const context = { playbook, links: linksAmong([], []), now: Instant.parse('2026-11-02T09:00:00.000Z') };
    const logged = playbook.programs.offers.map((entry) => {
      const registration = aRegistration({ program: entry.key, subject: entry.subject });
      const { subject, type, reminder } = projectRegistration(registration, context);
      return { subject, type, reminder };
    });
    expect(logged).toEqual(
      [
        'Microsite Program - Partner Site',
        'Microsite Program - Sales Site',
        'Free Trial Program - Self Managed',
        'Free Trial Program - SaaS',
      ].map((subject) => ({ subject, type: 'Marketing', reminder: false })),
    );
  });

  it('PROG-2 tells exact subjects from near misses and from others', () => {
    const match = (subject: string) => {
      const found = matchSubject(subject, playbook);
      if (found.kind === 'exact') return found.offer.key;
      return found.kind === 'near' ? found.offers.map((entry) => entry.key) : null;
    };
    expect(match('Free Trial Program - SaaS')).toBe('free-trial-saas');
    expect(match('free trial program - saas')).toEqual(['free-trial-saas']);
    expect(match('Free Trial Program-SaaS ')).toEqual(['free-trial-saas']);
    expect(match('Free Trial Programm – SaaS')).toEqual(['free-trial-saas']);
    expect(match('Free Trial SaaS')).toEqual(['free-trial-saas']);
    expect(match('Microsite Partner Site')).toEqual(['microsite-partner-site']);
    expect(match('Microsite Program - Partners Site')?.[0]).toBe('microsite-partner-site');
    expect(match('Free Trial Program - Self-Managed')).toEqual(['free-trial-self-managed']);
    expect(match('Call with partner')).toBeNull();
    expect(match('Quarterly business review')).toBeNull();
    expect(match('Program')).toBeNull();
    expect(match('SaaS')).toBeNull();
    expect(match('Free Trial Program')).toEqual(['free-trial-saas', 'free-trial-self-managed']);
  });

  it('PROG-2 lists the registrations that the report misses with the subject they should have', () => {
    const rows = [
      aRegistration(),
      aRegistration({ id: 'r2', program: null, subject: 'Microsite program - Partner Site' }),
      aRegistration({ id: 'r3', program: null, subject: 'Lunch' }),
      aRegistration({ id: 'r4', program: null, subject: 'Free Trial - SaaS', deletedRemotely: true }),
      aRegistration({ id: 'r5', program: null, subject: 'Free Trial Program - SaaS', eventType: 'Call' }),
      aRegistration({ id: 'r6', program: null, subject: 'Free Trial Program - SaaS', eventType: null }),
    ];
    const missed = nearMisses(rows, playbook);
    expect(missed.map((entry) => [entry.registration.id, entry.offers[0]?.subject])).toEqual([
      ['r2', 'Microsite Program - Partner Site'],
      ['r5', 'Free Trial Program - SaaS'],
      ['r6', 'Free Trial Program - SaaS'],
    ]);
  });
});

describe('needs and commitments', () => {
  const verdicts = (entry: ProgramOffer, language: string | null, ticks: Record<string, boolean> = {}) =>
    Object.fromEntries(
      commitmentFindings({ offer: entry, language, ticks }).map((finding) => [finding.code, finding.verdict]),
    );

  it('PROG-1 asks for no language of an offer that has none', () => {
    const [saas] = playbook.programs.offers.filter(({ key }) => key === 'free-trial-saas');
    if (saas === undefined) throw new Error('no such offer');
    expect(verdicts({ ...saas, languages: [] }, null)).toMatchObject({ language: 'pass' });
    expect(verdicts({ ...saas, languages: [] }, 'EN')).toMatchObject({ language: 'fail' });
  });

  it('PROG-4 asks for what a microsite needs; the value statement is optional', () => {
    expect(verdicts(microsite, 'KO', { logo: true })).toEqual({
      language: 'pass',
      logo: 'pass',
      'lead-contact': 'needs-person',
      'value-statement': 'pass',
      'full-nurture': 'needs-person',
      'target-list': 'needs-person',
      'follow-up': 'needs-person',
      tracking: 'needs-person',
      'final-report': 'needs-person',
    });
    const all = [...microsite.needs, ...microsite.commitments].map(({ key }) => [key, true] as const);
    expect(new Set(Object.values(verdicts(microsite, 'EN', Object.fromEntries(all))))).toEqual(
      new Set(['pass']),
    );
  });

  it('PROG-4 tells what GitLab does, which is no condition of the registration', () => {
    expect(microsite.duties.map(pointLabel)).toContain('Send reports of metrics every 2 weeks.');
    const codes = commitmentFindings({ offer: microsite, language: 'EN', ticks: {} }).map(({ code }) => code);
    for (const { key } of microsite.duties) expect(codes).not.toContain(key);
  });

  it('PROG-4 makes the labels from the figures of the playbook', () => {
    expect(microsite.commitments.map(pointLabel)).toEqual([
      'Run one full nurture: at least 3 emails, or a search ad campaign of 3 months.',
      'Draw a target list of at least 50 customers from the own database.',
      'Follow up on every lead by phone or direct sales contact.',
      'Track the results of the leads in the own Salesforce system.',
      "Give GitLab a report 3 months after the campaign's end.",
    ]);
    expect(saas.commitments.map(pointLabel)).toContain('Nurture the leads during the 30 days of the trial.');
    const other = { label: 'At least {customers} customers.', figures: { customers: 80 } };
    expect(pointLabel(other)).toBe('At least 80 customers.');
  });

  it('PROG-5 tests and uses the link only once the Partner Prospect Admin is assigned', () => {
    const keysBefore = (point: string, ticks: Record<string, boolean>) =>
      missingBefore(saas, point, ticks).map(({ key }) => key);
    expect(keysBefore('url-tested', {})).toEqual(['prospect-admin', 'custom-url']);
    expect(keysBefore('url-tested', { 'prospect-admin': true, 'custom-url': true })).toEqual([]);
    expect(keysBefore('nurture', {})).toEqual(['prospect-admin']);
    const early = { 'custom-url': true, 'url-tested': true };
    expect(verdicts(saas, 'EN', early)['url-tested-too-early']).toBe('fail');
    const all = { ...early, 'prospect-admin': true, nurture: true };
    expect(verdicts(saas, 'EN', all)).not.toHaveProperty('url-tested-too-early');
    // Taking the earlier one back takes the later ones back.
    expect(ticksInOrder(saas, { ...all, 'prospect-admin': false })).toEqual({
      'custom-url': true,
      'prospect-admin': false,
      'url-tested': false,
      nurture: false,
    });
    expect(ticksInOrder(saas, all)).toEqual(all);
  });

  it('PROG-4 calls for the SaaS trial on English sites only', () => {
    const calls = (language: string) => trialCallsIn(microsite, language).map((call) => call.key);
    expect(microsite.languages).toEqual(['EN', 'ES', 'FR', 'DE', 'JA', 'KO']);
    expect(calls('EN')).toEqual(['self-managed', 'saas']);
    for (const language of microsite.languages.slice(1)) expect(calls(language)).toEqual(['self-managed']);
  });

  it('PROG-5 offers the SaaS trial in English only and asks for the consent text', () => {
    expect(verdicts(saas, 'DE').language).toBe('fail');
    expect(verdicts(saas, null).language).toBe('needs-person');
    expect(verdicts(saas, 'EN')[CONSENT_TICK]).toBe('needs-person');
    expect(verdicts(saas, 'EN', { [CONSENT_TICK]: true })[CONSENT_TICK]).toBe('pass');
    const selfManaged = offer('free-trial-self-managed');
    expect(verdicts(selfManaged, 'JA').language).toBe('pass');
    expect(verdicts(selfManaged, 'JA')).not.toHaveProperty(CONSENT_TICK);
    expect(verdicts(selfManaged, 'JA')['prospect-admin']).toBe('needs-person');
  });

  it('PROG-5 asks for the consent text on the website and on any marketing materials that lead to the form', () => {
    expect(consentLabel(saas)).toBe(
      'The consent text is on the partner’s website and any marketing materials that point customers to the SaaS free trial form, word for word.',
    );
  });

  it('PROG-5 carries the consent text word for word', () => {
    expect(saas.consentText).toBe(
      "I agree that GitLab may share the data in this form with the GitLab partner that referred me to this landing page and GitLab's partner may contact me by email or telephone about relevant products, services and events. You may opt-out at any time by unsubscribing in future emails or contacting the GitLab partner directly.",
    );
  });
});
