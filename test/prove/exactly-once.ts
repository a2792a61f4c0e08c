import { type IntentKind, intentKinds } from '../../shared/schema/intent';
import { Crash } from '../sync/support/crash';
import { failureLog, type Proof } from './proof';
import {
  type BundleCutPoint,
  type Cut,
  type CutPoint,
  cutPoints,
  cutWire,
  isWrite,
  type Lateness,
} from './support/cuts';
import { mortal } from './support/mortal';
import { disagreements } from './support/oracle';
import { type Chance, seeded } from './support/seeded';
import { type Variant, variantsOf } from './support/variants';
import { type Device, type KeyMode, makeWorld } from './support/world';

const LATENESS: readonly Lateness[] = ['before-repeat', 'after-repeat', 'minutes-later'];
const KEYS: readonly KeyMode[] = ['external-id', 'field', 'text'];
const MINUTES = 60_000;

/** Passes until nothing waits; virtual time runs in between. */
export async function settle(device: Device, passes = 40): Promise<boolean> {
  for (let pass = 0; pass < passes; pass += 1) {
    const report = await device.desk.sync();
    if (report.waiting === 0 && report.complete) return true;
    device.desk.clock.advance(5 * MINUTES);
  }
  return false;
}

/** What one case came to: what is wrong, whether its cut was made at all, and how many requests of its kind there were. */
export type CutResult = { readonly problems: readonly string[]; readonly hit: boolean; readonly met: number };

/** Work that is to be cut: what is done before, with the network well, and what the person then does. */
export type CutWork = {
  readonly of: Cut['of'];
  prepare(device: Device, chance: Chance): Promise<() => Promise<void>>;
};

/** One piece of work, one cut through its n-th request, and what both systems hold afterwards. */
async function cutOnce(point: BundleCutPoint, work: CutWork, seed: number, at: number): Promise<CutResult> {
  const chance = seeded(seed);
  const world = makeWorld({ keys: chance.pick(KEYS), tier: chance.percent(85) ? 'premium' : 'free' });
  const device = await world.device();
  const act = await work.prepare(device, chance);
  let dead = false;
  const { store } = device.desk;
  const cut = cutWire({
    point,
    of: work.of,
    at,
    lateness: chance.pick(LATENESS),
    kill: () => {
      dead = true;
    },
  });
  device.desk.engine = device.desk.newEngine({ store: mortal(store, () => dead), remote: device.remotes() });
  await act();
  world.wire = cut.wire;
  try {
    await device.desk.sync();
  } catch (cause) {
    if (!(cause instanceof Crash)) throw cause;
    dead = false;
    await device.restart();
  }
  world.clock.advance(MINUTES);
  const drained = await settle(device);
  await cut.flush();
  world.clock.advance(2 * MINUTES);
  await settle(device);
  const problems = await disagreements(world, [device]);
  return { problems: drained ? problems : ['it did not drain', ...problems], hit: cut.hit(), met: cut.met() };
}

/** One piece of work, cut at one of its first `most` requests; at an earlier one when it needs fewer, so that it is always cut. */
export async function cutWork(
  point: BundleCutPoint,
  work: CutWork,
  seed: number,
  most: number,
): Promise<CutResult> {
  const at = 1 + seeded(seed + 1).int(most);
  const first = await cutOnce(point, work, seed, at);
  if (first.hit || first.met === 0) return first;
  return cutOnce(point, work, seed, 1 + ((at - 1) % first.met));
}

/** One intent, one cut, and what both systems hold afterwards; the common variant of its kind where none is named. */
export function cutCase(
  point: CutPoint,
  kind: IntentKind,
  seed: number,
  variant: Variant = variantsOf(kind)[0],
): Promise<CutResult> {
  const work: CutWork = { of: isWrite, prepare: (device, chance) => variant.prepare(device, chance) };
  return cutWork(point, work, seed, variant.writes);
}

/** A cut that was never made proves nothing. */
export function problemsOf({ problems, hit }: CutResult): readonly string[] {
  return hit ? problems : ['its cut was never made', ...problems];
}

/** Every variant has its turn at every point within so many seeds. */
function variantOf(kind: IntentKind, seed: number, number: number): Variant {
  const variants = variantsOf(kind);
  return variants[(seed + number) % variants.length] ?? variants[0];
}

/** Variants of all kinds at all points, each of which has to be cut. */
export const PLACES = cutPoints.length * intentKinds.reduce((sum, kind) => sum + variantsOf(kind).length, 0);

/** P3: every kind of intent, cut at every point. */
export const exactlyOnce: Proof = {
  id: 'P3',
  title: 'Exactly once in effect: every kind of intent cut at six points',
  unit: `seed × ${cutPoints.length * intentKinds.length} cuts`,
  sizes: { test: 10, full: 200 },
  async run({ count, firstSeed, say }) {
    const { failures, fail } = failureLog(say);
    const places = new Set<string>();
    let checked = 0;
    for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
      for (const [at, kind] of intentKinds.entries()) {
        for (const [number, point] of cutPoints.entries()) {
          const variant = variantOf(kind, seed, number);
          const place = `${point} ${kind}, ${variant.name}`;
          const problems = problemsOf(await cutCase(point, kind, seed * 100 + at * 10 + number, variant));
          checked += 1;
          places.add(place);
          if (problems.length > 0) fail(seed, `${place}: ${problems.join('; ')}`);
        }
      }
      if ((seed - firstSeed) % 20 === 19) say(`${checked} cases, ${failures.length} failed`);
    }
    return {
      checked,
      failures,
      notes: [`cut at ${places.size} places: ${cutPoints.length} points × variants`],
    };
  },
};
