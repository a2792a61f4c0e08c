import { useCommands } from '../../widgets/commands';

type MdfCommands = {
  readonly onNew: () => void;
  readonly onSearch: () => void;
  readonly onImport: () => void;
  readonly onExport: () => void;
};

/** What can be done with the list of requests by key, menu and command palette. */
export function useMdfCommands({ onNew, onSearch, onImport, onExport }: MdfCommands): void {
  useCommands('mdf', [
    {
      id: 'mdf.new',
      label: 'New fund request',
      group: 'MDF',
      keywords: 'create mdf',
      shortcut: 'n',
      run: onNew,
    },
    {
      id: 'mdf.search',
      label: 'Search requests',
      group: 'MDF',
      shortcut: '/',
      menuCommand: 'edit.find',
      run: onSearch,
    },
    {
      id: 'mdf.import',
      label: 'Import fund requests',
      group: 'MDF',
      keywords: 'csv xlsx',
      run: onImport,
    },
    { id: 'mdf.export', label: 'Export the listed requests', group: 'MDF', run: onExport },
  ]);
}
