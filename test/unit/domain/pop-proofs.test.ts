import { describe, expect, it } from 'vitest';
import { findActivityType } from '../../../shared/domain/lookup';
import {
  besideChecklist,
  proofChecklist,
  proofFindings,
  unassignedDocuments,
} from '../../../shared/domain/pop/proofs';
import { staysHere } from '../../../shared/domain/pop/stays-here';
import type { StoredDocument } from '../../../shared/schema/document';
import { shippedPlaybook } from '../../support/shipped-playbook';
import { aDocument } from '../../support/records';

const playbook = shippedPlaybook();
const events = findActivityType(playbook, 'events');
const accepted = { kind: 'accepted', at: '2026-11-20T09:00:00.000Z', by: 'Dana' };
const changes = { kind: 'changes-requested', at: '2026-11-20T09:00:00.000Z', by: 'Dana', note: 'Blurred' };

function proof(id: string, key: string | null, review: object = { kind: 'unreviewed' }): StoredDocument {
  return aDocument({ id, proof: key, review });
}

describe('proofs', () => {
  it.each([
    ['Tradeshow/Conference Sponsorship', ['contract', 'lead-list', 'photo']],
    ['Partner Sponsorship', ['contract', 'lead-list', 'photo']],
    ['Events', ['lead-list', 'agenda', 'photo', 'collateral']],
    ['Webcast/Webinar', ['lead-list', 'recording', 'invitation', 'follow-up']],
    ['Digital & Print Marketing', ['screenshots', 'placement-report']],
    ['Lead Generation/ Telemarketing', ['lead-list', 'call-report', 'script', 'appointment-list']],
    ['Customer Case Study', ['published-piece', 'customer-approval']],
    ['Marketing Materials', ['samples', 'lead-list']],
    ['Collateral Sales Tools', ['document']],
    ['Demand Gen focused joint planning session', ['resulting-activity', 'lead-list']],
  ])('POP-9 asks for the proofs of %s', (name, keys) => {
    const lines = proofChecklist(findActivityType(playbook, name), [], playbook);
    expect(lines.map((line) => line.key)).toEqual(['invoice', ...keys]);
    expect(lines.every((line) => line.status === 'missing' && line.label !== '')).toBe(true);
    expect(lines.filter((line) => line.leadList).map((line) => line.key)).toEqual(
      keys.filter((key) => key === 'lead-list'),
    );
  });

  it('POP-3 shows for each proof what came and how its review stands', () => {
    const documents = [
      proof('1', 'photo', accepted),
      proof('2', 'photo'),
      proof('3', 'agenda', changes),
      proof('4', 'lead-list', accepted),
      proof('5', 'lead-list', changes),
      proof('6', null),
      proof('7', 'contract'),
    ];
    const lines = proofChecklist(events, documents, playbook);
    const status = Object.fromEntries(lines.map((line) => [line.key, line.status]));
    expect(status).toEqual({
      invoice: 'missing',
      photo: 'received',
      agenda: 'changes-requested',
      'lead-list': 'accepted',
      collateral: 'missing',
    });
    expect(unassignedDocuments(lines, documents).map((document) => document.id)).toEqual(['6', '7']);
  });

  it('POP-3 fails for a missing required proof, not for an optional one', () => {
    const documents = [proof('1', 'photo', accepted), proof('2', 'agenda'), proof('3', 'lead-list', changes)];
    const findings = proofFindings(events, proofChecklist(events, documents, playbook), playbook);
    expect(findings.map((entry) => [entry.code, entry.verdict])).toEqual([
      ['proof-lead-list', 'fail'],
      ['proof-agenda', 'needs-person'],
      ['proof-photo', 'pass'],
      ['proofs-minimum', 'pass'],
    ]);
  });

  it('POP-8 wants at least one proof of the type beside the invoice', () => {
    const onlyInvoice = proofChecklist(events, [proof('1', 'invoice', accepted)], playbook);
    const minimum = proofFindings(events, onlyInvoice, playbook).at(-1);
    expect(minimum).toMatchObject({ rule: 'POP-8', code: 'proofs-minimum', verdict: 'fail' });
  });

  it('POP-3 sets apart what is no proof and what is not for the request', () => {
    const documents = [proof('1', 'other'), proof('2', 'misplaced'), proof('3', null), proof('4', 'photo')];
    const ids = (list: readonly StoredDocument[]) => list.map(({ id }) => id);
    const { other, misplaced } = besideChecklist(documents);
    const lines = proofChecklist(events, documents, playbook);
    expect([ids(other), ids(misplaced), ids(unassignedDocuments(lines, documents))]).toEqual([
      ['1'],
      ['2'],
      ['3'],
    ]);
  });

  it.each([
    ['lead-list', 'events', 'lead-list'],
    ['lead-list', 'digital-print', 'lead-list'],
    ['lead-list', 'a type of another playbook', 'lead-list'],
    [null, 'events', 'not-filed'],
    [null, 'digital-print', 'not-filed'],
    ['proof-of-another-type', 'events', 'not-filed'],
    ['misplaced', 'events', 'misplaced'],
    ['other', 'events', null],
    ['agenda', 'events', null],
    ['invoice', 'digital-print', null],
  ])('POP-8 keeps lead lists, and what may be one, on this computer', (key, type, why) => {
    expect(staysHere({ proof: key }, findActivityType(playbook, type), playbook)).toBe(why);
  });

  it('POP-3 cannot decide for an activity type that is not known', () => {
    const lines = proofChecklist(undefined, [], playbook);
    expect(lines.map((line) => line.key)).toEqual(['invoice']);
    expect(proofFindings(undefined, lines, playbook)).toMatchObject([
      { verdict: 'undecidable', fix: expect.stringContaining('in Salesforce') },
    ]);
  });
});
