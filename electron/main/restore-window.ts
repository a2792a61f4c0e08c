import type { Log } from '../../shared/ports/log';
import { openJsonFile } from '../platform/json-file';
import type { Paths } from '../platform/paths';
import { askBeforeLeaving } from './ask-before-leaving';
import type { MainWindow } from './main-window';
import { firstWindowState, WindowState } from './window-state';

/** Puts the window where it was, in its theme's colour, and guards what is typed in it. */
export function restoreWindow(main: MainWindow, paths: Paths, log: Log): void {
  if (main.window.isDestroyed()) return;
  askBeforeLeaving(main.window);
  main.restore(openJsonFile(paths.windowState, WindowState, firstWindowState, log));
}
