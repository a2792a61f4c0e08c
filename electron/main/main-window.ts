import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Log } from '../../shared/ports/log';
import type { JsonFile } from '../platform/json-file';
import { pages, pageUrl } from '../platform/app-url';
import { safePreferences } from '../platform/safe-preferences';
import { boundsFor, minimumSize } from './window-bounds';
import type { WindowState } from './window-state';

// The page's own surface colours, so that no other colour flashes before its first paint.
const surface = { light: '#fefefd', dark: '#141618' };
const SAVE_AFTER = 400;
const SHOWN_AT_LATEST_MS = 5000;

/** The app's window and what is left to do until it can be seen. */
export type MainWindow = {
  readonly window: BrowserWindow;
  readonly load: () => void;
  /** Puts it where it was last, in its theme's colour, and shows it once its page says so. */
  restore(state: JsonFile<WindowState>): void;
  /** The page is about to show something. */
  readonly show: () => void;
};

/** Makes the app's window, hidden and empty. */
export function openMainWindow(options: { preload: string; devTools: boolean; log: Log }): MainWindow {
  const { log } = options;
  const window = new BrowserWindow({
    ...boundsFor({ bounds: null }, workAreas()),
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    show: false,
    // Its page is not to wait for the process that draws, which starts at the same time.
    paintWhenInitiallyHidden: false,
    title: 'Channel Desk',
    autoHideMenuBar: true,
    webPreferences: { ...safePreferences(options.preload), devTools: options.devTools },
  });
  let show: () => void = () => undefined;
  const hasPage = new Promise<void>((resolve) => {
    show = resolve;
  });
  // A page that cannot even say so is to be seen as well.
  setTimeout(show, SHOWN_AT_LATEST_MS);
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
  return {
    window,
    load: () => void window.loadURL(pageUrl(pages.main)),
    show,
    restore(state) {
      const remembered = state.read();
      nativeTheme.themeSource = remembered.theme;
      window.setBackgroundColor(nativeTheme.shouldUseDarkColors ? surface.dark : surface.light);
      if (remembered.bounds !== null) place(window, boundsFor(remembered, workAreas()));
      rememberState(window, state);
      void hasPage.then(() => {
        if (window.isDestroyed()) return;
        if (remembered.maximized) window.maximize();
        window.show();
      });
    },
  };
}

function place(window: BrowserWindow, { width, height, x, y }: ReturnType<typeof boundsFor>): void {
  window.setSize(width, height);
  if (x === undefined || y === undefined) window.center();
  else window.setPosition(x, y);
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

function rememberState(window: BrowserWindow, state: JsonFile<WindowState>): void {
  let timer: NodeJS.Timeout | undefined;
  const save = (): void => {
    clearTimeout(timer);
    if (window.isDestroyed()) return;
    state.write({ ...state.read(), bounds: window.getNormalBounds(), maximized: window.isMaximized() });
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
