import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../shared/domain/finding';
import { blockingFindings, type ClaimAction, decideClaim } from '../../../shared/domain/pop/claim-decision';
import { claimRoleRefusal } from '../../../shared/domain/pop/claim-roles';
import { checkLeadList, leadListFindings } from '../../../shared/domain/pop/lead-list';
import { Claim } from '../../../shared/schema/claim';
import { Instant, PlainDate } from '../../../shared/schema/values';
import { shippedPlaybook } from '../../support/shipped-playbook';
import { aClaim } from '../../support/records';

const playbook = shippedPlaybook();
const at = Instant.parse('2026-11-20T09:00:00.000Z');
const by = 'Dana';
const pending = aClaim({ stage: 'pending', receivedAt: null });

function finding(code: string, verdict: Finding['verdict']): Finding {
  return { rule: 'POP-5', code, verdict, message: code, fix: 'fix' };
}

function next(claim: Claim, action: ClaimAction): Claim {
  const done = decideClaim(claim, action, playbook);
  if (!done.ok) throw new Error(done.error.code);
  return { ...claim, ...done.value };
}

function refused(claim: Claim, action: ClaimAction): string {
  const done = decideClaim(claim, action, playbook);
  return done.ok ? 'not refused' : done.error.code;
}

describe('claim', () => {
  it('POP-2 moves from pending over approval needed and approved to completed', () => {
    const received = next(pending, { kind: 'receive', at });
    expect(received).toMatchObject({ stage: 'approval-needed', receivedAt: at });
    const accepted = next(received, { kind: 'accept', at, by, findings: [] });
    expect(accepted).toMatchObject({ stage: 'approved', decision: { kind: 'accepted', at, by } });
    const zipDate = PlainDate.parse('2026-11-21');
    const opened = next(accepted, { kind: 'open-requisition', zipNumber: ' Z-1 ', zipDate });
    expect(opened).toMatchObject({ zipNumber: 'Z-1', zipDate, stage: 'approved' });
    const paid = next(opened, { kind: 'pay', at });
    expect(paid).toMatchObject({ stage: 'completed', decision: { kind: 'paid', at }, zipNumber: 'Z-1' });
  });

  it('POP-4 opens a requisition and pays only after the claim was accepted', () => {
    const received = next(pending, { kind: 'receive', at });
    const requisition: ClaimAction = {
      kind: 'open-requisition',
      zipNumber: 'Z',
      zipDate: PlainDate.parse('2026-11-21'),
    };
    expect(refused(received, requisition)).toBe('not-accepted');
    expect(refused(received, { kind: 'pay', at })).toBe('not-accepted');
    const accepted = next(received, { kind: 'accept', at, by, findings: [] });
    expect(refused(accepted, { ...requisition, zipNumber: ' ' })).toBe('number-missing');
  });

  it('POP-4 pays only through a requisition, once, and leaves that of a paid claim as it is', () => {
    const zipDate = PlainDate.parse('2026-11-21');
    const accepted = next(next(pending, { kind: 'receive', at }), { kind: 'accept', at, by, findings: [] });
    expect(refused(accepted, { kind: 'pay', at })).toBe('requisition-missing');
    const paid = next(next(accepted, { kind: 'open-requisition', zipNumber: 'Z-1', zipDate }), {
      kind: 'pay',
      at,
    });
    expect(refused(paid, { kind: 'pay', at })).toBe('already-decided');
    expect(refused(paid, { kind: 'open-requisition', zipNumber: 'Z-2', zipDate })).toBe('already-decided');
    const paidElsewhere = { ...paid, zipNumber: null, zipDate: null };
    expect(next(paidElsewhere, { kind: 'open-requisition', zipNumber: 'Z-1', zipDate }).zipNumber).toBe(
      'Z-1',
    );
  });

  it('POP-5 accepts only when every check passed', () => {
    const received = next(pending, { kind: 'receive', at });
    for (const verdict of ['fail', 'undecidable', 'needs-person', 'warn'] as const) {
      const findings = [finding('invoice-currency', verdict), finding('invoice-number', 'pass')];
      expect(refused(received, { kind: 'accept', at, by, findings })).toBe('checks-open');
    }
    expect(refused(pending, { kind: 'accept', at, by, findings: [] })).toBe('nothing-received');
  });

  it('POP-5 lets a reviewer accept a failure only where the playbook allows it and she ticked it', () => {
    const total = finding('invoice-total', 'fail');
    const currency = finding('invoice-currency', 'fail');
    const ticks = { 'invoice-total': true, 'invoice-currency': true };
    expect(blockingFindings([total, currency], ticks, playbook)).toEqual([currency]);
    expect(blockingFindings([total], {}, playbook)).toEqual([total]);
    expect(blockingFindings([finding('invoice-total', 'undecidable')], ticks, playbook)).toHaveLength(1);
    const received = next({ ...pending, ticks }, { kind: 'receive', at });
    expect(next(received, { kind: 'accept', at, by, findings: [total] }).stage).toBe('approved');
  });

  it('POP-8 warns of a lead list whose rows cannot all be uploaded, until that is acknowledged', () => {
    expect(leadListFindings('leads.csv', { rows: 60, good: 60 })).toEqual([]);
    const [lost] = leadListFindings('leads.csv', { rows: 60, good: 23 });
    if (lost === undefined) throw new Error('nothing was found');
    expect(lost).toMatchObject({
      verdict: 'warn',
      message: expect.stringContaining('37 cannot be uploaded'),
    });
    expect(leadListFindings('leads.csv', { rows: 0, good: 0 })[0]?.message).toContain('no leads');
    expect(leadListFindings('leads.csv', null)[0]?.message).toContain('cannot be read');
    expect(blockingFindings([lost], {}, playbook)).toEqual([lost]);
    expect(blockingFindings([lost], { [lost.code]: true }, playbook)).toEqual([]);
  });

  it('POP-6 wants a note for changes and rejections, and goes back to waiting for the partner', () => {
    const received = next(pending, { kind: 'receive', at });
    expect(refused(received, { kind: 'request-changes', at, by, note: ' ' })).toBe('note-missing');
    expect(refused(pending, { kind: 'request-changes', at, by, note: 'x' })).toBe('nothing-received');
    const back = next(received, { kind: 'request-changes', at, by, note: ' Photo ' });
    expect(back).toMatchObject({ stage: 'pending', decision: { kind: 'changes-requested', note: 'Photo' } });
    const again = next(back, { kind: 'receive', at: Instant.parse('2026-11-25T09:00:00.000Z') });
    expect(again).toMatchObject({ stage: 'approval-needed', decision: { kind: 'open' }, receivedAt: at });
    const rejected = next(pending, { kind: 'reject', at, by, note: 'Too late' });
    expect(rejected.decision).toEqual({ kind: 'rejected', at, by, note: 'Too late' });
  });

  it('POP-7 closes a claim as lapsed only once the last notice has run out, with a reason', () => {
    const forfeit = (deadline: 'expired' | 'overdue' | 'received' | null, note = 'Nothing came') =>
      ({ kind: 'forfeit', at, by, note, deadline }) as const;
    for (const deadline of ['overdue', 'received', null] as const)
      expect(refused(pending, forfeit(deadline))).toBe('not-lapsed');
    expect(refused(pending, forfeit('expired', ' '))).toBe('note-missing');
    const lapsed = next(pending, forfeit('expired'));
    expect(lapsed).toMatchObject({ stage: 'pending', decision: { kind: 'rejected', note: 'Nothing came' } });
    expect(refused(lapsed, forfeit('expired'))).toBe('already-decided');
  });

  it('POP-5 decides nothing twice', () => {
    const received = next(pending, { kind: 'receive', at });
    const accepted = next(received, { kind: 'accept', at, by, findings: [] });
    const rejected = next(received, { kind: 'reject', at, by, note: 'n' });
    const paid = next({ ...accepted, zipNumber: 'Z-1' }, { kind: 'pay', at });
    for (const claim of [accepted, rejected, paid]) {
      expect(refused(claim, { kind: 'receive', at })).toBe('already-decided');
      expect(refused(claim, { kind: 'accept', at, by, findings: [] })).toBe('already-decided');
      expect(refused(claim, { kind: 'reject', at, by, note: 'n' })).toBe('already-decided');
      expect(refused(claim, { kind: 'request-changes', at, by, note: 'n' })).toBe('already-decided');
    }
  });

  it('POP-5 leaves the decision on a claim to roles of the playbook, and says whose it is', () => {
    const pop = {
      ...playbook.pop,
      decidedBy: { review: ['senior-partner-program-manager'], payment: ['mdf-operations', 'cmm'] },
    };
    const rules = { ...playbook, pop };
    expect(claimRoleRefusal('review', ['cmm', 'senior-partner-program-manager'], rules)).toBeNull();
    expect(claimRoleRefusal('payment', ['cmm'], rules)).toBeNull();
    expect(claimRoleRefusal('review', ['cmm'], rules)?.message).toContain('Senior Partner Program Manager');
    expect(claimRoleRefusal('payment', [], rules)?.message).toContain(
      'MDF Operations or Channel Marketing Manager',
    );
    expect(claimRoleRefusal('review', [], { ...playbook, pop: { ...pop, decidedBy: null } })).toBeNull();
  });

  it('POP-2 keeps stage and decision together whatever is done', () => {
    const actions: ClaimAction[] = [
      { kind: 'receive', at },
      { kind: 'accept', at, by, findings: [] },
      { kind: 'request-changes', at, by, note: 'n' },
      { kind: 'reject', at, by, note: 'n' },
      { kind: 'open-requisition', zipNumber: 'Z', zipDate: PlainDate.parse('2026-11-21') },
      { kind: 'pay', at },
    ];
    const stages = {
      open: ['pending', 'approval-needed'],
      'changes-requested': ['pending'],
      accepted: ['approved'],
      paid: ['completed'],
    };
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...actions), { maxLength: 12 }), (list) => {
        let claim = pending;
        for (const action of list) {
          const done = decideClaim(claim, action, playbook);
          if (done.ok) claim = Claim.parse({ ...claim, ...done.value });
          const { kind } = claim.decision;
          if (kind !== 'rejected') expect(stages[kind]).toContain(claim.stage);
          if (claim.zipNumber !== null) expect(['accepted', 'paid']).toContain(kind);
          if (kind === 'paid') expect(claim.zipNumber).not.toBeNull();
        }
      }),
      { seed: 20261122, numRuns: 500 },
    );
  });
});

describe('lead list', () => {
  const header = ['Company Name', 'Contact', 'Title', 'Email', 'Phone'];
  const check = (...rows: string[][]) => checkLeadList([header, ...rows], playbook);

  it('POP-8 finds its columns by any of their names', () => {
    const found = checkLeadList([['E-MAIL', 'organisation', 'Full name', 'Tel.', 'Job title']], playbook);
    expect(found.columns).toEqual({ email: 0, company: 1, contact: 2, phone: 3, title: 4 });
  });

  it('POP-8 names every missing column and counts no row as good then', () => {
    const found = checkLeadList(
      [
        ['Company', 'Contact'],
        ['A', 'B'],
      ],
      playbook,
    );
    expect(found.findings.map((entry) => [entry.row, entry.code, entry.column])).toEqual([
      [1, 'missing-column', 'Title'],
      [1, 'missing-column', 'Email'],
      [1, 'missing-column', 'Phone'],
    ]);
    expect(found).toMatchObject({ rows: 1, good: 0 });
  });

  it('POP-8 finds bad addresses, duplicates and gaps by row and column', () => {
    const found = check(
      ['A', 'Ana', 'CTO', 'ana@example.com', '+49 30 123'],
      ['', '', '', '', ''],
      ['B', 'Bo', '', 'BO@@example', '555-0100'],
      ['C', 'Cem', 'CTO', ' ANA@Example.com', ''],
      ['', 'Dee', 'CTO', 'dee@example.com', 'none'],
      ['E', 'Eve', 'CTO'],
    );
    expect(found.findings.map((entry) => [entry.row, entry.column, entry.code, entry.severity])).toEqual([
      [4, 'Title', 'missing-value', 'warning'],
      [4, 'Email', 'bad-address', 'error'],
      [5, 'Email', 'duplicate', 'error'],
      [5, 'Phone', 'missing-value', 'warning'],
      [6, 'Company', 'missing-value', 'error'],
      [6, 'Phone', 'bad-phone', 'warning'],
      [7, 'Email', 'missing-value', 'error'],
      [7, 'Phone', 'missing-value', 'warning'],
    ]);
    expect(found).toMatchObject({ rows: 5, good: 1 });
    expect(found.findings[2]?.message).toContain('row 2');
  });

  it('POP-8 accepts addresses in any script and refuses malformed ones', () => {
    const good = ['björn2@example.com', 'a.b+c@sub.example.co.uk', '山田@例え.jp', "o'neil@example.org"];
    const bad = [
      'a@b',
      '@example.com',
      'a b@example.com',
      'a@example..com',
      'a@-example.com',
      'a@example.com,',
    ];
    const codes = (list: string[]) =>
      list.map((email) =>
        check(['A', 'B', 'C', email, '+49 30 1234'])
          .findings.map((entry) => entry.code)
          .join(),
      );
    expect(codes(good)).toEqual(good.map(() => ''));
    expect(codes(bad)).toEqual(bad.map(() => 'bad-address'));
  });

  it('POP-8 calls an empty list empty', () => {
    expect(checkLeadList([], playbook).findings.map((entry) => entry.code)).toContain('empty-list');
    expect(check().findings.map((entry) => entry.code)).toEqual(['empty-list']);
  });

  it('POP-8 reads the sample list row by row', () => {
    const text = readFileSync(new URL('../../../resources/demo/lead-list.csv', import.meta.url), 'utf8');
    const table = text
      .trim()
      .split('\n')
      .map((line) => line.split(','));
    const found = checkLeadList(table, playbook);
    expect(found.rows).toBe(60);
    const emails = table.slice(1).map((row) => (row[3] ?? '').toLowerCase());
    const count = (code: string) => found.findings.filter((entry) => entry.code === code).length;
    const bad = emails.filter((email) => email.includes('@@')).length;
    const repeated = emails.filter((email) => email === 'dup@example.com').length - 1;
    expect([count('bad-address'), count('duplicate')]).toEqual([bad, repeated]);
    expect(found.good).toBe(60 - bad - repeated - emails.filter((email) => email === '').length);
  });
});
