import { describe, expect, it } from 'vitest';
import type { LocalStore } from '../../../shared/ports/local-store';
import type { FieldMap } from '../../../shared/schema/field-value';
import type { AnyRecord } from '../../../shared/schema/record';
import type { RemoteRow } from '../../../shared/schema/remote-command';
import type { Stream } from '../../../shared/schema/sync-state';
import { LETTERS_PER_COMMIT } from '../../../shared/sync/pull/page-parts';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { aFundRequest, aPartner } from '../../support/records';
import { page, partner, read } from './reading-support';
import { crm } from './steps-support';

const row = (n: number, over: Partial<RemoteRow> = {}): RemoteRow => ({ ...partner(n), ...over });
const request = (n: number, fields: FieldMap = {}): RemoteRow =>
  row(100 + n, {
    stream: 'fund-requests',
    fields: {
      title: `T${n}`,
      partner: crm(1).id,
      start: '2026-03-01',
      end: '2026-03-02',
      requested: { minor: 1000, currency: 'EUR' },
      totalCost: { minor: 2000, currency: 'EUR' },
      ...fields,
    },
  });
const pagesOf = (pages: readonly (readonly RemoteRow[])[]) =>
  pages.map((rows, at) => page({ rows: [...rows], cursor: `c${at}`, more: at < pages.length - 1 }));

/** A store that takes its time to write the pages of a feed; `meanwhile` comes right behind the first. */
function slow(memory: MemoryStore, stream: Stream, meanwhile?: () => Promise<unknown>): LocalStore {
  let commits = 0;
  return {
    ...memory,
    async commit(commit) {
      if (!commit.cursors?.some((cursor) => cursor.stream === stream)) return memory.commit(commit);
      commits += 1;
      for (let turn = 0; turn < 500; turn += 1) await Promise.resolve();
      const done = await memory.commit(commit);
      if (commits === 1) await meanwhile?.();
      return done;
    },
  };
}

const store = (memory: MemoryStore, entry: AnyRecord) => memory.commit({ puts: [entry] });
const names = async (memory: MemoryStore) =>
  (await memory.list({ kind: 'partner' })).map(({ name }) => name).sort();

describe('SY-84 what others write while a page is written', () => {
  const imported = (over: object = {}): AnyRecord => ({
    kind: 'partner',
    record: aPartner({ id: 'imported', name: 'P2', foldedName: 'p2', salesforce: null, rev: 1, ...over }),
  });

  it('SY-61 is seen by the next page: a partner that was imported is there once', async () => {
    for (const entry of [imported(), imported({ salesforce: { ...crm(2), stamp: null } })]) {
      const memory = createMemoryStore();
      const others = slow(memory, 'partners', () => store(memory, entry));
      await read(memory, { partners: pagesOf([[row(1)], [row(2)]]) }, { store: others });
      expect(await names(memory)).toEqual(['P1', 'P2']);
    }
  });

  it('G1 is seen by the next page: what was marked as deleted comes back with it', async () => {
    const memory = createMemoryStore();
    await read(memory, { partners: [page({ rows: [row(2)] })] });
    const others = slow(memory, 'partners', async () => {
      const found = await memory.get('partner', `sf-${crm(2).id}`);
      if (found === undefined) throw new Error('it is not there');
      const record = { ...found, deletedRemotely: true, rev: found.rev + 1 };
      await store(memory, { kind: 'partner', record });
    });
    await read(memory, { partners: pagesOf([[row(1)], [row(2)]]) }, { store: others });
    expect(await memory.get('partner', `sf-${crm(2).id}`)).toMatchObject({ deletedRemotely: false });
  });

  it.each<[string, object | null, object, FieldMap]>([
    [
      'a number that is typed',
      { title: 'Else' },
      { title: 'Else', portalNumber: 'MDF-7' },
      { portalNumber: 'MDF-7' },
    ],
    ['an import without a number', null, { title: 'T2' }, {}],
    ['a title that is given', { title: 'Else' }, { title: 'T2' }, {}],
  ])('SY-61 is seen by the next page: %s', async (_, before, after, fields) => {
    const memory = createMemoryStore();
    await read(memory, { partners: [page({ rows: [row(1)] })] });
    const own = (over: object, rev: number): AnyRecord => ({
      kind: 'fund-request',
      record: aFundRequest({
        id: 'request-x',
        partnerId: `sf-${crm(1).id}`,
        salesforce: null,
        portalNumber: null,
        start: '2026-03-01',
        end: '2026-03-02',
        rev,
        ...over,
      }),
    });
    if (before !== null) await store(memory, own(before, 1));
    const others = slow(memory, 'fund-requests', () => store(memory, own(after, before === null ? 1 : 2)));
    const pages = pagesOf([[request(1)], [request(2, fields)]]);
    await read(memory, { 'fund-requests': pages }, { store: others });
    const found = await memory.list({ kind: 'fund-request' });
    expect(found.map(({ id, salesforce }) => `${id} ${salesforce?.id}`).sort()).toEqual(
      [`request-x ${crm(102).id}`, `sf-${crm(101).id} ${crm(101).id}`].sort(),
    );
  });
});

describe('SY-84 a page in parts', () => {
  const long = { padding: 'x'.repeat(LETTERS_PER_COMMIT) };

  it('SY-62 is stored before the next one is worked out: what it set aside is released when it comes again', async () => {
    const memory = createMemoryStore();
    const inParts = [row(1, { fields: {} }), row(2, { fields: { name: 'P2', ...long } })];
    const pages = pagesOf([inParts, [row(3)], [row(1)]]);
    await read(memory, { partners: pages }, { store: slow(memory, 'partners') });
    expect(await names(memory)).toEqual(['P1', 'P2', 'P3']);
    expect(await memory.quarantineIds()).toEqual([]);
  });

  it('SY-63 leaves no outdated row behind that would be taken again later', async () => {
    const memory = createMemoryStore();
    await read(memory, { partners: [page({ rows: [row(1)] })] });
    const inParts = [request(1, { partner: crm(9).id, title: 'Old' }), request(2, long)];
    const pages = pagesOf([inParts, [request(3)], [request(1, { title: 'New' })]]);
    await read(memory, { 'fund-requests': pages }, { store: slow(memory, 'fund-requests') });
    await read(memory, { partners: [page({ rows: [row(9)], cursor: 'y' })] });
    const titles = (await memory.list({ kind: 'fund-request' })).map(({ title }) => title);
    expect(titles.sort()).toEqual(['New', 'T2', 'T3']);
  });
});

describe('SY-84 a next page that cannot be worked out', () => {
  it('G6 keeps no page in hand from being stored', async () => {
    for (const method of ['listMany', 'getMany'] as const) {
      const memory = createMemoryStore();
      const broken: LocalStore = {
        ...slow(memory, 'partners'),
        async [method](...given: unknown[]) {
          if (JSON.stringify(given).includes('p2') || JSON.stringify(given).includes('r2'))
            throw new Error('the read broke off');
          return (memory[method] as (...all: unknown[]) => Promise<never>)(...given);
        },
      };
      const pages = pagesOf([[row(1)], [row(2, { recordId: 'r2' })]]);
      await expect(read(memory, { partners: pages }, { store: broken })).rejects.toThrow('broke off');
      expect(await names(memory)).toEqual(['P1']);
      expect(await memory.cursor('partners')).toMatchObject({ value: 'c0' });
    }
  });
});
