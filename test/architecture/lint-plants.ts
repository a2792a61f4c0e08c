/**
 * Code to plant in a file: `breaks` is the lint rule it must break, and it alone; null where it must pass.
 * `inline-configuration` stands for a comment to the linter itself.
 */
export type LintPlant = { readonly file: string; readonly code: string; readonly breaks: string | null };

const restricted = 'no-restricted-syntax';
const imports = '@typescript-eslint/no-restricted-imports';

function fn(body: string): string {
  return `/** Planted. */\nexport function planted(x: string): unknown {\n  ${body}\n}\n`;
}

const manyLines = `${Array.from({ length: 501 }, (_, line) => `// ${line}`).join('\n')}\nexport const last = 1;\n`;

/** For every restriction of the lint configuration, code that must break it. */
export const lintPlants: readonly LintPlant[] = [
  // No clock, no chance, no machine time zone in the pure layers.
  ...['shared/domain', 'shared/usecases', 'shared/sync'].flatMap((folder): LintPlant[] => [
    { file: `${folder}/date-now.ts`, code: fn('return Date.now() + x.length;'), breaks: restricted },
    { file: `${folder}/new-date.ts`, code: fn('return [new Date(), x];'), breaks: restricted },
    { file: `${folder}/local-date.ts`, code: fn('return new Date(2026, x.length, 1);'), breaks: restricted },
    { file: `${folder}/date-call.ts`, code: fn('return Date() + x;'), breaks: restricted },
    { file: `${folder}/local-hours.ts`, code: fn('return new Date(x).getHours();'), breaks: restricted },
    { file: `${folder}/random.ts`, code: fn('return Math.random() + x.length;'), breaks: restricted },
    {
      file: `${folder}/uuid.ts`,
      code: `declare const crypto: { randomUUID(): string };\n${fn('return crypto.randomUUID() + x;')}`,
      breaks: restricted,
    },
    { file: `${folder}/ok-date.ts`, code: fn('return new Date(x).getUTCDay();'), breaks: null },
  ]),

  // The domain neither throws nor waits.
  { file: 'shared/domain/throw.ts', code: fn('throw new Error(x);'), breaks: restricted },
  {
    file: 'shared/domain/async.ts',
    code: '/** Planted. */\nexport async function planted(): Promise<number> {\n  return 1;\n}\n',
    breaks: restricted,
  },
  {
    file: 'shared/usecases/ok-throw.ts',
    code: '/** Planted. */\nexport async function planted(x: Promise<string>): Promise<string> {\n  if (!(await x)) throw new Error();\n  return x;\n}\n',
    breaks: null,
  },

  // The language of the house.
  { file: 'shared/schema/enum.ts', code: 'export enum Planted {\n  A = 1,\n}\n', breaks: restricted },
  { file: 'renderer/ui/default.tsx', code: 'export default 1;\n', breaks: restricted },
  {
    file: 'renderer/ui/as-default.tsx',
    code: 'const a = 1;\nexport { a as default };\n',
    breaks: restricted,
  },
  { file: 'shared/lib/star.ts', code: "export * from './result';\n", breaks: restricted },
  {
    file: 'shared/lib/namespace.ts',
    code: 'export namespace Planted {\n  export const a = 1;\n}\n',
    breaks: restricted,
  },
  {
    file: 'test/unit/any.ts',
    code: 'export const a: any = 1;\n',
    breaks: '@typescript-eslint/no-explicit-any',
  },
  {
    file: 'electron/journal/non-null.ts',
    code: 'export const a = (b: number | null): number => b!;\n',
    breaks: '@typescript-eslint/no-non-null-assertion',
  },
  ...['ts-ignore', 'ts-expect-error: because it is wrong', 'ts-nocheck'].map(
    (comment, index): LintPlant => ({
      file: `renderer/data/comment-${index}.ts`,
      code: `// @${comment}\nexport const a = 1;\n`,
      breaks: '@typescript-eslint/ban-ts-comment',
    }),
  ),
  {
    file: 'renderer/data/disable.ts',
    code: '// eslint-disable-next-line prefer-const\nexport const a = 1;\n',
    breaks: 'inline-configuration',
  },
  {
    file: 'renderer/data/ignore.ts',
    code: '// biome-ignore format: it is mine\nexport const a = 1;\n',
    breaks: 'house/no-directives',
  },
  { file: 'electron/main/long.ts', code: manyLines, breaks: 'max-lines' },
  {
    file: 'shared/sync/undocumented.ts',
    code: 'export function a(): number {\n  return 1;\n}\n',
    breaks: 'house/documented-exports',
  },
  {
    file: 'shared/sync/undocumented-arrow.ts',
    code: 'export const a = (): number => 1;\n',
    breaks: 'house/documented-exports',
  },
  { file: 'electron/main/log.ts', code: "console.log('x');\nexport const a = 1;\n", breaks: 'no-console' },
  { file: 'shared/lib/equal.ts', code: fn("return x == 'a';"), breaks: 'eqeqeq' },

  // One door each.
  {
    file: 'renderer/features/mdf/zod.ts',
    code: "import * as z from 'zod';\nexport const a = z;\n",
    breaks: imports,
  },
  {
    file: 'shared/schema/mini.ts',
    code: "import * as z from 'zod/mini';\nexport const a = z;\n",
    breaks: imports,
  },
  { file: 'test/unit/zod.ts', code: "import { z } from 'zod';\nexport const a = z;\n", breaks: imports },
  { file: 'shared/schema/zod.ts', code: "import * as z from 'zod';\nexport { z };\n", breaks: null },
  {
    file: 'renderer/features/mdf/dexie.ts',
    code: "import { Dexie } from 'dexie';\nexport const a = Dexie;\n",
    breaks: imports,
  },
  {
    file: 'renderer/widgets/live.ts',
    code: "import { useLiveQuery } from 'dexie-react-hooks';\nexport const a = useLiveQuery;\n",
    breaks: imports,
  },
  {
    file: 'electron/journal/dexie.ts',
    code: "import { Dexie } from 'dexie';\nexport const a = Dexie;\n",
    breaks: imports,
  },
  {
    file: 'renderer/data/ok-dexie.ts',
    code: "import { Dexie } from 'dexie';\nexport const a = Dexie;\n",
    breaks: null,
  },
  {
    file: 'electron/platform/ipc.ts',
    code: "import { ipcMain } from 'electron';\nexport const a = ipcMain;\n",
    breaks: restricted,
  },
  {
    file: 'electron/main/ipc.ts',
    code: "import { ipcMain } from 'electron';\nipcMain.handle('a', () => 1);\n",
    breaks: restricted,
  },
  {
    file: 'electron/ipc/ipc.ts',
    code: "import { ipcMain } from 'electron';\nipcMain.handle('a', () => 1);\n",
    breaks: null,
  },
  {
    file: 'electron/ipc/ipc-renderer.ts',
    code: "import { ipcRenderer } from 'electron';\nexport const a = ipcRenderer;\n",
    breaks: restricted,
  },
  {
    file: 'electron/preload/ipc.ts',
    code: "import { ipcRenderer } from 'electron';\nexport const a = ipcRenderer;\n",
    breaks: null,
  },
  {
    file: 'renderer/app/ipc.ts',
    code: 'export const a = (electron: { ipcRenderer: number }): number => electron.ipcRenderer;\n',
    breaks: restricted,
  },
  {
    file: 'renderer/features/mdf/api.ts',
    code: 'export const a = (window as unknown as { api: number }).api;\nexport const b = window.api;\n',
    breaks: restricted,
  },
  {
    file: 'renderer/app/api.ts',
    code: 'const { api } = window;\nexport const a: unknown = api;\n',
    breaks: restricted,
  },
  { file: 'renderer/bridge/ok-api.ts', code: 'export const a = window.api;\n', breaks: null },

  // The pages have no network of their own.
  {
    file: 'renderer/data/fetch.ts',
    code: "export const a = (): unknown => fetch('x');\n",
    breaks: 'no-restricted-globals',
  },
  {
    file: 'renderer/workers/socket.ts',
    code: "export const a = new WebSocket('x');\n",
    breaks: 'no-restricted-globals',
  },
  {
    file: 'renderer/bridge/fetch.ts',
    code: "export const a = (): unknown => window.fetch('x');\n",
    breaks: restricted,
  },
  {
    file: 'electron/remotes/ok-fetch.ts',
    code: "export const a = (): Promise<Response> => fetch('x');\n",
    breaks: null,
  },

  // Hooks of React.
  {
    file: 'renderer/ui/hook.tsx',
    code: "import { useState } from 'react';\nexport function Planted(props: { on: boolean }): string {\n  if (props.on) useState(1);\n  return '';\n}\n",
    breaks: 'react-hooks/rules-of-hooks',
  },
  {
    file: 'renderer/ui/deps.tsx',
    code: "import { useEffect } from 'react';\nexport function Planted(props: { title: string }): null {\n  useEffect(() => {\n    document.title = props.title;\n  }, []);\n  return null;\n}\n",
    breaks: 'react-hooks/exhaustive-deps',
  },

  // Nothing is forgotten: promises and cases.
  {
    file: 'shared/sync/floating.ts',
    code: fn('Promise.resolve(x);\n  return x;'),
    breaks: '@typescript-eslint/no-floating-promises',
  },
  {
    file: 'renderer/data/misused.ts',
    code: 'export const a = (b: Promise<boolean>): number => (b ? 1 : 2);\n',
    breaks: '@typescript-eslint/no-misused-promises',
  },
  {
    file: 'electron/journal/switch.ts',
    code: "export function a(kind: 'x' | 'y'): number {\n  switch (kind) {\n    case 'x':\n      return 1;\n    default:\n      return 2;\n  }\n}\n",
    breaks: '@typescript-eslint/switch-exhaustiveness-check',
  },

  // Tests wait for conditions, and all of them run.
  {
    file: 'test/unit/sleep.ts',
    code: 'await new Promise((done) => setTimeout(done, 500));\n',
    breaks: restricted,
  },
  {
    file: 'test/unit/sleep-promise.ts',
    code: "import { setTimeout } from 'node:timers/promises';\nawait setTimeout(1_000);\n",
    breaks: restricted,
  },
  {
    file: 'test/e2e/wait.ts',
    code: 'export const a = (page: { waitForTimeout(ms: number): void }): void => page.waitForTimeout(10);\n',
    breaks: restricted,
  },
  {
    file: 'test/unit/skip.ts',
    code: "import { test } from 'vitest';\ntest.skip('a', () => {});\n",
    breaks: restricted,
  },
  {
    file: 'test/unit/only.ts',
    code: "import { it } from 'vitest';\nit.only('a', () => {});\n",
    breaks: restricted,
  },
  {
    file: 'test/unit/ok-short.ts',
    code: 'await new Promise((done) => setTimeout(done, 5));\n',
    breaks: null,
  },
  {
    file: 'test/e2e/ok-limit.ts',
    code: 'export const a = (test: { setTimeout(ms: number): void }): void => test.setTimeout(60_000);\n',
    breaks: null,
  },
];
