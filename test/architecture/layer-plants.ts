/** An import to plant: from this file, of this file of the project or this package. */
export type Plant = {
  readonly from: string;
  readonly to: string;
  /** Imports only a type where true. */
  readonly type?: boolean;
};

/** For every layer rule the imports that must break it, and it alone. */
export const forbiddenImports: Readonly<Record<string, readonly Plant[]>> = {
  'lib-imports-nothing': [
    { from: 'shared/lib/a.ts', to: 'shared/schema/values.ts' },
    { from: 'shared/lib/b.ts', to: 'node:fs' },
    { from: 'shared/lib/c.ts', to: 'dexie' },
  ],
  'schema-imports': [
    { from: 'shared/schema/a.ts', to: 'shared/playbook/playbook.ts' },
    { from: 'shared/schema/b.ts', to: 'shared/domain/money.ts', type: true },
  ],
  'playbook-imports': [{ from: 'shared/playbook/a.ts', to: 'shared/domain/money.ts' }],
  'domain-imports': [
    { from: 'shared/domain/a.ts', to: 'shared/ports/clock.ts', type: true },
    { from: 'shared/domain/b.ts', to: 'shared/usecases/approve.ts' },
    { from: 'shared/domain/c.ts', to: 'shared/sync/engine.ts' },
    { from: 'shared/domain/d.ts', to: 'node:crypto' },
    { from: 'shared/domain/e.ts', to: 'papaparse' },
    { from: 'shared/domain/f.ts', to: 'electron/main/index.ts' },
  ],
  'domain-takes-playbook-types-only': [{ from: 'shared/domain/g.ts', to: 'shared/playbook/playbook.ts' }],
  'ports-imports': [{ from: 'shared/ports/a.ts', to: 'shared/domain/money.ts', type: true }],
  'usecases-imports': [
    { from: 'shared/usecases/a.ts', to: 'shared/sync/engine.ts' },
    { from: 'shared/usecases/b.ts', to: 'renderer/data/store.ts' },
    { from: 'shared/usecases/c.ts', to: 'shared/sync/engine.ts', type: true },
  ],
  'sync-imports': [
    { from: 'shared/sync/a.ts', to: 'shared/usecases/approve.ts' },
    { from: 'shared/sync/b.ts', to: 'electron/remotes/gitlab/client.ts', type: true },
    { from: 'shared/sync/c.ts', to: 'dexie', type: true },
  ],
  'ipc-contract-imports': [{ from: 'shared/ipc/a.ts', to: 'shared/usecases/approve.ts', type: true }],
  'remotes-journal-imports': [
    { from: 'electron/remotes/gitlab/a.ts', to: 'electron' },
    { from: 'electron/remotes/gitlab/b.ts', to: 'electron/platform/secrets.ts' },
    { from: 'electron/journal/a.ts', to: 'electron' },
    { from: 'electron/journal/b.ts', to: 'electron/remotes/gitlab/client.ts' },
    { from: 'electron/journal/c.ts', to: 'renderer/data/store.ts', type: true },
  ],
  'preload-imports': [
    { from: 'electron/preload/a.ts', to: 'electron/platform/secrets.ts' },
    { from: 'electron/preload/b.ts', to: 'node:fs' },
  ],
  'main-never-renderer': [
    { from: 'electron/main/a.ts', to: 'renderer/data/store.ts', type: true },
    { from: 'electron/ipc/a.ts', to: 'renderer/app/main.tsx' },
    { from: 'electron/platform/a.ts', to: 'renderer/bridge/bridge.ts' },
  ],
  'main-is-the-root': [{ from: 'electron/ipc/b.ts', to: 'electron/main/index.ts' }],
  'runtime-stands-alone': [
    { from: 'electron/runtime/a.mjs', to: 'tsx' },
    { from: 'electron/runtime/b.mjs', to: 'electron/main/index.ts' },
  ],
  'ui-imports': [
    { from: 'renderer/ui/a.tsx', to: 'shared/schema/values.ts' },
    { from: 'renderer/ui/b.tsx', to: 'renderer/data/store.ts' },
    { from: 'renderer/ui/c.tsx', to: 'shared/domain/money.ts', type: true },
  ],
  'widgets-imports': [
    { from: 'renderer/widgets/a.tsx', to: 'renderer/features/mdf/page.tsx' },
    { from: 'renderer/widgets/b.tsx', to: 'renderer/app/main.tsx' },
  ],
  'features-imports': [
    { from: 'renderer/features/mdf/a.tsx', to: 'renderer/app/main.tsx' },
    { from: 'renderer/features/mdf/b.tsx', to: 'renderer/workers/sync.ts', type: true },
    { from: 'renderer/features/mdf/c.tsx', to: 'electron/remotes/gitlab/client.ts' },
  ],
  'features-are-strangers': [
    { from: 'renderer/features/pop/a.tsx', to: 'renderer/features/mdf/page.tsx' },
    { from: 'renderer/features/pop/b.tsx', to: 'renderer/features/mdf/page.tsx', type: true },
  ],
  'data-imports': [{ from: 'renderer/data/a.ts', to: 'renderer/ui/button.tsx' }],
  'bridge-imports': [{ from: 'renderer/bridge/a.ts', to: 'renderer/data/store.ts' }],
  'workers-imports': [{ from: 'renderer/workers/a.ts', to: 'renderer/ui/button.tsx' }],
  'app-imports': [
    { from: 'renderer/app/a.tsx', to: 'electron/main/index.ts', type: true },
    { from: 'renderer/main.tsx', to: 'electron/main/index.ts' },
  ],
  'renderer-without-node': [{ from: 'renderer/data/b.ts', to: 'node:crypto' }],
  'product-never-imports-test': [
    { from: 'shared/domain/h.ts', to: 'test/support/records.ts' },
    { from: 'electron/remotes/gitlab/c.ts', to: 'test/support/records.ts' },
    { from: 'electron/runtime/c.mjs', to: 'test/support/records.ts' },
    { from: 'renderer/features/mdf/d.tsx', to: 'test/support/records.ts', type: true },
  ],
  'emulators-know-no-client': [
    { from: 'test/emulators/gitlab/a.ts', to: 'electron/remotes/gitlab/client.ts' },
    { from: 'test/emulators/gitlab/b.ts', to: 'shared/domain/money.ts' },
  ],
  'electron-one-home': [
    { from: 'renderer/bridge/b.ts', to: 'electron' },
    { from: 'test/unit/a.ts', to: 'electron', type: true },
  ],
  'zod-one-door': [
    { from: 'shared/schema/c.ts', to: 'zod' },
    { from: 'shared/domain/i.ts', to: 'zod', type: true },
    { from: 'electron/remotes/gitlab/d.ts', to: 'zod' },
    { from: 'renderer/features/mdf/e.tsx', to: 'zod' },
    { from: 'test/unit/b.ts', to: 'zod' },
  ],
  'yaml-one-door': [
    { from: 'shared/playbook/b.ts', to: 'yaml' },
    { from: 'electron/main/b.ts', to: 'yaml' },
  ],
  'dexie-one-home': [
    { from: 'renderer/features/mdf/f.tsx', to: 'dexie' },
    { from: 'renderer/widgets/c.tsx', to: 'dexie-react-hooks' },
    { from: 'renderer/workers/b.ts', to: 'dexie', type: true },
  ],
  'product-without-dev-packages': [
    { from: 'renderer/ui/d.tsx', to: 'fast-check' },
    { from: 'electron/main/c.ts', to: 'hono' },
  ],
  'packages-are-declared': [{ from: 'renderer/ui/e.tsx', to: 'scheduler' }],
  'every-folder-has-a-row': [
    { from: 'shared/helpers/a.ts', to: 'node:fs' },
    { from: 'shared/helpers/b.ts', to: 'renderer/data/store.ts', type: true },
    { from: 'shared/b.ts', to: 'shared/lib/result.ts' },
    { from: 'electron/helpers/a.ts', to: 'renderer/data/store.ts' },
    { from: 'renderer/helpers/a.ts', to: 'electron/platform/secrets.ts' },
  ],
  'imports-resolve': [{ from: 'renderer/ui/f.tsx', to: 'renderer/ui/nowhere.ts' }],
  'no-cycles': [{ from: 'test/unit/cycle-a.ts', to: 'test/unit/cycle-b.ts' }],
};

/** Imports that the table allows: a rule that forbids one of them is too strict. */
export const allowedImports: readonly Plant[] = [
  { from: 'shared/schema/zod.ts', to: 'zod' },
  { from: 'shared/playbook/loader.ts', to: 'yaml' },
  { from: 'shared/playbook/ok-a.ts', to: 'shared/schema/values.ts' },
  { from: 'shared/domain/ok-a.ts', to: 'shared/lib/result.ts' },
  { from: 'shared/domain/ok-b.ts', to: 'shared/playbook/playbook.ts', type: true },
  { from: 'shared/ports/ok-a.ts', to: 'shared/schema/values.ts', type: true },
  { from: 'shared/usecases/ok-a.ts', to: 'shared/domain/money.ts' },
  { from: 'shared/usecases/ok-b.ts', to: 'shared/ports/clock.ts', type: true },
  { from: 'shared/sync/ok-a.ts', to: 'shared/domain/money.ts' },
  { from: 'shared/ipc/ok-a.ts', to: 'shared/schema/values.ts' },
  { from: 'electron/remotes/gitlab/ok-a.ts', to: 'shared/domain/money.ts' },
  { from: 'electron/remotes/gitlab/ok-b.ts', to: 'node:crypto' },
  { from: 'electron/journal/ok-a.ts', to: 'node:fs/promises' },
  { from: 'electron/platform/ok-a.ts', to: 'electron' },
  { from: 'electron/ipc/ok-a.ts', to: 'electron/remotes/gitlab/client.ts' },
  { from: 'electron/main/ok-a.ts', to: 'electron/journal/ok-a.ts' },
  { from: 'electron/main/ok-b.ts', to: 'electron-log' },
  { from: 'electron/preload/ok-a.ts', to: 'electron' },
  { from: 'renderer/ui/ok-a.tsx', to: 'react' },
  { from: 'renderer/ui/ok-b.tsx', to: 'shared/lib/result.ts' },
  { from: 'renderer/widgets/ok-a.tsx', to: 'shared/domain/money.ts' },
  { from: 'renderer/features/mdf/ok-a.tsx', to: 'renderer/widgets/ok-a.tsx' },
  { from: 'renderer/features/mdf/ok-b.tsx', to: 'renderer/features/mdf/page.tsx' },
  { from: 'renderer/features/mdf/ok-c.tsx', to: 'shared/usecases/approve.ts' },
  { from: 'renderer/data/ok-a.ts', to: 'dexie' },
  { from: 'renderer/workers/ok-a.ts', to: 'shared/sync/engine.ts' },
  { from: 'renderer/app/ok-a.tsx', to: 'renderer/features/mdf/page.tsx' },
  { from: 'renderer/app/ok-b.tsx', to: 'renderer/workers/sync.ts', type: true },
  { from: 'test/emulators/ok-a.ts', to: 'electron/runtime/setup.ts' },
  { from: 'test/unit/ok-a.ts', to: 'shared/domain/money.ts' },
  { from: 'test/unit/ok-b.ts', to: 'hono' },
];
