import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../../shared/ipc/menu-commands';

const screens: readonly (readonly [MenuCommand, string])[] = [
  ['go.today', 'Today'],
  ['go.mdf', 'MDF'],
  ['go.pop', 'POP Review'],
  ['go.planner', 'Planner'],
  ['go.partners', 'Partners'],
  ['go.sync', 'Sync'],
];

/** Puts up the menu; what belongs to the page is sent to it as a command. */
export function installMenu(options: {
  send: (command: MenuCommand) => void;
  isMac: boolean;
  devTools: boolean;
}): void {
  const item = (command: MenuCommand, label: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => options.send(command),
  });
  const settings = item('go.settings', 'Settings…', 'CmdOrCtrl+,');
  const template: MenuItemConstructorOptions[] = [
    ...(options.isMac ? [macMenu(settings)] : []),
    {
      label: 'File',
      submenu: [
        item('file.print', 'Print…', 'CmdOrCtrl+P'),
        ...(options.isMac ? [] : [settings]),
        { type: 'separator' },
        options.isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: 'Edit',
      // Undo and redo are the page's: a text field takes the keys first, what is left concerns records.
      submenu: [
        item('edit.undo', 'Undo', 'CmdOrCtrl+Z'),
        item('edit.redo', 'Redo', options.isMac ? 'Shift+Cmd+Z' : 'Ctrl+Y'),
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
        { type: 'separator' },
        item('edit.find', 'Find', 'CmdOrCtrl+F'),
      ],
    },
    {
      label: 'Go',
      submenu: screens.map(([command, label], index) => item(command, label, `CmdOrCtrl+${index + 1}`)),
    },
    {
      label: 'View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(options.devTools ? [{ role: 'toggleDevTools' } as const] : []),
      ],
    },
    { role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function macMenu(settings: MenuItemConstructorOptions): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      { type: 'separator' },
      settings,
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' },
    ],
  };
}
