import { Base } from '../../shared/schema/sync-state';
import { z } from '../../shared/schema/zod';
import { keyText } from './check-commit';
import type { BasePack, DeskDb } from './desk-db';
import { findByKeys, findKeysNear } from './find-many';

const Bases = z.array(Base);

/** Few enough that reading one base of a pack costs little, many enough that writing a pack costs little for each. */
const AT_ONCE = 50;

/** Packs bases in the order given. */
export function packsOf(bases: readonly Base[]): BasePack[] {
  const packs: BasePack[] = [];
  for (let at = 0; at < bases.length; at += AT_ONCE) {
    const part = bases.slice(at, at + AT_ONCE);
    const keys = part.map(({ key }) => key);
    packs.push({ first: keys[0] ?? '', keys, text: JSON.stringify(part) });
  }
  return packs;
}

/** Fewer bases than these are not worth a pack. */
const WORTH_A_PACK = 10;

/**
 * Those of a commit's bases that are worth packing, since a row for each would cost as much as its record: bases of
 * records that the same commit makes, as a record that was not there has none yet.
 */
export function worthPacking(
  bases: readonly Base[] | undefined,
  fresh: ReadonlySet<string>,
): readonly Base[] {
  const first = bases?.filter(({ record }) => fresh.has(keyText(record))) ?? [];
  return first.length < WORTH_A_PACK ? [] : first;
}

/**
 * Whether no base with a row of its own lies between the first and the last of these: it might be left of a record that
 * was lost, and would hide what is packed.
 */
export async function isFree(db: DeskDb, bases: readonly Base[]): Promise<boolean> {
  const keys = bases.map(({ key }) => key).sort();
  const range = db.bases.where(':id').between(keys[0] ?? '', keys.at(-1) ?? '', true, true);
  return (await range.limit(1).primaryKeys()).length === 0;
}

async function packed(db: DeskDb, keys: readonly string[]): Promise<Base[]> {
  if (keys.length === 0) return [];
  const packs = await db.packedBases.bulkGet(await findKeysNear(db.packedBases, 'keys', keys));
  const wanted = new Set(keys);
  const bases = packs.flatMap((pack) => (pack ? Bases.parse(JSON.parse(pack.text)) : []));
  return bases.filter(({ key }) => wanted.has(key));
}

/** Those of the bases with these keys that are there. */
export function findBases(db: DeskDb, keys: readonly string[]): Promise<Base[]> {
  return db.transaction('r', [db.bases, db.packedBases], async () => {
    const single = await findByKeys(db.bases, keys);
    const found = new Set(single.map(({ key }) => key));
    return [
      ...single,
      ...(await packed(
        db,
        keys.filter((key) => !found.has(key)),
      )),
    ];
  });
}
