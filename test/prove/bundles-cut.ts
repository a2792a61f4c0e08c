import type { Desk } from '../sync/support/desk';
import { type CutWork, cutWork, problemsOf } from './exactly-once';
import { failureLog, type Proof } from './proof';
import { bundleCutPoints, cutPoints, isBundle, isWrite } from './support/cuts';
import { partnerOf } from './support/world';

const numbered = (kind: number, n: number): string =>
  `${String(kind).repeat(8)}-0000-4000-8000-${String(n).padStart(12, '0')}`;

async function editAll(desk: Desk, ids: readonly string[]): Promise<void> {
  for (const [n, id] of ids.entries())
    await desk.edit(id, { title: `Renamed ${n}`, description: `Part ${n}` });
}

/** So many requests made or changed at once, and a registration among them; more than one call holds them. */
const salesforceBundle: CutWork = {
  of: isBundle,
  async prepare({ desk, ...device }, chance) {
    await desk.settle();
    const partnerId = await partnerOf({ desk, ...device });
    const ids = Array.from({ length: 3 + chance.int(30) }, (_, n) => numbered(1, n));
    const before = chance.percent(50) ? ids.slice(0, Math.floor(ids.length / 2)) : [];
    for (const id of before) await desk.request({ id, partnerId, title: `Request ${id.slice(-3)}` });
    await desk.settle();
    return async () => {
      await editAll(desk, before);
      for (const id of ids.slice(before.length))
        await desk.request({ id, partnerId, title: `Request ${id.slice(-3)}` });
      await desk.registration(partnerId);
    };
  },
};

/** So many plan items that several calls are under way at once. */
const gitlabLanes: CutWork = {
  of: (call) => isWrite(call) && call.server === 'gitlab',
  async prepare({ desk, ...device }, chance) {
    await desk.settle();
    const partnerId = await partnerOf({ desk, ...device });
    const count = 5 + chance.int(8);
    return async () => {
      for (let n = 0; n < count; n += 1)
        await desk.planItem({ id: numbered(5, n), partnerId, title: `Item ${n}` });
    };
  },
};

/** P3: writes that leave together, cut as a whole, in the midst of what they carry, and one of several on their way. */
export const bundlesCut: Proof = {
  id: 'P3c',
  title: 'Exactly once in effect: writes that leave together, cut as a whole and half way',
  unit: `seed × ${bundleCutPoints.length + cutPoints.length} cuts`,
  sizes: { test: 5, full: 200 },
  async run({ count, firstSeed, say }) {
    const { failures, fail } = failureLog(say);
    let checked = 0;
    for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
      for (const [number, point] of bundleCutPoints.entries()) {
        const problems = problemsOf(await cutWork(point, salesforceBundle, seed * 100 + number, 2));
        checked += 1;
        if (problems.length > 0) fail(seed, `bundle ${point}: ${problems.join('; ')}`);
      }
      for (const [number, point] of cutPoints.entries()) {
        const problems = problemsOf(await cutWork(point, gitlabLanes, seed * 100 + 50 + number, 12));
        checked += 1;
        if (problems.length > 0) fail(seed, `lanes ${point}: ${problems.join('; ')}`);
      }
      if ((seed - firstSeed) % 20 === 19) say(`${checked} cases, ${failures.length} failed`);
    }
    return { checked, failures, notes: ['every cut was made'] };
  },
};
