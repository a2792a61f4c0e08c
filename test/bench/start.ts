import { join } from 'node:path';
import { newUserData, removeFolder } from '../e2e/support/launch';
import { projectRoot } from '../e2e/support/project-root';
import { RECORDS, seedDesk } from './desk';
import { type BenchLine, figuresOf } from './figures';
import { type ObservedApp, observeStart } from './observed-start';

const ROUNDS = 9;

/** The app on its list of fund requests: rows are there, it knows of all of them, and the keys reach the last one. */
function desk(userData: string): ObservedApp {
  return {
    root: projectRoot,
    userData,
    begin: `location.hash = '#/mdf'`,
    usable: `[...document.querySelectorAll('main [role="gridcell"]')].some(({ textContent }) => /^Roadshow \\d+$/.test(textContent))
      && [...document.querySelectorAll('main [role="status"]')].some(({ textContent }) => textContent.replace(/\\D/g, '') === '${RECORDS}')`,
    check: `async () => {
      const grid = document.querySelector('main [role="grid"]');
      grid.focus();
      grid.dispatchEvent(new KeyboardEvent('keydown', { key: 'End', ctrlKey: true, bubbles: true, cancelable: true }));
      for (let frame = 0; frame < 300; frame += 1) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        if (grid.querySelector('[role="row"][aria-rowindex="${RECORDS + 1}"]') !== null) return null;
      }
      return 'the last row did not come';
    }`,
  };
}

function emptyWindow(userData: string): ObservedApp {
  return {
    root: join(projectRoot, 'test', 'bench', 'empty-app'),
    userData,
    begin: '',
    usable: `document.querySelector('#ready') !== null`,
    check: 'async () => null',
  };
}

/** From the launch to the list of 10,000 fund requests, against an empty window of the same Electron. */
export async function benchStart(): Promise<BenchLine> {
  const folders = [newUserData(), newUserData()] as const;
  try {
    await seedDesk(folders[0]);
    const own: number[] = [];
    const floor: number[] = [];
    // One after the other in turn, so that what slows the machine down slows both; a first start of each makes its
    // profile and does not count.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const times = [
        await observeStart(emptyWindow(folders[1])),
        await observeStart(desk(folders[0])),
      ] as const;
      if (round === 0) continue;
      floor.push(times[0]);
      own.push(times[1]);
    }
    return {
      name: 'start to usable, 10,000 records / empty window',
      own: figuresOf(own),
      floor: figuresOf(floor),
      promised: 1.5,
    };
  } finally {
    for (const folder of folders) removeFolder(folder);
  }
}
