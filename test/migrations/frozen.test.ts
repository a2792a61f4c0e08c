import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../renderer/data/migrations');

/**
 * Each step as it was released: databases on disks were made by it, so a change of the schema is a new step with a
 * line of its own here, never a change of an old one.
 */
const frozen: Readonly<Record<string, string>> = {
  '0001-first.ts': 'b363e3ae56c240d644392e2a330777e9a5e5048c432ae142880532028abc4db2',
  '0002-redo.ts': '6f73c0cc1d91ec2b66411fc229044da7c4d778078329f235d92d508f5dcc4cbc',
  '0003-packed-bases.ts': 'cfc9aae836f065ea487b4bec49c6b7c1783a6dc6be7a897a446221a05e15c305',
  '0004-sealed.ts': 'b662f982f474df34aa25a07dd6acbadfc23a069f0d3a1a93abb3b641feec48c5',
  '0005-folded-names.ts': '6f91abe5b36eb4081ae4a345a94a65ac09ec48f5738da0a1fc60dd535f92e04e',
};

test('migrations: a step that was released never changes', () => {
  const present = Object.fromEntries(
    readdirSync(folder)
      .toSorted()
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      ]),
  );
  expect(present).toEqual(frozen);
});
