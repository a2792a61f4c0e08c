/** What a menu item asks the page to do; the page switches over these. */
export const menuCommands = [
  'go.today',
  'go.mdf',
  'go.pop',
  'go.planner',
  'go.partners',
  'go.sync',
  'go.settings',
  'edit.undo',
  'edit.redo',
  'edit.find',
  'file.print',
] as const;
export type MenuCommand = (typeof menuCommands)[number];
