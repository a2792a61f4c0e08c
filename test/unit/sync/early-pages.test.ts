import { describe, expect, it } from 'vitest';
import { err } from '../../../shared/lib/result';
import type { LocalStore } from '../../../shared/ports/local-store';
import type { FieldMap } from '../../../shared/schema/field-value';
import { RemoteRow } from '../../../shared/schema/remote-command';
import { type Draft, startDraft } from '../../../shared/sync/draft';
import { LETTERS_PER_COMMIT } from '../../../shared/sync/pull/page-parts';
import { areApart } from '../../../shared/sync/pull/apart';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { aPartner } from '../../support/records';
import { page, partner, read } from './reading-support';
import { crm, git } from './steps-support';
import { anIntent, now } from './support';

const row = (n: number, over: Partial<RemoteRow> = {}): RemoteRow => ({ ...partner(n), ...over });
const named = (n: number, fields: FieldMap): RemoteRow => row(n, { fields });
const request = (n: number, fields: FieldMap = {}): RemoteRow => row(n, { stream: 'fund-requests', fields });

/**
 * Reads pages of partners, the writing of which takes its time, and tells what was looked up and written in turn; `refused`
 * happens instead of the first writing, which is refused.
 */
async function reading(
  pages: readonly (readonly RemoteRow[])[],
  { known = [], refused }: { known?: readonly RemoteRow[]; refused?: (memory: MemoryStore) => unknown } = {},
) {
  const memory = createMemoryStore();
  if (known.length > 0) await read(memory, { partners: [page({ rows: [...known] })] });
  const order: string[] = [];
  let commits = 0;
  const store: LocalStore = {
    ...memory,
    async listMany(kind, index, values) {
      if (index === 'foldedName') order.push(`look up ${values.join(' ')}`);
      return memory.listMany(kind, index, values);
    },
    async commit(commit) {
      const names = commit.puts?.map(({ record }) => ('name' in record ? record.name : record.id)) ?? [];
      if (!commit.cursors?.some(({ stream }) => stream === 'partners')) return memory.commit(commit);
      commits += 1;
      order.push(`write ${names.join(' ')}`);
      // As on a disk, others have their turn meanwhile.
      for (let turn = 0; turn < 500; turn += 1) await Promise.resolve();
      const key = { kind: 'partner', id: 'x' } as const;
      if (commits === 1 && refused) {
        await refused(memory);
        return err({ kind: 'moved-on', key, expected: 1, found: 2 });
      }
      order.push('written');
      return memory.commit(commit);
    },
  };
  const answers = pages.map((rows, at) =>
    page({ rows: [...rows], cursor: `c${at}`, more: at < pages.length - 1 }),
  );
  const { complete, pass, of } = await read(memory, { partners: answers }, { store });
  const names = (await memory.list({ kind: 'partner' })).map(({ name }) => name).sort();
  return { order, complete, names, asked: of('partners'), counts: pass.counts, memory };
}

describe('SY-84 a page that brings only what is new', () => {
  it('is worked out while the one before is written, and stored after it', async () => {
    const { order, complete, names, asked, counts, memory } = await reading([[row(1)], [row(2)], [row(3)]]);
    expect(order).toEqual([
      ...['look up p1', 'look up p2', 'write P1', 'written'],
      ...['look up p3', 'write P2', 'written'],
      ...['write P3', 'written'],
    ]);
    expect([complete, names]).toEqual([true, ['P1', 'P2', 'P3']]);
    expect(asked.map(({ cursor }) => cursor)).toEqual([null, 'c0', 'c1']);
    expect(counts.received).toBe(3);
    expect(await memory.cursor('partners')).toMatchObject({ value: 'c2', rev: 3, whole: { done: 3 } });
  });

  it('waits for the one before where that names the same', async () => {
    const { order, names } = await reading([[row(1)], [named(2, { name: 'p1' })]]);
    expect(order).toEqual(['look up p1', 'write P1', 'written', 'look up p1', 'write p1', 'written']);
    expect(names).toEqual(['P1', 'p1']);
  });

  it('G1 keeps what the next page says of what came just before: changed, deleted, or set aside until then', async () => {
    expect((await reading([[row(1)], [named(1, { name: 'New' })]])).names).toEqual(['New']);
    const gone = await reading([[row(1), row(2)], [row(1, { deleted: true, fields: {} })]]);
    expect(await gone.memory.get('partner', `sf-${crm(1).id}`)).toMatchObject({ deletedRemotely: true });
    const mended = await reading([[named(1, {}), row(2)], [row(1)]]);
    expect(mended.names).toEqual(['P1', 'P2']);
    expect(await mended.memory.quarantined()).toEqual([]);
  });

  it('G4 is worked out anew where it changes what was here, and comes after one that does', async () => {
    const known = [named(2, { name: 'Known' })];
    const changing = await reading([[row(1)], [row(2)]], { known });
    expect(changing.order.filter((what) => what === 'look up p2')).toHaveLength(2);
    expect(changing.names).toEqual(['P1', 'P2']);
    const changed = await reading([[row(2)], [row(3)]], { known });
    expect(changed.order.indexOf('look up p3')).toBeGreaterThan(changed.order.indexOf('written'));
    expect(changed.names).toEqual(['P2', 'P3']);
  });

  it('G4 is worked out anew, from what is there by then, where the one before was', async () => {
    const reason = 'It has no name.';
    const item = {
      id: `row:partners:${crm(2).id}`,
      source: 'salesforce',
      what: 'w',
      reason,
      raw: '{}',
      at: now,
    };
    const again = await reading([[row(1)], [row(2)], [row(3)]], {
      refused: (memory) => memory.commit({ quarantine: [item as never] }),
    });
    expect(again.names).toEqual(['P1', 'P2', 'P3']);
    expect(again.counts.received).toBe(3);
    expect(again.order.filter((what) => what === 'look up p2')).toHaveLength(2);
    expect(again.asked).toHaveLength(3);
    expect(await again.memory.quarantined()).toEqual([]);
  });

  it('waits for all of a page in parts', async () => {
    const long = named(2, { name: 'P2', padding: 'x'.repeat(LETTERS_PER_COMMIT) });
    const { order, names } = await reading([[row(1), long], [row(3)]]);
    expect(order.indexOf('look up p3')).toBeGreaterThan(order.lastIndexOf('write P2'));
    expect(order.filter((what) => what === 'look up p3')).toHaveLength(1);
    expect(names).toEqual(['P1', 'P2', 'P3']);
  });

  it('is taken for what it is where its page breaks off, waits, or is empty', async () => {
    const memory = createMemoryStore();
    const first = page({ rows: [row(1)], cursor: 'a', more: true });
    const broken = await read(memory, { partners: [first, () => Promise.reject(new Error('cut'))] });
    expect(broken.complete).toBe(false);
    expect(await memory.cursor('partners')).toMatchObject({ value: 'a' });
    const empty = [page({ rows: [row(2)], cursor: 'b', more: true }), page({ cursor: 'c' })];
    expect((await read(memory, { partners: empty })).complete).toBe(true);
    expect(await memory.cursor('partners')).toMatchObject({ value: 'c' });
    const stuck = [page({ rows: [row(3)], cursor: 'd', more: true }), page({ cursor: 'd', more: true })];
    const left = await read(memory, { partners: stuck });
    expect([left.complete, left.of('partners').length]).toEqual([false, 2]);
  });
});

describe('SY-84 rows are apart from those before', () => {
  it('unless one names what another names', () => {
    expect(areApart([row(1), row(2)], [row(3), row(4)])).toBe(true);
    expect(areApart([], [])).toBe(true);
    const pairs: (readonly [RemoteRow, RemoteRow])[] = [
      [row(1), named(1, { name: 'Other' })],
      [row(1, { recordId: 'r' }), row(2, { recordId: 'r' })],
      [named(1, { name: 'Société' }), named(2, { name: 'SOCIETE' })],
      [request(1, { portalNumber: 'MDF-1' }), request(2, { portalNumber: 'MDF-1' })],
    ];
    for (const [before, after] of pairs) expect(areApart([before], [row(9), after])).toBe(false);
    // Requests of a partner are often called the same.
    expect(areApart([request(1, { name: 'Webinar' })], [request(2, { name: 'Webinar' })])).toBe(true);
  });

  it('only where all of them tell no more than how a record stands', () => {
    const odd: RemoteRow[] = [
      row(2, { deleted: true }),
      row(2, { twin: { of: crm(1) } as never }),
      row(2, { lookalike: { of: crm(1), marker: 'm', reason: 'r' } }),
      RemoteRow.parse({ ...row(2), stream: 'gitlab-issues', ref: git(2) }),
    ];
    for (const one of odd) {
      expect(areApart([row(1)], [one])).toBe(false);
      expect(areApart([one], [row(1)])).toBe(false);
    }
  });
});

describe('SY-84 a draft brings only what is new', () => {
  const filled = async (fill: (draft: Draft) => unknown): Promise<boolean> => {
    const store = createMemoryStore();
    await store.commit({ puts: [{ kind: 'partner', record: aPartner({ rev: 1 }) }] });
    const draft = startDraft(store, now);
    await draft.put({ kind: 'partner', record: aPartner({ id: 'partner-2' as never, rev: 0 }) });
    await fill(draft);
    return draft.isOnlyNew();
  };

  it('unless it changes a record, or says more than what was agreed on new ones and how far the reading came', async () => {
    const key = { kind: 'partner', id: 'partner-2' } as const;
    const known = { kind: 'partner', id: 'partner-1' } as const;
    const base = { remote: 'salesforce', fields: {}, stamp: null } as const;
    const item = { id: 'i', source: 'salesforce', what: 'w', reason: 'r', raw: '{}', at: now } as const;
    expect(await filled(() => undefined)).toBe(true);
    expect(
      await filled(async (draft) => {
        await draft.putBase({ ...base, key: 'partner:partner-2 salesforce', record: key });
        await draft.changeCursor('partners', () => ({ stream: 'partners', value: 'v', at: now }));
        draft.log('info', 'one came');
      }),
    ).toBe(true);
    const others: ((draft: Draft) => unknown)[] = [
      (draft) => draft.put({ kind: 'partner', record: aPartner({ name: 'Renamed' }) }),
      async (draft) => {
        await draft.get('partner', 'partner-1');
        await draft.putBase({ ...base, key: 'partner:partner-1 salesforce', record: known });
      },
      (draft) => draft.putIntent(anIntent()),
      (draft) => draft.addIntent({ ...anIntent(), kind: 'fund-request.put' } as never),
      (draft) => draft.quarantine(item),
      (draft) => draft.release('i'),
      (draft) => draft.keepWait({ remote: 'gitlab', until: now }),
      (draft) => draft.putConflict({ id: 'c', record: key } as never),
    ];
    for (const other of others) expect(await filled(other)).toBe(false);
  });
});
