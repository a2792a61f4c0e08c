import type { Conflict } from '../../../shared/schema/sync-state';
import { withoutLine } from './fields';
import { idIn, isTwin, markerIn } from './oracle';
import type { Call, Device, ProofWorld } from './world';

/** Who put a value in: the person at the device, or a colleague on the other side. */
export type Author = 'person' | 'colleague';

type Entry = { readonly value: string; seen: boolean };

/** Remembers the last value that each side put into a field, and whether the other side ever had it. */
export type Ledger = {
  /** Called after a change here and before one there, where the same value again is no change. */
  entered(by: Author, record: string, field: string, value: string): Promise<void>;
  /** The person chose the other side's value over hers. */
  gaveUp(record: string, field: string): void;
  /**
   * Delivers a request that was given up long ago. GitLab writes under no condition, so one of ours that arrives so late
   * writes over what a colleague did meanwhile, and nothing on this side can keep it from that. One that would hang an
   * issue on an epic which was put aside as a twin since does not arrive any more, because it would move it from there.
   */
  late(call: Call): Promise<void>;
  /** Looks at the servers, as after each request. */
  lookThere(): void;
  /** Looks at the device, as whenever the person does something. */
  lookHere(): Promise<void>;
  /** Values that nobody on the other side ever had, and that no conflict record keeps. */
  lost(conflicts: readonly Conflict[]): string[];
};

/** Under which a field of a record is watched. */
function watched(record: string, field: string): string {
  return `${record}.${field}`;
}

/** A text as it is compared. */
function plain(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

/** Every watched field as the servers have it; where a record is there twice, as the first one has it. */
function valuesThere(world: ProofWorld): Map<string, string> {
  const values = new Map<string, string>();
  const put = (id: string, field: string, value: string): void => {
    if (!values.has(watched(id, field))) values.set(watched(id, field), value);
  };
  for (const row of world.salesforce.org.store.all('PartnerFundRequest')) {
    const id = row['IsDeleted'] === true ? null : idIn(row);
    if (id === null) continue;
    put(id, 'title', plain(row['Title']));
    put(id, 'description', withoutLine(row['Description']));
    put(id, 'region', plain(row['Region__c']));
  }
  for (const { description, dueDate } of world.gitlab.issues.values()) {
    const id = markerIn(description);
    if (id !== null) put(id, 'end', plain(dueDate));
  }
  return values;
}

/** Every watched field as the device has it. */
async function valuesHere({ desk: { store } }: Device): Promise<Map<string, string>> {
  const values = new Map<string, string>();
  for (const request of await store.list({ kind: 'fund-request' }))
    for (const field of ['title', 'description', 'region'] as const)
      values.set(watched(request.id, field), plain(request[field]));
  for (const { id, end } of await store.list({ kind: 'plan-item' })) values.set(watched(id, 'end'), end);
  return values;
}

function look(entries: ReadonlyMap<string, Entry>, values: ReadonlyMap<string, string>): void {
  for (const [field, entry] of entries) if (values.get(field) === entry.value) entry.seen = true;
}

/** The name that the record has for a field of its issue. */
function ownName(field: string): string {
  return field === 'due' ? 'end' : field;
}

/** Whether a conflict record keeps a value of one side, also after somebody chose. */
function isKept(
  conflicts: readonly Conflict[],
  field: string,
  value: string,
  side: 'mine' | 'theirs',
): boolean {
  return conflicts.some(({ record, fields }) =>
    fields.some((one) => watched(record.id, ownName(one.field)) === field && plain(one[side]) === value),
  );
}

/** Whether this is what a device last agreed on with the other side, or what the other side has in an open question. */
async function isAgreed({ desk }: Device, record: string, field: string, value: string): Promise<boolean> {
  const isPlan = field === 'end';
  const kind = isPlan ? 'plan-item' : 'fund-request';
  const base = await desk.store.base({ kind, id: record }, isPlan ? 'gitlab' : 'salesforce');
  if (plain(base?.fields[isPlan ? 'due' : field]) === value) return true;
  return isKept(await desk.store.openConflicts(), watched(record, field), value, 'theirs');
}

/** Whether a request hangs an issue on an epic that was put aside as a twin. */
function hangsOnTwin({ gitlab }: ProofWorld, { method, path }: Call): boolean {
  const iid = /\/epics\/(\d+)\/issues\//.exec(path)?.[1];
  if (method !== 'POST' || iid === undefined) return false;
  return [...gitlab.epics.values()].some((epic) => epic.iid === Number(iid) && isTwin(epic));
}

/** Watches the fields of requests and plan items that both sides change. */
export function createLedger(world: ProofWorld, device: Device): Ledger {
  const entries: Readonly<Record<Author, Map<string, Entry>>> = { person: new Map(), colleague: new Map() };
  const persons = new Set<string>();

  async function lookHere(): Promise<void> {
    look(entries.colleague, await valuesHere(device));
  }

  function lookThere(): void {
    look(entries.person, valuesThere(world));
  }

  return {
    lookHere,
    lookThere,
    async late(call) {
      if (hangsOnTwin(world, call)) return;
      const before = valuesThere(world);
      await call.deliver();
      const after = valuesThere(world);
      if (call.server === 'salesforce') return;
      for (const [field, { value }] of entries.colleague)
        if (before.get(field) === value && after.get(field) !== value) entries.colleague.delete(field);
    },
    gaveUp: (record, field) => void entries.person.delete(watched(record, ownName(field))),
    async entered(by, record, field, value) {
      const entry = { value: value.trim(), seen: false };
      if (by === 'colleague' && valuesThere(world).get(watched(record, field)) === entry.value) return;
      // What the person wrote earlier may have arrived without a word, and nothing tells the same from a colleague apart.
      const said = `${watched(record, field)} ${entry.value}`;
      if (by === 'person') persons.add(said);
      else if (persons.has(said)) return void entries.colleague.delete(watched(record, field));
      // Going back to what was agreed is no change, so the other side's counts.
      if (await isAgreed(device, record, field, entry.value)) entries[by].delete(watched(record, field));
      else entries[by].set(watched(record, field), entry);
      lookThere();
      await lookHere();
    },
    lost(conflicts) {
      const of = (by: Author, side: 'mine' | 'theirs'): string[] =>
        [...entries[by]].flatMap(([field, { value, seen }]) =>
          seen || isKept(conflicts, field, value, side) ? [] : [`${field} “${value}” of the ${by} is lost`],
        );
      return [...of('person', 'mine'), ...of('colleague', 'theirs')];
    },
  };
}
