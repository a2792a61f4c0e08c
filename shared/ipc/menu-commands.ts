/** An item of the application menu: its words, and its keys in the form of the page's shortcuts, `mod+1`. */
type MenuItem = { readonly label: string; readonly keys: string; readonly macKeys?: string };

/** What a menu item asks the page to do, with the keys that do it; the menu and the keyboard help are made of this list. */
export const menuItems = {
  'go.today': { label: 'Today', keys: 'mod+1' },
  'go.mdf': { label: 'MDF', keys: 'mod+2' },
  'go.pop': { label: 'POP review', keys: 'mod+3' },
  'go.planner': { label: 'Planner', keys: 'mod+4' },
  'go.partners': { label: 'Partners', keys: 'mod+5' },
  'go.sync': { label: 'Sync', keys: 'mod+6' },
  'go.settings': { label: 'Settings…', keys: 'mod+,' },
  'edit.undo': { label: 'Undo', keys: 'mod+z' },
  'edit.redo': { label: 'Redo', keys: 'mod+y', macKeys: 'mod+shift+z' },
  'edit.find': { label: 'Find', keys: 'mod+f' },
  'file.print': { label: 'Print…', keys: 'mod+p' },
} as const satisfies Record<string, MenuItem>;

/** Name of a command of the application menu. */
export type MenuCommand = keyof typeof menuItems;

/** Every command of the menu; the page switches over these. */
export const menuCommands = Object.keys(menuItems) as [MenuCommand, ...MenuCommand[]];

/** Items of the menu that the window itself carries out, by the names that Electron has for them. */
export const windowItems = {
  resetZoom: { label: 'Actual size', keys: 'mod+0' },
  zoomIn: { label: 'Zoom in', keys: 'mod++' },
  zoomOut: { label: 'Zoom out', keys: 'mod+-' },
  togglefullscreen: { label: 'Full screen', keys: 'f11', macKeys: 'ctrl+mod+f' },
} as const satisfies Record<string, MenuItem>;

/** The keys of an item on a kind of computer. */
export function menuKeys(item: MenuItem, isMac: boolean): string {
  return isMac ? (item.macKeys ?? item.keys) : item.keys;
}
