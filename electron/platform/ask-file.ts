import type { BrowserWindow, Dialog } from 'electron';

/** Asks the person for the file of a backup; null when she changes her mind. */
export function askFile(dialog: Dialog, window: () => BrowserWindow | null): () => Promise<string | null> {
  return async () => {
    const options = {
      properties: ['openFile' as const],
      filters: [
        { name: 'Backups of Channel Desk', extensions: ['deskbackup'] },
        { name: 'All files', extensions: ['*'] },
      ],
    };
    const parent = window();
    const { canceled, filePaths } = parent
      ? await dialog.showOpenDialog(parent, options)
      : await dialog.showOpenDialog(options);
    return canceled ? null : (filePaths[0] ?? null);
  };
}
