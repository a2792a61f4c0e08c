import { Dexie } from 'dexie';
import { createDexieLocalStore } from '../../../renderer/data/dexie-local-store';
import { createJournalWriter } from '../../../renderer/data/journal-writer';
import { openDesk } from '../../../renderer/data/open-desk';
import { Playbook } from '../../../shared/playbook/playbook';
import { ok } from '../../../shared/lib/result';
import type { Journal } from '../../../shared/ports/journal';
import type { Remote } from '../../../shared/ports/remote';
import { PullPage, type RemoteRow } from '../../../shared/schema/remote-command';
import { Instant } from '../../../shared/schema/values';
import { createSyncEngine } from '../../../shared/sync/engine';
import { createMemoryJournal } from '../../support/memory-journal';
import { aFundRequest, aPartner } from '../../support/records';

/** What the page leaves for the one who opened it: milliseconds, and megabytes of heap after each page. */
export type PullFigures = {
  readonly records: number;
  readonly pull: number;
  readonly bare: number;
  readonly heap: readonly number[];
  /** Milliseconds of the longest commit: so long a person's own save may wait. */
  readonly longestCommit: number;
  /** Megabytes of the largest entry of the journal. */
  readonly largestEntry: number;
};

declare global {
  interface Window {
    pullFigures?: PullFigures;
    gc?: () => void;
  }
  interface Performance {
    readonly memory?: { readonly usedJSHeapSize: number };
  }
}

/** Takes every entry and keeps none: the file that the real one writes is not part of this comparison, nor of this heap. */
function forgetfulJournal(onEntry: (megabytes: number) => void): Journal {
  return {
    ...createMemoryJournal(),
    append: async (entries) => {
      for (const { text } of entries) onEntry(text.length / 1e6);
      const last = entries.at(-1);
      return ok({ n: last?.n ?? 0, id: last?.id ?? '' });
    },
  };
}

const aRequest = aFundRequest();
const aCompany = aPartner();

/** A record as large as the one that the app keeps of the row, made in no time. */
function recordOf({ ref, stream, fields }: RemoteRow): object {
  const shape = stream === 'partners' ? aCompany : aRequest;
  return { ...shape, ...fields, id: `sf-${ref.id}`, salesforce: ref };
}

/** Rows of a page, as Salesforce gives them at most. */
const PAGE = 2000;
const HALF = 50_000;

async function pageOf(stream: string, cursor: string | null, limit: number): Promise<PullPage> {
  const answer = await fetch(`/feed?stream=${stream}&from=${cursor ?? 0}&limit=${limit}`);
  return PullPage.parse(await answer.json());
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function run(): Promise<PullFigures> {
  const playbook = Playbook.parse(await (await fetch('/playbook')).json());
  const bareDb = new Dexie('bare', { chromeTransactionDurability: 'strict' });
  bareDb.version(1).stores({
    partners: 'id, foldedName, salesforce.id',
    'fund-requests': 'id, partnerId, quarter, portalNumber, salesforce.id, gitlab.epic.id',
  });
  await bareDb.open();
  const opened = await openDesk('pulled');
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const heap: number[] = [];
  let weighing = 0;
  /** Weighs what is in use; the time that this takes is no part of the pull. */
  function weigh(): void {
    const began = performance.now();
    window.gc?.();
    heap.push((performance.memory?.usedJSHeapSize ?? 0) / 1e6);
    weighing += performance.now() - began;
  }
  const remote: Remote = {
    execute: () => Promise.reject(new Error('nothing is sent')),
    putAll: () => Promise.reject(new Error('nothing is sent')),
    presence: async () => ({ kind: 'presence', gone: [], unseen: [], elsewhere: [], why: null }),
    async pull({ stream, cursor, limit }) {
      weigh();
      return pageOf(stream, cursor, limit);
    },
  };
  let bare = 0;
  /** Fetches and puts page after page, up to a row or from there to the end; in two halves around what it is compared with. */
  async function bareLoop(stream: 'partners' | 'fund-requests', from: number, to: number): Promise<void> {
    const began = performance.now();
    for (let cursor: string | null = String(from); cursor !== null && Number(cursor) < to; ) {
      const page: PullPage = await pageOf(stream, cursor, PAGE);
      if (page.kind !== 'page') throw new Error(page.kind);
      await bareDb.table(stream).bulkPut(page.rows.map(recordOf));
      cursor = page.more ? page.cursor : null;
    }
    bare += performance.now() - began;
  }
  let longestCommit = 0;
  let largestEntry = 0;
  const journal = forgetfulJournal((megabytes) => {
    largestEntry = Math.max(largestEntry, megabytes);
  });
  const store = createDexieLocalStore(opened.value, { journal: createJournalWriter(opened.value, journal) });
  const silent = () => undefined;
  const engine = createSyncEngine({
    store: {
      ...store,
      async commit(commit) {
        const began = performance.now();
        const done = await store.commit(commit);
        longestCommit = Math.max(longestCommit, performance.now() - began);
        return done;
      },
    },
    remote,
    clock: { now: () => Instant.parse(new Date().toISOString()), sleep },
    ids: { uuid: () => crypto.randomUUID(), random: () => Math.random() },
    log: { info: silent, warn: silent, error: silent },
    playbook,
  });
  await bareLoop('partners', 0, Infinity);
  await bareLoop('fund-requests', 0, HALF);
  const began = performance.now();
  const report = await engine.run();
  const pull = performance.now() - began - weighing;
  await bareLoop('fund-requests', HALF, Infinity);
  const requests = await opened.value.records('fund-request').count();
  const partners = await opened.value.records('partner').count();
  if (!report.complete || report.received !== requests + partners) throw new Error(JSON.stringify(report));
  return { records: requests + partners, pull, bare, heap, longestCommit, largestEntry };
}

run().then(
  (figures) => {
    window.pullFigures = figures;
  },
  (error: unknown) => {
    document.title = `failed: ${String(error)}`;
  },
);
