const keyNames: Readonly<Record<string, string>> = {
  mod: 'CmdOrCtrl',
  ctrl: 'Ctrl',
  shift: 'Shift',
  '': 'Plus',
};

/** Keys of the shared list as Electron writes them: `mod+shift+z` is `CmdOrCtrl+Shift+Z`. */
export function acceleratorOf(keys: string): string {
  return keys
    .replace(/\+\+$/, '+')
    .split('+')
    .map((key) => keyNames[key] ?? key.toUpperCase())
    .join('+');
}
