import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { Dexie } from 'dexie';
import { describe, expect, it } from 'vitest';
import { openFileKeys } from '../../../electron/platform/file-keys';
import { compareFiles } from '../../../renderer/data/compare-files';
import { createDexieLocalStore } from '../../../renderer/data/dexie-local-store';
import { createJournalWriter } from '../../../renderer/data/journal-writer';
import { recoverDesk } from '../../../renderer/data/recover-desk';
import { sealOpenLists } from '../../../renderer/data/sealed-blobs';
import { personalDocuments } from '../../../shared/domain/pop/personal-documents';
import { ok } from '../../../shared/lib/result';
import type { FileSeal } from '../../../shared/ports/file-seal';
import type { StoredDocument } from '../../../shared/schema/document';
import { DocumentId } from '../../../shared/schema/ids';
import { Sha256 } from '../../../shared/schema/values';
import { createMemoryJournal } from '../../support/memory-journal';
import { shippedPlaybook } from '../../support/shipped-playbook';
import { aDocument } from './samples';

const list = new TextEncoder().encode('First name;Email\nAda;ada@example.com\n');
const hashOf = (bytes: Uint8Array) => Sha256.parse(createHash('sha256').update(bytes).digest('hex'));
const sha256 = hashOf(list);

function aDocumentOf(over: Partial<StoredDocument>): StoredDocument {
  return aDocument({ sha256, size: list.byteLength, name: 'leads.csv', ...over });
}

let made = 0;

function aWorkspace() {
  made += 1;
  const name = `sealed-${made}`;
  let secrets = new Map<string, string>();
  let hasKeyStore = true;
  const asked: string[][] = [];
  const journal = createMemoryJournal();
  const keys = () =>
    openFileKeys({
      durable: hasKeyStore,
      load: async (key) => secrets.get(key) ?? null,
      save: async (key, value) => void secrets.set(key, value),
      remove: async (key) => void secrets.delete(key),
    });
  const seal: FileSeal = {
    isPersonal: personalDocuments(shippedPlaybook()),
    canSeal: async () => hasKeyStore,
    seal: ({ sha256: file, bytes }) => keys().seal(file, bytes),
    open: (file, sealed) => keys().open(file, sealed),
    lostKeys: (keyIds) => {
      asked.push([...keyIds]);
      return keys().lost(keyIds);
    },
  };
  return {
    name,
    journal,
    seal,
    /** The keys that main was asked for, call by call. */
    asked,
    loseKeys: () => (secrets = new Map()),
    withKeyStore: (has: boolean) => (hasKeyStore = has),
    async start(by: { readonly journal?: typeof journal; readonly seal?: FileSeal } = { seal }) {
      const kept = by.journal ?? journal;
      const sealing = by.seal === undefined ? {} : { seal: by.seal };
      const recovered = await recoverDesk({
        name,
        journal: kept,
        ...sealing,
        state: await kept.state(),
        keepCopy: async () => ok('/kept/copy'),
        clear: async () => ok(undefined),
        newId: () => `store-${name}`,
        tell: () => undefined,
      });
      if (!recovered.ok) throw new Error(JSON.stringify(recovered.error));
      const { db } = recovered.value;
      return { db, store: createDexieLocalStore(db, { journal: createJournalWriter(db, kept), ...sealing }) };
    },
  };
}

type Started = Awaited<ReturnType<ReturnType<typeof aWorkspace>['start']>>;

const now = aDocument({}).updatedAt;

const compare = ({ db, store }: Started, { journal, seal }: ReturnType<typeof aWorkspace>) =>
  compareFiles({ db, store, journal, seal }, now);

const put = (record: StoredDocument) => [{ kind: 'document' as const, record }];

async function isOpen({ db }: Started, file = sha256): Promise<boolean> {
  const row = await db.blobs.get(file);
  if (row === undefined) throw new Error('no row');
  return row.sealedWith === undefined;
}

describe('lists of people in the database', () => {
  it('POP-8 G11 are sealed from the first moment, and whole to whoever reads them here', async () => {
    const workspace = aWorkspace();
    const desk = await workspace.start();
    const record = aDocumentOf({ mediaType: 'text/csv', proof: null });
    expect((await desk.store.commit({ puts: put(record), blobs: [{ sha256, bytes: list }] })).ok).toBe(true);
    const row = await desk.db.blobs.get(sha256);
    expect(Buffer.from(row?.bytes ?? []).includes('ada@example.com')).toBe(false);
    expect(await isOpen(desk)).toBe(false);
    expect(await desk.store.blob(sha256)).toEqual(list);
    expect(workspace.journal.files.get(sha256)).toEqual(list);
    expect(await compare(desk, workspace)).toEqual({
      mended: 0,
      lost: [],
    });
  });

  it('POP-8 leave invoices open, until one is filed as a list', async () => {
    const desk = await aWorkspace().start();
    const record = aDocumentOf({ mediaType: 'application/pdf', proof: 'invoice' });
    await desk.store.commit({ puts: put(record), blobs: [{ sha256, bytes: list }] });
    expect(await isOpen(desk)).toBe(true);
    await desk.store.commit({ puts: put({ ...record, rev: 2, proof: 'lead-list' }) });
    expect(await isOpen(desk)).toBe(false);
    expect(await desk.store.blob(sha256)).toEqual(list);
  });

  it('POP-8 are sealed later where they lay open before there was a key', async () => {
    const workspace = aWorkspace();
    const before = await workspace.start({});
    await before.store.commit({
      puts: put(aDocumentOf({ mediaType: 'text/csv' })),
      blobs: [{ sha256, bytes: list }],
    });
    expect(await isOpen(before)).toBe(true);
    before.db.close();
    const desk = await workspace.start();
    await sealOpenLists(desk.db, workspace.seal);
    expect(await isOpen(desk)).toBe(false);
    expect(await desk.store.blob(sha256)).toEqual(list);
  });

  it('POP-8 G2 come back sealed from the journal, and reach a new journal as they were', async () => {
    const workspace = aWorkspace();
    const first = await workspace.start();
    await first.store.commit({
      puts: put(aDocumentOf({ mediaType: 'text/csv' })),
      blobs: [{ sha256, bytes: list }],
    });
    first.db.close();
    await Dexie.delete(workspace.name);
    const second = await workspace.start();
    expect(await isOpen(second)).toBe(false);
    expect(await second.store.blob(sha256)).toEqual(list);
    second.db.close();
    const renewed = createMemoryJournal();
    await workspace.start({ journal: renewed, seal: workspace.seal });
    expect(renewed.files.get(sha256)).toEqual(list);
  });

  it('POP-8 G2 are read from beside the journal, and sealed anew, when their key is lost', async () => {
    const workspace = aWorkspace();
    const desk = await workspace.start();
    const record = aDocumentOf({ mediaType: 'text/csv' });
    await desk.store.commit({ puts: put(record), blobs: [{ sha256, bytes: list }] });
    workspace.loseKeys();
    expect(await desk.store.blob(sha256)).toEqual(list);
    workspace.journal.files.delete(sha256);
    expect(await desk.store.blob(sha256)).toEqual(list);
    workspace.loseKeys();
    expect(await desk.store.blob(sha256)).toBeUndefined();
    expect(await compare(desk, workspace)).toEqual({
      mended: 0,
      lost: [sha256],
    });
  });

  it('POP-8 G11 stay sealed when a run without a key store reads them from beside the journal', async () => {
    const workspace = aWorkspace();
    const desk = await workspace.start();
    await desk.store.commit({
      puts: put(aDocumentOf({ mediaType: 'text/csv' })),
      blobs: [{ sha256, bytes: list }],
    });
    workspace.withKeyStore(false);
    expect(await desk.store.blob(sha256)).toEqual(list);
    expect(await isOpen(desk)).toBe(false);
    const reading = createDexieLocalStore(desk.db, {
      journal: createJournalWriter(desk.db, workspace.journal),
    });
    expect(await reading.blob(sha256)).toEqual(list);
    expect(await isOpen(desk)).toBe(false);
    expect(await compare(desk, workspace)).toEqual({ mended: 0, lost: [] });
    workspace.withKeyStore(true);
    workspace.journal.files.delete(sha256);
    expect(await desk.store.blob(sha256)).toEqual(list);
  });

  it('POP-8 lie open again when what was filed as a list is none, and its key is lost', async () => {
    const workspace = aWorkspace();
    const desk = await workspace.start();
    const record = aDocumentOf({ mediaType: 'application/pdf', proof: 'lead-list' });
    await desk.store.commit({ puts: put(record), blobs: [{ sha256, bytes: list }] });
    await desk.store.commit({ puts: put({ ...record, rev: 2, proof: 'invoice' }) });
    workspace.loseKeys();
    expect(await desk.store.blob(sha256)).toEqual(list);
    expect(await isOpen(desk)).toBe(true);
  });

  it('POP-8 stay sealed while one of several documents with these bytes is a list', async () => {
    const workspace = aWorkspace();
    const desk = await workspace.start();
    const invoice = aDocumentOf({ mediaType: 'application/pdf', proof: 'invoice' });
    const filed = { ...invoice, id: DocumentId.parse('zz-filed-as-a-list'), proof: 'lead-list' };
    await desk.store.commit({ puts: [...put(invoice), ...put(filed)], blobs: [{ sha256, bytes: list }] });
    expect(await isOpen(desk)).toBe(false);
    workspace.loseKeys();
    expect(await desk.store.blob(sha256)).toEqual(list);
    expect(await isOpen(desk)).toBe(false);
  });

  it('POP-8 G2 whose key is gone are healed from beside the journal when the files are compared', async () => {
    const workspace = aWorkspace();
    const desk = await workspace.start();
    const other = new TextEncoder().encode('First name;Email\nBob;bob@example.com\n');
    const record = aDocumentOf({ mediaType: 'text/csv' });
    const second = {
      ...record,
      id: DocumentId.parse('second'),
      sha256: hashOf(other),
      size: other.byteLength,
    };
    await desk.store.commit({
      puts: [...put(record), ...put(second)],
      blobs: [
        { sha256, bytes: list },
        { sha256: second.sha256, bytes: other },
      ],
    });
    expect(await compare(desk, workspace)).toEqual({ mended: 0, lost: [] });
    workspace.loseKeys();
    expect(await compare(desk, workspace)).toEqual({ mended: 2, lost: [] });
    expect(workspace.asked.map((keyIds) => keyIds.length)).toEqual([1, 1]);
    workspace.journal.files.clear();
    expect(await desk.store.blob(sha256)).toEqual(list);
    expect(await desk.store.blob(second.sha256)).toEqual(other);
    expect(await isOpen(desk)).toBe(false);
    expect(await compare(desk, workspace)).toEqual({ mended: 2, lost: [] });
    workspace.loseKeys();
    workspace.journal.files.delete(sha256);
    expect(await compare(desk, workspace)).toEqual({ mended: 1, lost: [sha256] });
    expect(await desk.store.quarantineIds()).toEqual([`lost-file:${sha256}`]);
  });

  it('POP-8 G9 that are sealed are not read again to be sealed', async () => {
    const workspace = aWorkspace();
    const desk = await workspace.start();
    const record = aDocumentOf({ mediaType: 'text/csv' });
    await desk.store.commit({ puts: put(record), blobs: [{ sha256, bytes: list }] });
    const reads: string[] = [];
    desk.db.blobs.hook('reading', (row) => {
      reads.push(row.sha256);
      return row;
    });
    await sealOpenLists(desk.db, workspace.seal);
    await desk.store.commit({ puts: put({ ...record, rev: 2, proof: 'lead-list' }) });
    expect(reads).toEqual([]);
  });

  it('POP-8 G9 that lie open are not read where nothing can be sealed', async () => {
    const workspace = aWorkspace();
    workspace.withKeyStore(false);
    const desk = await workspace.start();
    const record = aDocumentOf({ mediaType: 'text/csv' });
    await desk.store.commit({ puts: put(record), blobs: [{ sha256, bytes: list }] });
    expect(await isOpen(desk)).toBe(true);
    const reads: string[] = [];
    desk.db.blobs.hook('reading', (row) => {
      reads.push(row.sha256);
      return row;
    });
    await sealOpenLists(desk.db, workspace.seal);
    await desk.store.commit({ puts: put({ ...record, rev: 2, proof: 'lead-list' }) });
    expect(reads).toEqual([]);
  });
});
