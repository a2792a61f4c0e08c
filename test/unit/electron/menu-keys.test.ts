import { describe, expect, it } from 'vitest';
import { acceleratorOf } from '../../../electron/main/accelerator';
import { menuItems, menuKeys, windowItems } from '../../../shared/ipc/menu-commands';

const all = [...Object.values(menuItems), ...Object.values(windowItems)];

describe('keys of the application menu', () => {
  it('are written as Electron reads them', () => {
    expect(
      ['mod+1', 'mod+,', 'mod+shift+z', 'mod++', 'mod+-', 'f11', 'ctrl+mod+f'].map(acceleratorOf),
    ).toEqual([
      'CmdOrCtrl+1',
      'CmdOrCtrl+,',
      'CmdOrCtrl+Shift+Z',
      'CmdOrCtrl+Plus',
      'CmdOrCtrl+-',
      'F11',
      'Ctrl+CmdOrCtrl+F',
    ]);
  });

  it.each([true, false])('mean one thing each (Mac: %s)', (isMac) => {
    const keys = all.map((item) => menuKeys(item, isMac));
    expect(new Set(keys).size).toBe(keys.length);
  });
});
