import { foldText } from '../../lib/text';
import { valueAt } from '../../lib/value-at';
import { textOf } from '../../domain/merging/projection';
import type { Playbook } from '../../playbook/playbook';
import type { LocalStore } from '../../ports/local-store';
import type { Intent, RecordKey } from '../../schema/intent';
import type { AnyRecord, RecordKind, RecordOf } from '../../schema/record';
import type { RemoteRow } from '../../schema/remote-command';
import type { Base } from '../../schema/sync-state';
import { baseKey, keyText } from '../keys';
import { itemParts, readMarker } from '../markers';
import type { ReadAhead } from '../pass';
import { localId } from './new-record';
import { kindOfStream } from './place';
import { readUnlinked, type UnlinkedRequests } from './unlinked-requests';

type Value = string | number;

/** What has been read, found or not; what is asked for besides goes to the store. */
type Known = {
  readonly records: Map<string, RecordOf<RecordKind> | undefined>;
  readonly lists: Map<string, RecordOf<RecordKind>[]>;
  readonly bases: Map<string, Base | undefined>;
  readonly intents: Map<string, Intent[]>;
};

function listName(kind: RecordKind, index: string, value: Value): string {
  return `${kind} ${index} ${value}`;
}

function reader(store: LocalStore, known: Known) {
  async function records(kind: RecordKind, ids: readonly string[]): Promise<RecordOf<RecordKind>[]> {
    const wanted = [...new Set(ids)].filter((id) => !known.records.has(keyText({ kind, id })));
    if (wanted.length === 0) return [];
    const found = await store.getMany(kind, wanted);
    for (const id of wanted) known.records.set(keyText({ kind, id }), undefined);
    for (const record of found) known.records.set(keyText({ kind, id: record.id }), record);
    return found;
  }

  async function lists(
    kind: RecordKind,
    index: string,
    values: readonly (Value | null)[],
  ): Promise<RecordOf<RecordKind>[]> {
    const wanted = [...new Set(values)].filter((value) => value !== null);
    if (wanted.length === 0) return [];
    const found = await store.listMany(kind, index, wanted);
    for (const value of wanted) known.lists.set(listName(kind, index, value), []);
    for (const record of found) {
      known.records.set(keyText({ kind, id: record.id }), record);
      known.lists.get(listName(kind, index, valueAt(record, index) as Value))?.push(record);
    }
    return found;
  }

  /** Agreed states and open intents of records; one that is not there has neither. */
  async function state(kind: RecordKind, ids: readonly string[], remotes: readonly Base['remote'][]) {
    const keys = [...new Set(ids)].map((id): RecordKey => ({ kind, id }));
    const namesOf = (key: RecordKey): string[] => remotes.map((remote) => baseKey(key, remote));
    for (const name of keys.flatMap(namesOf)) known.bases.set(name, undefined);
    for (const key of keys) known.intents.set(keyText(key), []);
    const there = keys.filter((key) => known.records.get(keyText(key)) !== undefined);
    if (there.length === 0) return;
    const [bases, intents] = await Promise.all([
      store.bases(there.flatMap(namesOf)),
      store.openIntentsOf(there),
    ]);
    for (const base of bases) known.bases.set(base.key, base);
    for (const intent of intents) known.intents.get(keyText(intent.subject))?.push(intent);
  }

  /** Takes it that no record has these ids; the commit finds out when that is wrong. */
  function assumeFree(kind: RecordKind, ids: readonly string[]): void {
    for (const id of ids) {
      const text = keyText({ kind, id });
      if (!known.records.has(text)) known.records.set(text, undefined);
    }
  }

  /** Takes what was found before for what is there. */
  function remember(kind: RecordKind, index: string, value: Value, found: RecordOf<RecordKind>[]): void {
    known.lists.set(listName(kind, index, value), found);
    for (const record of found) known.records.set(keyText({ kind, id: record.id }), record);
  }

  /** The partners and requests that records belong to. */
  async function parents(of: readonly RecordOf<RecordKind>[]): Promise<void> {
    const idsOf = (field: string): string[] =>
      of.flatMap((record) => {
        const id = valueAt(record, field);
        return typeof id === 'string' ? [id] : [];
      });
    await Promise.all([records('partner', idsOf('partnerId')), records('fund-request', idsOf('requestId'))]);
  }

  return { records, lists, state, parents, assumeFree, remember };
}

type Reader = ReturnType<typeof reader>;

/** Partners by their account, as found in this turn of a feed: thousands of rows belong to a few of them, and no account moves meanwhile. */
export type KnownPartners = Map<string, RecordOf<RecordKind>[]>;

/** So many accounts are remembered at most. */
const REMEMBERED = 5000;

async function partnersOf(
  read: Reader,
  accounts: readonly (string | null)[],
  partners: KnownPartners,
): Promise<void> {
  const wanted = new Set(accounts.filter((account) => account !== null));
  if (partners.size + wanted.size > REMEMBERED) partners.clear();
  const unknown = [...wanted].filter((account) => !partners.has(account));
  for (const partner of await read.lists('partner', 'salesforce.id', unknown)) {
    const account = String(valueAt(partner, 'salesforce.id'));
    partners.set(account, [...(partners.get(account) ?? []), partner]);
  }
  for (const account of wanted) {
    const found = partners.get(account);
    if (found) read.remember('partner', 'salesforce.id', account, found);
  }
}

/** What is remembered from page to page. */
export type Remembered = { readonly partners: KnownPartners; readonly unlinked: UnlinkedRequests };

/** Partners of fund requests that were not found here, so that an import may be one of them. */
function partnersOfStrangers(
  rows: readonly RemoteRow[],
  found: readonly RecordOf<RecordKind>[],
  partners: KnownPartners,
): string[] {
  const known = new Set(
    found.flatMap((record) => [valueAt(record, 'salesforce.id'), valueAt(record, 'portalNumber')]),
  );
  const ids = new Set<string>();
  for (const { ref, recordId, deleted, twin, fields } of rows) {
    const isOurs = recordId !== null || known.has(ref.id) || known.has(textOf(fields.portalNumber) ?? ref.id);
    if (deleted || twin !== undefined || isOurs) continue;
    const [only, another] = partners.get(textOf(fields.partner) ?? '') ?? [];
    if (only !== undefined && another === undefined) ids.add(only.id);
  }
  return [...ids];
}

async function aheadOfCrm(
  store: LocalStore,
  read: Reader,
  kind: AnyRecord['kind'],
  rows: readonly RemoteRow[],
  isRetry: boolean,
  { partners, unlinked }: Remembered,
): Promise<void> {
  const word = (name: string) => rows.map(({ fields }) => textOf(fields[name]));
  const ownIds = rows.map(localId);
  const names = kind === 'partner' ? word('name').map((name) => name && foldText(name)) : [];
  const found = await Promise.all([
    read.lists(
      kind,
      'salesforce.id',
      rows.map(({ ref }) => String(ref.id)),
    ),
    read.lists('partner', 'foldedName', names),
    read.lists('fund-request', 'portalNumber', kind === 'fund-request' ? word('portalNumber') : []),
    read.lists('fund-request', 'salesforce.id', kind === 'claim' ? word('request') : []),
    partnersOf(read, kind === 'partner' ? [] : word('partner'), isRetry ? new Map() : partners),
  ]);
  // An id that follows from the Salesforce id is free unless its record was cut off from it, which is rare.
  const derived = isRetry ? [] : rows.filter(({ recordId }) => recordId === null).map(localId);
  read.assumeFree(kind, derived);
  const [same, named, numbered] = found;
  const mine = [...same, ...named, ...numbered, ...(await read.records(kind, ownIds))];
  if (kind === 'fund-request') await readUnlinked(store, partnersOfStrangers(rows, mine, partners), unlinked);
  await read.parents(mine);
  const ids = [...ownIds, ...mine.map(({ id }) => id as string)];
  await read.state(kind, ids, kind === 'claim' ? ['salesforce', 'gitlab'] : ['salesforce']);
}

async function aheadOfGit(read: Reader, rows: readonly RemoteRow[], playbook: Playbook): Promise<void> {
  const marked = rows.flatMap(({ recordId }) => recordId ?? []);
  const requests = marked.flatMap((marker) => readMarker(marker, itemParts(playbook))?.id ?? []);
  const ownIds = [...marked, ...rows.map(({ ref }) => `gl-${ref.id}`)];
  const [items, claims, , more] = await Promise.all([
    read.lists(
      'plan-item',
      'gitlab.id',
      rows.map(({ ref }) => Number(ref.id)),
    ),
    read.lists('claim', 'requestId', requests),
    read.records('fund-request', requests),
    read.records('plan-item', ownIds),
  ]);
  const mine = [...items, ...more];
  await read.parents([...mine, ...claims]);
  await read.state('plan-item', [...ownIds, ...mine.map(({ id }) => id as string)], ['gitlab']);
  await read.state(
    'claim',
    claims.map(({ id }) => id as string),
    ['gitlab'],
  );
}

function answering(store: LocalStore, known: Known): LocalStore {
  return {
    ...store,
    async get<K extends RecordKind>(kind: K, id: string) {
      const text = keyText({ kind, id });
      return known.records.has(text)
        ? (known.records.get(text) as RecordOf<K> | undefined)
        : store.get(kind, id);
    },
    async listMany<K extends RecordKind>(kind: K, index: string, values: readonly Value[]) {
      const lists = values.map((value) => known.lists.get(listName(kind, index, value)));
      return lists.every((list) => list !== undefined)
        ? (lists.flat() as RecordOf<K>[])
        : store.listMany(kind, index, values);
    },
    async base(key, remote) {
      const name = baseKey(key, remote);
      return known.bases.has(name) ? known.bases.get(name) : store.base(key, remote);
    },
    intentsFor: async (key) => known.intents.get(keyText(key)) ?? store.intentsFor(key),
  };
}

/** Reads in a few requests what taking these rows is going to ask for one by one (G9). */
export function readAheadOf(
  rows: readonly RemoteRow[],
  playbook: Playbook,
  remembered: Remembered,
): ReadAhead {
  return async (store, tries) => {
    const known: Known = { records: new Map(), lists: new Map(), bases: new Map(), intents: new Map() };
    const read = reader(store, known);
    const [first] = rows;
    if (first === undefined) return store;
    const { stream } = first;
    if (stream === 'gitlab-issues' || stream === 'gitlab-epics') await aheadOfGit(read, rows, playbook);
    else await aheadOfCrm(store, read, kindOfStream[stream], rows, tries > 1, remembered);
    return answering(store, known);
  };
}

/** What of records is going to be asked for: only whether they are as they were, or all that sending and settling takes. */
type Depth = 'revisions' | 'all';

/** Reads in a few requests what sending these records and settling that is going to ask for one by one (G9). */
export function readAheadOfRecords(keys: readonly RecordKey[], depth: Depth = 'all'): ReadAhead {
  return async (store) => {
    const known: Known = { records: new Map(), lists: new Map(), bases: new Map(), intents: new Map() };
    const read = reader(store, known);
    const kinds = [...new Set(keys.map(({ kind }) => kind))];
    const idsOf = (wanted: RecordKind): string[] =>
      keys.flatMap(({ kind, id }) => (kind === wanted ? [id] : []));
    const found = await Promise.all(kinds.map((kind) => read.records(kind, idsOf(kind))));
    if (depth === 'revisions') return answering(store, known);
    await Promise.all([
      read.parents(found.flat()),
      ...kinds.map((kind) => read.state(kind, idsOf(kind), ['salesforce', 'gitlab'])),
    ]);
    return answering(store, known);
  };
}
