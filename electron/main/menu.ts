import { Menu, type MenuItemConstructorOptions } from 'electron';
import {
  type MenuCommand,
  menuCommands,
  menuItems,
  menuKeys,
  windowItems,
} from '../../shared/ipc/menu-commands';
import { acceleratorOf } from './accelerator';

const screens = menuCommands.filter((command) => command.startsWith('go.') && command !== 'go.settings');

/** Puts up the menu; what belongs to the page is sent to it as a command. */
export function installMenu(options: {
  send: (command: MenuCommand) => void;
  isMac: boolean;
  devTools: boolean;
}): void {
  const item = (command: MenuCommand): MenuItemConstructorOptions => ({
    label: menuItems[command].label,
    accelerator: acceleratorOf(menuKeys(menuItems[command], options.isMac)),
    click: () => options.send(command),
  });
  const windowItem = (role: keyof typeof windowItems): MenuItemConstructorOptions => ({
    role,
    label: windowItems[role].label,
    accelerator: acceleratorOf(menuKeys(windowItems[role], options.isMac)),
  });
  const settings = item('go.settings');
  const template: MenuItemConstructorOptions[] = [
    ...(options.isMac ? [macMenu(settings)] : []),
    {
      label: 'File',
      submenu: [
        item('file.print'),
        ...(options.isMac ? [] : [settings]),
        { type: 'separator' },
        options.isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: 'Edit',
      // Undo and redo are the page's: a text field takes the keys first, what is left concerns records.
      submenu: [
        item('edit.undo'),
        item('edit.redo'),
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
        { type: 'separator' },
        item('edit.find'),
      ],
    },
    {
      label: 'Go',
      submenu: screens.map(item),
    },
    {
      label: 'View',
      submenu: [
        windowItem('resetZoom'),
        windowItem('zoomIn'),
        windowItem('zoomOut'),
        { type: 'separator' },
        windowItem('togglefullscreen'),
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
