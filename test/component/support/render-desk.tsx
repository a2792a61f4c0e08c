import '../../../renderer/ui/styles';
import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { page } from 'vitest/browser';
import { AppProviders } from '../../../renderer/app/app-root';
import type { StartedDesk } from '../../../renderer/app/start-desk';
import { bridgedJournal } from '../../../renderer/bridge/bridged-journal';
import { createBridge } from '../../../renderer/bridge/bridge';
import { createDeskData, type DeskData } from '../../../renderer/data/desk-data';
import { createJournalWriter } from '../../../renderer/data/journal-writer';
import { openDesk } from '../../../renderer/data/open-desk';
import { useToasts } from '../../../renderer/ui/toast-store';
import { createSyncStatusStore, type SyncStatusStore } from '../../../renderer/widgets/sync-status';
import type { AnyRecord, RecordKind } from '../../../shared/schema/record';
import type { Settings } from '../../../shared/schema/settings';
import { Instant } from '../../../shared/schema/values';
import { serveFakeLines } from './fake-lines';
import { type FakeMain, fakeMain } from './fake-main';
import { shippedRules } from './shipped-rules';

export type RenderedDesk = {
  readonly container: HTMLElement;
  readonly data: DeskData;
  readonly main: FakeMain;
  readonly syncStatus: SyncStatusStore;
  setNow(now: string): void;
  /** Takes everything away, the database included. */
  close(): Promise<void>;
};

export type RenderDeskOptions = {
  readonly records?: readonly AnyRecord[];
  /** The moment at which the test plays. */
  readonly now?: string;
  readonly settings?: Partial<Settings>;
  readonly main?: FakeMain;
  /** The address to start at: `#/mdf?id=request-1`. */
  readonly hash?: string;
  readonly theme?: 'light' | 'dark';
  /** Width of the window in pixels; 1280 when absent. */
  readonly width?: number;
  /** Rows of this kind cannot be read, for this reason. */
  readonly unreadable?: { readonly kind: RecordKind; readonly reason: string };
};

/** Makes the store fail as a damaged database does when it is asked for all rows of a kind. */
function makeUnreadable({ store }: DeskData, broken: NonNullable<RenderDeskOptions['unreadable']>): void {
  const list = store.list.bind(store);
  store.list = (query) =>
    query.kind === broken.kind ? Promise.reject(new Error(broken.reason)) : list(query);
}

/**
 * Watches what is asked of the store. Resolves when all of it is answered, and what was asked because of that: what a test
 * leaves under way would fail in the middle of the next one, once its database is closed.
 */
function watchReads({ store }: DeskData): () => Promise<void> {
  const underWay = new Set<Promise<unknown>>();
  for (const [name, ask] of Object.entries(store)) {
    Object.assign(store, {
      [name]: (...given: unknown[]): unknown => {
        const answer: unknown = Reflect.apply(ask, store, given);
        if (answer instanceof Promise) {
          const forget = (): void => void underWay.delete(answer);
          underWay.add(answer);
          void answer.then(forget, forget);
        }
        return answer;
      },
    });
  }
  return async () => {
    do {
      await Promise.allSettled(underWay);
      await new Promise((resolve) => setTimeout(resolve));
    } while (underWay.size > 0);
  };
}

let opened = 0;

/** Shows a screen (or the whole shell) on a real database of its own, with the shipped playbook and a fake main process. */
export async function renderDesk(node: ReactNode, options: RenderDeskOptions = {}): Promise<RenderedDesk> {
  // The shell and the inspector have a narrow form; tests mean the usual one unless they say so.
  await page.viewport(options.width ?? 1280, 800);
  opened += 1;
  const name = `test-desk-${opened}-${performance.now()}`;
  const main = options.main ?? fakeMain();
  Object.defineProperty(window, 'api', { value: main, configurable: true });
  serveFakeLines();
  const db = await openDesk(name);
  if (!db.ok) throw new Error(JSON.stringify(db.error));
  const journal = bridgedJournal(createBridge(main));
  const data = createDeskData(db.value, createJournalWriter(db.value, journal));
  const stored = await data.store.commit({ puts: options.records ?? [] });
  if (!stored.ok) throw new Error(JSON.stringify(stored.error));
  if (options.unreadable !== undefined) makeUnreadable(data, options.unreadable);
  const allRead = watchReads(data);

  let now = Instant.parse(options.now ?? '2026-11-22T08:00:00.000Z');
  let count = 0;
  const started: StartedDesk = {
    info: {
      version: '0.0.0',
      electron: '25.0.0',
      chromium: '114',
      platform: 'linux',
      locale: 'en-GB',
      timeZone: 'Europe/Berlin',
      demo: false,
      evaluationRuntime: false,
      settings: {},
    },
    ...shippedRules(),
    data,
    settings: {
      userName: 'Dana Weber',
      roles: ['cmm'],
      regions: [],
      delegations: [],
      timeZone: 'Europe/Berlin',
      locale: 'en-GB',
      theme: options.theme ?? 'light',
      density: 'normal',
      ...options.settings,
    },
    notice: null,
    clock: { now: () => now, sleep: () => Promise.resolve() },
    ids: {
      uuid() {
        count += 1;
        return `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
      },
      random: () => 0.5,
    },
  };
  const syncStatus = createSyncStatusStore();
  window.history.replaceState(null, '', options.hash ?? '#/today');
  document.documentElement.dataset['theme'] = options.theme ?? 'light';
  document.documentElement.lang = 'en';
  document.title = 'Channel Desk';
  const container = document.createElement('div');
  container.style.height = '100vh';
  document.body.append(container);
  const root = createRoot(container);
  flushSync(() =>
    root.render(
      <AppProviders started={started} bridge={createBridge(main)} syncStatus={syncStatus}>
        {node}
      </AppProviders>,
    ),
  );
  return {
    container,
    data,
    main,
    syncStatus,
    setNow(next) {
      now = Instant.parse(next);
    },
    async close() {
      flushSync(() => root.unmount());
      container.remove();
      localStorage.clear();
      useToasts.setState({ toasts: [] });
      await allRead();
      data.close();
      await db.value.delete();
    },
  };
}
