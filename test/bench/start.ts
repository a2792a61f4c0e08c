import { newUserData, removeFolder } from '../e2e/support/launch';
import { seedDesk } from './desk';
import { type BenchLine, figuresOf } from './figures';
import { observeStart } from './observed-start';
import { emptyWindow, requestList, todayScreen } from './screens';

const ROUNDS = 9;
const PROMISED = 1.5;
/** Records of a desk that has hardly any: what is left of its start is the app itself. */
const FEW = 50;

/** From the launch to the list of 10,000 fund requests and to Today with as many, against an empty window of the same Electron, and what the records cost of it. */
export async function benchStart(): Promise<readonly BenchLine[]> {
  const folders = [newUserData(), newUserData(), newUserData()] as const;
  try {
    await seedDesk(folders[0]);
    await seedDesk(folders[2], FEW);
    const list: number[] = [];
    const today: number[] = [];
    const few: number[] = [];
    const empty: number[] = [];
    // One after the other in turn, so that what slows the machine down slows all; a first start of each makes its
    // profile and does not count.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const times = [
        await observeStart(emptyWindow(folders[1])),
        await observeStart(requestList(folders[0])),
        await observeStart(todayScreen(folders[0])),
        await observeStart(todayScreen(folders[2])),
      ] as const;
      if (round === 0) continue;
      empty.push(times[0].ms);
      list.push(times[1].ms);
      today.push(times[2].ms);
      few.push(times[3].ms);
    }
    const floor = figuresOf(empty);
    return [
      {
        name: 'start to the list of 10,000 records / empty window',
        own: figuresOf(list),
        floor,
        promised: PROMISED,
      },
      {
        name: 'start to Today with 10,000 records / empty window',
        own: figuresOf(today),
        floor,
        promised: PROMISED,
      },
      {
        name: `start to Today with 10,000 records / with ${FEW}`,
        own: figuresOf(today),
        floor: figuresOf(few),
        promised: null,
      },
      {
        name: `start to Today with ${FEW} records / empty window`,
        own: figuresOf(few),
        floor,
        promised: null,
      },
    ];
  } finally {
    for (const folder of folders) removeFolder(folder);
  }
}
