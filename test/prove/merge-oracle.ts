import { project, type RemoteName } from '../../shared/domain/merging/projections';
import type { FieldMap, FieldValue } from '../../shared/schema/field-value';
import type { AnyRecord } from '../../shared/schema/record';
import type { Conflict } from '../../shared/schema/sync-state';
import { absorb } from '../../shared/sync/absorb';
import { startDraft } from '../../shared/sync/draft';
import { baseKey, keyOf } from '../../shared/sync/keys';
import { projectionContext } from '../../shared/sync/links';
import { fieldsToSend } from '../../shared/domain/merging/field-values';
import { mergeFields } from '../../shared/domain/merging/merge';
import { aFundRequest, aPartner } from '../support/records';
import { createMemoryStore, type MemoryStore } from '../support/memory-store';
import { thePlaybook } from '../sync/support/desk';
import { newClaim, newPlanItem, newRegistration } from '../sync/support/work';
import { failureLog, type Proof } from './proof';
import { absenceCase, decisionCase } from './support/merge-scenes';
import { type Chance, seeded } from './support/seeded';

const ACCOUNTS = ['0015g00000Aaaa1AAB', '0015g00000Aaaa2AAB'] as const;
/** An account that this device does not know. */
const STRANGE = '0015g00000Zzzz9AAB';
const REQUEST_ID = '0T05g00000Aaaa1CAB';
const NOW = '2026-11-02T09:00:00.000Z' as never;
const texts = ['Roadshow', 'Road\r\nshow', ' Roadshow ', '', 'Webinar', 'Meet-up', 'Two\nlines'] as const;
const dates = ['2026-12-01', '2026-12-02', '2026-12-03'] as const;
const labels = ['a', 'b', 'c', 'd'] as const;

type Kind = 'fund-request' | 'claim' | 'registration' | 'plan-item';
type Maker = (chance: Chance) => FieldValue;

const text: Maker = (chance) => chance.pick(texts) || null;
const word: Maker = (chance) => chance.pick(['Roadshow', 'Webinar', 'Meet-up']);
const date: Maker = (chance) => chance.pick(dates);
const money: Maker = (chance) => ({ minor: 500_000 + chance.int(3), currency: 'EUR' });

/** What a remote can say in each field; the fields that carry a decision have scenes of their own. */
const makers: Readonly<Record<Kind, Readonly<Record<string, Maker>>>> = {
  'fund-request': {
    title: word,
    description: text,
    start: date,
    end: date,
    totalCost: money,
    requested: money,
    approvedAmount: (chance) => (chance.percent(30) ? null : money(chance)),
    gtmMotion: (chance) => (chance.percent(30) ? null : chance.pick(['x-motion', 'y-motion'])),
    region: (chance) => chance.pick(['EMEA', 'APAC']),
    portalNumber: (chance) => (chance.percent(30) ? null : chance.pick(['MDF-1', 'MDF-2'])),
    partner: (chance) => chance.pick([...ACCOUNTS, STRANGE]),
  },
  claim: {
    title: word,
    amount: money,
    invoiceNumber: (chance) => (chance.percent(30) ? null : chance.pick(['R-1', 'R-2', 'R-3'])),
    invoiceDate: (chance) => (chance.percent(30) ? null : date(chance)),
  },
  registration: {
    subject: (chance) => chance.pick(thePlaybook().programs.offers.map(({ subject }) => subject)),
    date,
    note: text,
    partner: (chance) => chance.pick([...ACCOUNTS, STRANGE]),
  },
  'plan-item': {
    title: (chance) => `${String(word(chance))} - Partner one`,
    due: date,
    state: (chance) => chance.pick(['opened', 'closed']),
  },
};

/** Fields of the record behind each synchronised field, as a person changes them here. */
function localChange(kind: Kind, field: string, value: FieldValue): Readonly<Record<string, unknown>> {
  if (field === 'partner') return { partnerId: value === ACCOUNTS[1] ? 'partner-2' : 'partner-1' };
  if (kind === 'claim' && field === 'amount') return { reimbursement: value };
  if (kind === 'claim' && field === 'invoiceNumber') return { invoiceNumber: value };
  if (kind === 'claim' && field === 'invoiceDate') return { invoiceDate: value };
  if (kind === 'plan-item' && field === 'title') return { title: String(value).split(' - ')[0] };
  if (kind === 'plan-item' && field === 'due') return { end: value, start: '2026-11-10' };
  if (kind === 'plan-item' && field === 'state') return { status: value === 'closed' ? 'done' : 'planned' };
  if (field === 'description' || field === 'note') return { [field]: value ?? '' };
  return { [field]: value };
}

function withChange(entry: AnyRecord, kind: Kind, field: string, value: FieldValue): AnyRecord {
  const change = localChange(kind, field, value);
  if (entry.kind !== 'claim')
    return { kind: entry.kind, record: { ...entry.record, ...change } } as AnyRecord;
  const { invoiceNumber, invoiceDate, ...rest } = change;
  const invoice = entry.record.invoice ?? {
    number: null,
    date: null,
    currency: null,
    total: null,
    seller: null,
    buyer: null,
    source: 'typed',
  };
  const invoiced =
    invoiceNumber === undefined && invoiceDate === undefined
      ? entry.record.invoice
      : {
          ...invoice,
          ...(invoiceNumber === undefined ? {} : { number: invoiceNumber }),
          ...(invoiceDate === undefined ? {} : { date: invoiceDate }),
        };
  return { kind: 'claim', record: { ...entry.record, ...rest, invoice: invoiced } } as AnyRecord;
}

// The rules once more, written from the specification and not from the code: SY-40 to SY-46.

function bare(value: FieldValue | undefined): string {
  if (value === undefined || value === null) return '∅';
  if (Array.isArray(value)) return value.length === 0 ? '∅' : `[${[...new Set(value)].sort().join('|')}]`;
  if (typeof value === 'object') return `${value.minor} ${value.currency}`;
  if (typeof value !== 'string') return String(value);
  const plain = value.replaceAll('\r\n', '\n').replaceAll('\r', '\n').trim();
  return plain === '' ? '∅' : plain;
}

type Expectation = { readonly value: string; readonly conflict: boolean };

/** What a field must be afterwards. */
function expected(
  base: FieldValue | undefined,
  mine: FieldValue,
  theirs: FieldValue | undefined,
): Expectation {
  const [b, m, t] = [bare(base), bare(mine), bare(theirs)];
  if (theirs === undefined || m === t) return { value: m, conflict: false };
  if (base === undefined) {
    if (m === '∅') return { value: t, conflict: false };
    if (t === '∅') return { value: m, conflict: false };
    if (!Array.isArray(mine)) return { value: m, conflict: true };
  }
  if (Array.isArray(mine) && Array.isArray(theirs)) {
    const was = new Set(Array.isArray(base) ? base : []);
    const all = [...mine, ...theirs];
    const kept = all.filter((entry) => !was.has(entry) || (mine.includes(entry) && theirs.includes(entry)));
    return { value: bare(kept), conflict: false };
  }
  if (m === b) return { value: t, conflict: false };
  if (t === b) return { value: m, conflict: false };
  return { value: m, conflict: true };
}

/** Without these a record cannot be, so an emptied one stays as it is here. */
const needed = new Set([
  'title',
  'start',
  'end',
  'totalCost',
  'requested',
  'subject',
  'date',
  'due',
  'region',
]);

function start(kind: Kind): AnyRecord {
  switch (kind) {
    case 'fund-request':
      return {
        kind,
        record: aFundRequest({ id: 'request-1', partnerId: 'partner-1', description: 'Roadshow' }),
      };
    case 'claim':
      return { kind, record: newClaim(NOW, { id: 'claim-1', requestId: 'request-1', rev: 1 }) };
    case 'registration':
      return {
        kind,
        record: newRegistration(NOW, {
          id: 'registration-1',
          partnerId: 'partner-1',
          program: thePlaybook().programs.offers[0]?.key,
          subject: thePlaybook().programs.offers[0]?.subject,
          rev: 1,
        }),
      };
    case 'plan-item':
      return { kind, record: newPlanItem(NOW, { id: 'item-1', partnerId: 'partner-1', rev: 1 }) };
  }
}

function refOf(kind: Kind, stamp: string) {
  return kind === 'plan-item'
    ? ({ remote: 'gitlab', type: 'issue', id: 40_001, iid: 1, stamp, url: null, markdown: null } as const)
    : ({ remote: 'salesforce', object: 'X', id: REQUEST_ID as never, stamp, url: null } as const);
}

async function surroundings(): Promise<MemoryStore> {
  const store = createMemoryStore();
  const account = (id: string) => ({ remote: 'salesforce', object: 'Account', id, stamp: null, url: null });
  const link = { remote: 'salesforce', object: 'R', id: REQUEST_ID, stamp: null, url: null };
  await store.commit({
    puts: [
      {
        kind: 'partner',
        record: aPartner({ id: 'partner-1', name: 'Partner one', salesforce: account(ACCOUNTS[0]) }),
      },
      {
        kind: 'partner',
        record: aPartner({ id: 'partner-2', name: 'Partner two', salesforce: account(ACCOUNTS[1]) }),
      },
      {
        kind: 'fund-request',
        record: aFundRequest({ id: 'request-1', partnerId: 'partner-1', salesforce: link }),
      },
    ],
  });
  return store;
}

/** Some of a kind's fields with new values. */
function some(kind: Kind, chance: Chance, share: number): [string, FieldValue][] {
  return Object.entries(makers[kind]).flatMap(([field, make]): [string, FieldValue][] =>
    chance.percent(share) ? [[field, make(chance)]] : [],
  );
}

function conflictOn(conflicts: readonly Conflict[], field: string) {
  return conflicts.flatMap(({ fields }) => fields).find((entry) => entry.field === field);
}

type Before = { readonly base: FieldMap; readonly mine: FieldMap; readonly theirs: FieldMap };
type After = { readonly kept: FieldMap; readonly base: FieldMap; readonly conflicts: readonly Conflict[] };

/** What is wrong with one merged field: not as the rules say, or a value that is nowhere any more. */
function problemsOf(field: string, before: Before, after: After): string[] {
  const [b, m, t] = [before.base[field], before.mine[field], before.theirs[field]];
  if (m === undefined) return [];
  const conflict = conflictOn(after.conflicts, field);
  const kept = bare(after.kept[field]);
  const isUnknown = field === 'partner' && t === STRANGE;
  const rule = expected(b, m, t);
  const emptied = needed.has(field) && rule.value === '∅';
  const value = emptied || (isUnknown && !rule.conflict) ? bare(m) : rule.value;
  const problems: string[] = [];
  const at = `${field} (base ${bare(b)}, mine ${bare(m)}, theirs ${bare(t)})`;
  if (kept !== value) problems.push(`${at}: ${kept} instead of ${value}`);
  if ((conflict !== undefined) !== rule.conflict)
    problems.push(`${at}: ${rule.conflict ? 'no conflict' : 'a conflict that is none'}`);
  const mineIsSomewhere =
    kept === bare(m) ||
    bare(conflict?.mine) === bare(m) ||
    (b !== undefined && bare(m) === bare(b)) ||
    bare(m) === '∅';
  if (!mineIsSomewhere) problems.push(`${at}: mine vanished`);
  if (t === undefined) return problems;
  const sends = fieldsToSend(after.base, after.kept)[field] !== undefined && conflict === undefined;
  const theirsIsNews = bare(t) !== bare(b) && bare(t) !== bare(m) && bare(t) !== '∅';
  const theirsIsSomewhere = kept === bare(t) || bare(conflict?.theirs) === bare(t) || !theirsIsNews;
  if (!theirsIsSomewhere && !isUnknown) problems.push(`${at}: theirs vanished`);
  if (sends && theirsIsNews) problems.push(`${at}: theirs would be written over`);
  return problems;
}

/** One record, three versions, and what came of them. */
async function recordCase(seed: number): Promise<string[]> {
  const chance = seeded(seed);
  const kind = chance.pick(['fund-request', 'claim', 'registration', 'plan-item'] as const);
  const remote: RemoteName = kind === 'plan-item' ? 'gitlab' : 'salesforce';
  const store = await surroundings();
  const draft = startDraft(store, NOW);
  let entry = start(kind);
  const context = await projectionContext(draft, thePlaybook(), entry);
  const wasAgreed = chance.percent(85);
  const agreed = wasAgreed ? project(entry, remote, context) : {};
  const theirs: Record<string, FieldValue> = {};
  for (const [field, value] of Object.entries(project(entry, remote, context)))
    if (field in makers[kind] && chance.percent(85)) theirs[field] = value;
  for (const [field, value] of some(kind, chance, 40)) theirs[field] = value;
  for (const [field, value] of some(kind, chance, 40)) {
    if (value !== STRANGE) entry = withChange(entry, kind, field, value);
  }
  const mine = project(entry, remote, await projectionContext(draft, thePlaybook(), entry));
  const key = keyOf(entry);
  const base = Object.fromEntries(Object.entries(agreed).filter(([field]) => field in makers[kind]));
  await draft.put(entry);
  if (wasAgreed)
    await draft.putBase({ key: baseKey(key, remote), record: key, remote, fields: base, stamp: 's1' });
  const taken = await absorb(
    draft,
    entry,
    { ref: refOf(kind, 's2'), fields: theirs },
    { playbook: thePlaybook(), newId: () => `conflict-${seed}` },
  );
  if (!taken.ok) return [`could not be taken: ${taken.error.field} ${taken.error.message}`];
  const stored = await store.commit({});
  if (!stored.ok || !(await draft.commit()).ok) return ['could not be stored'];
  const record = await store.get(kind, key.id);
  const after: After = {
    kept: project(
      { kind, record } as AnyRecord,
      remote,
      await projectionContext(startDraft(store, NOW), thePlaybook(), entry, theirs),
    ),
    base: (await store.base(key, remote))?.fields ?? {},
    conflicts: await store.openConflicts(),
  };
  return Object.keys(makers[kind]).flatMap((field) =>
    problemsOf(field, { base, mine, theirs }, after).map((problem) => `${kind} ${problem}`),
  );
}

/** Lists as sets, which the labels of items are. */
function listCase(seed: number): string[] {
  const chance = seeded(seed);
  const set = (): string[] => labels.filter(() => chance.percent(50));
  const [base, mine, theirs] = [set(), set(), set()];
  const known = chance.percent(85);
  const merge = mergeFields(known ? { labels: base } : {}, { labels: mine }, { labels: theirs });
  const rule = expected(known ? base : undefined, mine, theirs);
  const kept = bare(merge.merged['labels']);
  const fine = kept === rule.value && merge.conflicts.length === 0;
  return fine ? [] : [`labels ${bare(base)} ${bare(mine)} ${bare(theirs)}: ${kept} instead of ${rule.value}`];
}

/** One case: mostly three versions of a record, at times lists, decisions on moved facts, deletions and lost permission. */
export async function mergeCase(seed: number): Promise<string[]> {
  const kind = seed % 20;
  if (kind < 14) return recordCase(seed);
  if (kind < 17) return listCase(seed);
  if (kind < 19) return decisionCase(seed);
  return absenceCase(seed);
}

/** P4: the merge against rules written once more. */
export const mergeOracle: Proof = {
  id: 'P4',
  title: 'No silent overwrite: three-way merges against independent rules',
  unit: 'case',
  sizes: { test: 1000, full: 10_000 },
  async run({ count, firstSeed, say }) {
    const { failures, fail } = failureLog(say);
    for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
      const problems = await mergeCase(seed);
      if (problems.length > 0) fail(seed, problems.join('; '));
      if ((seed - firstSeed) % 2000 === 1999) say(`${seed - firstSeed + 1} cases, ${failures.length} failed`);
    }
    return { checked: count, failures, notes: [] };
  },
};
