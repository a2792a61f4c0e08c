import { createHash, randomUUID } from 'node:crypto';
import { RemoteCommand, type RemoteOutcome, type RemoteRow } from '../../../shared/schema/remote-command';
import type { z } from '../../../shared/schema/zod';

type Input = z.input<typeof RemoteCommand>;
type Of<K extends Input['kind']> = Extract<Input, { kind: K }>;
type Command<K extends Input['kind']> = Extract<RemoteCommand, { kind: K }>;

/** A moment before everything that a test makes. */
const since = '2026-01-01T00:00:00.000Z';

function step() {
  return { marker: randomUUID(), repeat: false };
}

function command<K extends Input['kind']>(input: Of<K>): Command<K> {
  return RemoteCommand.parse(input) as Command<K>;
}

/** The same command as an engine sends it when it does not know what became of the first try. */
export function again<C extends RemoteCommand>(first: C): C {
  return { ...first, repeat: true };
}

export function aRequestPut(partnerId: string, change: Partial<Of<'crm.put'>> = {}): Command<'crm.put'> {
  return command<'crm.put'>({
    kind: 'crm.put',
    ...step(),
    entity: 'fund-request',
    recordId: randomUUID(),
    salesforceId: null,
    expectStamp: null,
    fields: {
      title: 'Security roadshow',
      partner: partnerId,
      description: 'Two days in Munich',
      start: '2026-12-01',
      end: '2026-12-02',
      totalCost: { minor: 1_234_556, currency: 'EUR' },
      requested: { minor: 617_278, currency: 'EUR' },
      region: 'EMEA',
      status: 'draft',
    },
    ...change,
  });
}

export function aClaimPut(requestId: string, change: Partial<Of<'crm.put'>> = {}): Command<'crm.put'> {
  return command<'crm.put'>({
    kind: 'crm.put',
    ...step(),
    entity: 'claim',
    recordId: randomUUID(),
    salesforceId: null,
    expectStamp: null,
    fields: {
      title: 'Claim: security roadshow',
      request: requestId,
      amount: { minor: 500_001, currency: 'EUR' },
      status: 'draft',
      invoiceNumber: 'R-7',
      invoiceDate: '2026-12-20',
    },
    ...change,
  });
}

export function aRegistrationPut(partnerId: string, change: Partial<Of<'crm.put'>> = {}): Command<'crm.put'> {
  return command<'crm.put'>({
    kind: 'crm.put',
    ...step(),
    entity: 'registration',
    recordId: randomUUID(),
    salesforceId: null,
    expectStamp: null,
    fields: {
      subject: 'Free Trial Program - SaaS',
      partner: partnerId,
      date: '2026-11-30',
      note: 'Asked by mail',
      type: 'Marketing',
      reminder: false,
    },
    ...change,
  });
}

export const sampleBytes = new TextEncoder().encode(
  '%PDF-1.7\nnot much of a document\n\u0000\u0001\r\n--channel-desk\r\n',
);
export const sampleSha256 = createHash('sha256').update(sampleBytes).digest('hex');

export function aCrmFile(linkTo: string, change: Partial<Of<'crm.file'>> = {}): Command<'crm.file'> {
  return command<'crm.file'>({
    kind: 'crm.file',
    ...step(),
    linkTo,
    name: `Rechnung "ü" ${randomUUID()}.pdf`,
    mediaType: 'application/pdf',
    sha256: sampleSha256,
    ...change,
  });
}

export function anEpic(change: Partial<Of<'git.epic'>> = {}): Command<'git.epic'> {
  return command<'git.epic'>({
    kind: 'git.epic',
    ...step(),
    title: 'MDF - Cobalt DevOps GmbH - Security roadshow',
    body: '| Partner | Cobalt |\n\n- [ ] Partner told',
    confidential: true,
    labels: ['MDF'],
    start: '2026-12-01',
    due: '2026-12-02',
    since,
    ...change,
  });
}

export function anIssue(change: Partial<Of<'git.issue'>> = {}): Command<'git.issue'> {
  return command<'git.issue'>({
    kind: 'git.issue',
    ...step(),
    title: 'MDF POP: Cobalt DevOps GmbH - Security roadshow',
    template: 'channel_mdf_pop',
    body: '- Approved: 5,000.00 EUR',
    confidential: false,
    labels: ['MDF-POP', 'MDF::POP Pending'],
    assignee: null,
    due: '2027-01-05',
    since,
    ...change,
  });
}

export function aLink(epicIid: number, issueId: number): Command<'git.link'> {
  return command<'git.link'>({ kind: 'git.link', ...step(), epicIid, issueId });
}

export function anEdit(iid: number, change: Partial<Of<'git.edit'>> = {}): Command<'git.edit'> {
  return command<'git.edit'>({
    kind: 'git.edit',
    ...step(),
    type: 'issue',
    iid,
    title: null,
    body: null,
    addLabels: [],
    scopedLabel: null,
    start: null,
    due: null,
    close: false,
    expectStamp: null,
    ...change,
  });
}

export function aGitFile(issueIid: number, change: Partial<Of<'git.file'>> = {}): Command<'git.file'> {
  return command<'git.file'>({
    kind: 'git.file',
    ...step(),
    issueIid,
    name: `Foto vom Stand ${randomUUID()}.pdf`,
    sha256: sampleSha256,
    note: 'Proof of performance',
    ...change,
  });
}

export function aNote(issueIid: number, body = 'The invoice is in.'): Command<'git.note'> {
  return command<'git.note'>({ kind: 'git.note', ...step(), issueIid, body });
}

/** The outcome as done, or a failing test that shows what it was instead. */
export function done(outcome: RemoteOutcome): Extract<RemoteOutcome, { kind: 'done' }> {
  if (outcome.kind !== 'done') throw new Error(`not done: ${JSON.stringify(outcome)}`);
  return outcome;
}

/** The row of an outcome that is done. */
export function rowOf(outcome: RemoteOutcome): RemoteRow {
  const { row } = done(outcome);
  if (row === null) throw new Error('done without a row');
  return row;
}

/** The Salesforce id of an outcome that is done. */
export function crmId(outcome: RemoteOutcome): string {
  const { ref } = done(outcome);
  if (ref.remote !== 'salesforce') throw new Error('not a Salesforce record');
  return ref.id;
}

/** Number, global id, stamp and address of an outcome that is done. */
export function gitRef(outcome: RemoteOutcome): {
  iid: number;
  id: number;
  stamp: string;
  url: string | null;
} {
  const { ref } = done(outcome);
  if (ref.remote !== 'gitlab') throw new Error('not a GitLab item');
  return { iid: ref.iid ?? 0, id: ref.id, stamp: ref.stamp ?? '', url: ref.url };
}
