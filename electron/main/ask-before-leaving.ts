import { type BrowserWindow, dialog } from 'electron';

const buttons = ['Cancel', 'Discard'] as const;

/** Asks before the window closes or loads anew while its page says that something typed is not saved. */
export function askBeforeLeaving(window: BrowserWindow): void {
  window.webContents.on('will-prevent-unload', (event) => {
    const chosen = dialog.showMessageBoxSync(window, {
      type: 'warning',
      message: 'Discard what you entered?',
      detail: 'It has not been saved.',
      buttons: [...buttons],
      defaultId: buttons.indexOf('Cancel'),
      cancelId: buttons.indexOf('Cancel'),
      noLink: true,
    });
    // Electron's own word for going on although the page would rather not.
    if (chosen === buttons.indexOf('Discard')) event.preventDefault();
  });
}
