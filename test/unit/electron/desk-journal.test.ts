import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createJournalDesk } from '../../../electron/main/desk-journal';
import { openJournalKeyRing } from '../../../electron/platform/journal-key';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const noSecrets = {
  durable: false,
  load: async () => null,
  save: async () => undefined,
  remove: async () => undefined,
};
const folders: string[] = [];

afterEach(() => {
  vi.useRealTimers();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('copies of a database that was given up', () => {
  it('G2 keeps the newest few, and clears what a copying left behind that was interrupted', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const root = mkdtempSync(join(tmpdir(), 'desk-journal-'));
    folders.push(root);
    const [databases, kept] = [join(root, 'databases'), join(root, 'kept')];
    mkdirSync(databases);
    writeFileSync(join(databases, 'rows'), 'rows');
    mkdirSync(join(kept, 'database-2026-01-01.part'), { recursive: true });
    mkdirSync(join(kept, 'journal-2026-01-01'));
    const desk = createJournalDesk({
      folder: join(root, 'journal'),
      databases,
      kept,
      keyRing: openJournalKeyRing(join(root, 'key.json'), noSecrets),
      log: quiet,
      onTrouble: () => undefined,
    });
    const paths: string[] = [];
    for (let day = 1; day <= 5; day += 1) {
      vi.setSystemTime(new Date(Date.UTC(2026, 10, day)));
      const copy = await desk.keepDatabaseCopy();
      if (!copy.ok || copy.value === null) throw new Error('no copy');
      paths.push(copy.value.path);
      expect(existsSync(join(copy.value.path, 'rows'))).toBe(true);
    }
    expect(readdirSync(kept).sort()).toEqual(
      [...paths.slice(-3).map((path) => path.slice(kept.length + 1)), 'journal-2026-01-01'].sort(),
    );
    await desk.close();
  });
});
