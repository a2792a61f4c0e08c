import { join } from 'node:path';
import { projectRoot } from '../e2e/support/project-root';
import { RECORDS } from './desk';
import type { ObservedApp } from './observed-start';

const showsRows = `[...document.querySelectorAll('main [role="gridcell"]')].some(({ textContent }) => /^Roadshow \\d+$/.test(textContent))`;

/** The app on its list of fund requests: rows are there, it knows of all of them, and the keys reach the last one. */
export function requestList(userData: string): ObservedApp {
  return {
    root: projectRoot,
    userData,
    begin: `location.hash = '#/mdf'`,
    usable: `${showsRows}
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

/** The app on the screen that it begins with: what waits for the person is there, and a press on it opens it. */
export function todayScreen(userData: string): ObservedApp {
  return {
    root: projectRoot,
    userData,
    begin: '',
    usable: showsRows,
    check: `async () => {
      const cell = [...document.querySelectorAll('main [role="gridcell"]')].find(({ textContent }) => /^Roadshow \\d+$/.test(textContent));
      const title = cell.textContent;
      cell.click();
      for (let frame = 0; frame < 300; frame += 1) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        if (document.querySelector('main aside')?.getAttribute('aria-label') === title) return null;
      }
      return title + ' did not open';
    }`,
  };
}

/** The floor of every start: a window with the same walls and nothing in it. */
export function emptyWindow(userData: string): ObservedApp {
  return {
    root: join(projectRoot, 'test', 'bench', 'empty-app'),
    userData,
    begin: '',
    usable: `document.querySelector('#ready') !== null`,
    check: 'async () => null',
  };
}
