import type { Log } from '../../shared/ports/log';
import type { Paths } from '../platform/paths';
import { askBeforeLeaving } from './ask-before-leaving';
import type { MainWindow } from './main-window';
import { openWindowState } from './window-state';

/** Puts the window where it was, in its theme's colour, and guards what is typed in it. */
export function restoreWindow(main: MainWindow, paths: Paths, log: Log): void {
  if (main.window.isDestroyed()) return;
  askBeforeLeaving(main.window);
  main.restore(openWindowState(paths.windowState, log));
}
