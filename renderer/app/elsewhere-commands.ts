import type { Command } from '../widgets/commands';
import { type ScreenName, useNavigation } from '../widgets/navigation';

/** What people begin from anywhere though it belongs to another screen; on that screen it is offered by itself. */
export function useElsewhereCommands(screens: readonly ScreenName[]): Command[] {
  const go = useNavigation((navigation) => navigation.go);
  const present = useNavigation((navigation) => navigation.screen);
  const offered = [
    {
      screen: 'mdf',
      id: 'elsewhere.new-request',
      label: 'New fund request',
      group: 'MDF',
      keywords: 'create mdf',
      run: () => go('mdf', { new: '1' }),
    },
    {
      screen: 'mdf',
      id: 'elsewhere.import-requests',
      label: 'Import fund requests',
      group: 'MDF',
      keywords: 'csv xlsx',
      run: () => go('mdf', { import: '1' }),
    },
    {
      screen: 'partners',
      id: 'elsewhere.import-partners',
      label: 'Import partner accounts',
      group: 'Partners',
      keywords: 'csv xlsx',
      run: () => go('partners', { import: '1' }),
    },
  ] as const satisfies readonly (Command & { readonly screen: ScreenName })[];
  return offered.filter(({ screen }) => screen !== present && screens.includes(screen));
}
