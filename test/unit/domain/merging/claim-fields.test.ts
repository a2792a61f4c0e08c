import { describe, expect, it } from 'vitest';
import {
  applyPopIssue,
  applyToClaim,
  canonicalClaim,
  canonicalPopIssue,
  claimStatusOf,
  noInvoice,
  projectClaim,
  projectClaimToGitlab,
} from '../../../../shared/domain/merging/claim-fields';
import { ClaimDecision } from '../../../../shared/schema/claim';
import { aClaim } from '../../../support/records';
import { euros, mergedAt, projecting } from './links';

const at = '2026-11-02T08:00:00.000Z';
const claim = aClaim();
const invoice = { ...noInvoice, number: 'R-1', date: '2026-10-30', seller: 'Nordlicht' };
const applied = (fields: Parameters<typeof applyToClaim>[1], of = claim) =>
  applyToClaim(of, fields, projecting);

const decisions: readonly (readonly [ClaimDecision, string])[] = [
  [ClaimDecision.parse({ kind: 'open' }), 'draft'],
  [ClaimDecision.parse({ kind: 'changes-requested', at, by: 'Dana', note: 'A receipt.' }), 'draft'],
  [ClaimDecision.parse({ kind: 'accepted', at, by: 'Dana' }), 'approved'],
  [ClaimDecision.parse({ kind: 'rejected', at, by: 'Dana', note: 'Too late.' }), 'rejected'],
  [ClaimDecision.parse({ kind: 'paid', at }), 'paid'],
];

describe('a claim in Salesforce', () => {
  it('POP-4 has a status for each decision', () => {
    for (const [decision, status] of decisions) expect(claimStatusOf(decision)).toBe(status);
  });

  it('SYNC-1 is told field by field; an amount that is not known yet is nothing', () => {
    expect(projectClaim(aClaim({ reimbursement: euros(5), invoice }), projecting)).toEqual({
      title: 'Claim',
      request: '0Wf-one',
      amount: euros(5),
      status: 'draft',
      invoiceNumber: 'R-1',
      invoiceDate: '2026-10-30',
    });
    expect(projectClaim(claim, projecting)).toMatchObject({
      amount: euros(0),
      invoiceNumber: null,
      invoiceDate: null,
    });
  });

  it('SYNC-1 leaves out a request that Salesforce does not know, and an amount of no currency', () => {
    expect(projectClaim(aClaim({ requestId: 'request-9' }), projecting)).toEqual({
      title: 'Claim',
      status: 'draft',
      invoiceNumber: null,
      invoiceDate: null,
    });
  });

  it('SYNC-1 spells the status there as it is spelled here', () => {
    expect(canonicalClaim({ title: 'A', status: 'Approved' })).toEqual({ title: 'A', status: 'approved' });
    expect(canonicalClaim({ title: 'A', status: null })).toEqual({ title: 'A', status: null });
    expect(canonicalClaim({ title: 'A' })).toEqual({ title: 'A' });
  });

  it('SYNC-1 takes every value that changed there', () => {
    const fields = {
      title: 'Claim two',
      request: '0Wf-two',
      amount: euros(9),
      invoiceNumber: 'R-2',
      invoiceDate: '2026-11-01',
      status: 'approved',
    };
    expect(applied(fields)).toEqual({
      ok: true,
      value: {
        ...claim,
        title: 'Claim two',
        requestId: 'request-2',
        reimbursement: euros(9),
        stage: 'approved',
        invoice: { ...noInvoice, number: 'R-2', date: '2026-11-01' },
        decision: { kind: 'accepted', at: mergedAt, by: 'Salesforce' },
      },
    });
  });

  it('SYNC-1 changes of an invoice only what Salesforce holds of it', () => {
    const invoiced = aClaim({ invoice });
    expect(applied({ invoiceNumber: 'R-9' }, invoiced)).toEqual({
      ok: true,
      value: { ...invoiced, invoice: { ...invoice, number: 'R-9' } },
    });
    expect(applied({ invoiceDate: '2026-11-01' }, invoiced)).toEqual({
      ok: true,
      value: { ...invoiced, invoice: { ...invoice, date: '2026-11-01' } },
    });
    expect(applied({ invoiceNumber: null, invoiceDate: null }, invoiced)).toEqual({
      ok: true,
      value: { ...invoiced, invoice: { ...invoice, number: null, date: null } },
    });
    expect(applied({ title: 'B' }, invoiced)).toEqual({ ok: true, value: { ...invoiced, title: 'B' } });
    expect(applied({ title: 'B', invoiceNumber: null })).toEqual({
      ok: true,
      value: { ...claim, title: 'B' },
    });
  });

  it('SYNC-1 keeps its title and its request when Salesforce has none that is known', () => {
    const fields = { title: null, request: null };
    expect(applied(fields)).toEqual({ ok: true, value: claim });
    expect(applied({ request: '0Wf-stranger' })).toEqual({ ok: true, value: claim });
  });

  it('SYNC-1 keeps its amount when Salesforce has none any more', () => {
    const known = aClaim({ reimbursement: euros(5) });
    expect(applied({ amount: null }, known)).toEqual({ ok: true, value: known });
    expect(applied({ amount: null })).toEqual({ ok: true, value: claim });
    expect(applied({ amount: euros(0) }, known)).toEqual({
      ok: true,
      value: aClaim({ reimbursement: euros(0) }),
    });
  });

  it('POP-4 takes a decision that was made there', () => {
    const decided = (status: string | null, of = claim) => applied({ status }, of);
    expect(decided('rejected')).toMatchObject({
      value: {
        decision: { kind: 'rejected', at: mergedAt, by: 'Salesforce', note: 'Rejected in Salesforce.' },
      },
    });
    expect(decided('paid')).toMatchObject({ value: { decision: { kind: 'paid', at: mergedAt } } });
    const accepted = aClaim({ decision: { kind: 'accepted', at, by: 'Dana' } });
    expect(decided('draft', accepted)).toMatchObject({ value: { decision: { kind: 'open' } } });
    for (const unknown of [null, 'on hold', 'approved'])
      expect(decided(unknown, accepted)).toEqual({ ok: true, value: accepted });
  });

  it('POP-2 takes the stage along with a decision made there, unless a person has to settle it first', () => {
    const disputed = aClaim({ stage: 'completed' });
    expect(applied({ status: 'paid' })).toMatchObject({ value: { stage: 'completed' } });
    expect(applied({ status: 'approved' }, disputed)).toMatchObject({ value: { stage: 'completed' } });
    expect(applied({ status: 'on hold' })).toEqual({ ok: true, value: claim });
  });

  it('G10 names the field that a claim cannot take', () => {
    expect(applied({ invoiceDate: 'soon' })).toMatchObject({ ok: false, error: { field: 'invoice.date' } });
  });
});

describe('the POP issue of a claim', () => {
  it('POP-2 carries the stage, and the note of a rejection', () => {
    expect(projectClaimToGitlab(claim)).toEqual({ stage: 'approval-needed' });
    const rejected = aClaim({ decision: { kind: 'rejected', at, by: 'Dana', note: 'Too late.' } });
    expect(projectClaimToGitlab(rejected)).toEqual({ stage: 'approval-needed', rejected: 'Too late.' });
  });

  it('POP-2 tells the stage by its labels, and nothing without one', () => {
    const { labels } = projecting.playbook.pop;
    expect(canonicalPopIssue({ labels: ['x', labels.approved] }, projecting)).toEqual({ stage: 'approved' });
    expect(canonicalPopIssue({ labels: ['x'] }, projecting)).toEqual({});
    expect(canonicalPopIssue({ labels: null }, projecting)).toEqual({});
    expect(canonicalPopIssue({}, projecting)).toEqual({});
  });

  it('POP-2 moves the claim to its stage', () => {
    expect(applyPopIssue(claim, { stage: 'completed' })).toEqual({
      ok: true,
      value: { ...claim, stage: 'completed' },
    });
    expect(applyPopIssue(claim, { stage: 'elsewhere' })).toEqual({ ok: true, value: claim });
    expect(applyPopIssue(claim, {})).toEqual({ ok: true, value: claim });
  });
});
