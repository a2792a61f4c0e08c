import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Log } from '../../shared/ports/log';
import type { JsonFile } from '../platform/json-file';
import { pages, pageUrl } from '../platform/app-url';
import { safePreferences } from '../platform/safe-preferences';
import { boundsFor, minimumSize, type WindowState } from './window-state';

// The page's own surface colours, so that no other colour flashes before its first paint.
const surface = { light: '#fefefd', dark: '#141618' };
const SAVE_AFTER = 400;

/** Opens the app's window where it was last, in its theme's colour, and shows it once it has something to show. */
export function openMainWindow(options: {
  preload: string;
  state: JsonFile<WindowState>;
  devTools: boolean;
  log: Log;
}): BrowserWindow {
  const { state, log } = options;
  const remembered = state.read();
  nativeTheme.themeSource = remembered.theme;

  const window = new BrowserWindow({
    ...boundsFor(remembered, workAreas()),
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    show: false,
    title: 'Channel Desk',
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? surface.dark : surface.light,
    webPreferences: { ...safePreferences(options.preload), devTools: options.devTools },
  });
  window.once('ready-to-show', () => {
    if (remembered.maximized) window.maximize();
    window.show();
  });
  rememberState(window, state, log);
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit') return;
    log.error(
      `The page's process ended (${details.reason}, exit code ${details.exitCode}); it is loaded again.`,
    );
    // A page that ends at once again and again must not keep the machine busy: the pause is the way out.
    setTimeout(() => {
      if (!window.isDestroyed()) window.webContents.reload();
    }, 1000);
  });
  void window.loadURL(pageUrl(pages.main));
  return window;
}

/** Makes the window's theme the given one, now and at the next start. */
export function applyTheme(theme: WindowState['theme'], state: JsonFile<WindowState>): void {
  nativeTheme.themeSource = theme;
  state.write({ ...state.read(), theme });
}

function workAreas() {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
  return [primary, ...others].map((display) => display.workArea);
}

function rememberState(window: BrowserWindow, state: JsonFile<WindowState>, log: Log): void {
  let timer: NodeJS.Timeout | undefined;
  const save = (): void => {
    clearTimeout(timer);
    if (window.isDestroyed()) return;
    try {
      state.write({ ...state.read(), bounds: window.getNormalBounds(), maximized: window.isMaximized() });
    } catch (error) {
      log.warn(`The window's place could not be kept: ${String(error)}`);
    }
  };
  const saveSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER);
  };
  window.on('resize', saveSoon);
  window.on('move', saveSoon);
  window.on('maximize', saveSoon);
  window.on('unmaximize', saveSoon);
  window.on('close', save);
}
