import { useEffect } from 'react';
import type { Settings } from '../../shared/schema/settings';

type Appearance = Pick<Settings, 'theme' | 'density'>;

/** Puts theme and density on the page before anything is drawn: a change afterwards works out every style anew. */
export function showAppearance({ theme, density }: Appearance): void {
  const isDark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  put('density', density);
  put('theme', themeShown(theme, isDark));
}

function put(name: string, value: string): void {
  const { dataset } = document.documentElement;
  if (dataset[name] !== value) dataset[name] = value;
}

/** Keeps theme and density on the page; `system` follows the computer as it changes. */
export function useAppearance({ theme, density }: Appearance): void {
  useEffect(() => {
    put('density', density);
  }, [density]);
  useEffect(() => {
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const show = () => put('theme', themeShown(theme, dark.matches));
    show();
    dark.addEventListener('change', show);
    return () => dark.removeEventListener('change', show);
  }, [theme]);
}

/** The theme that is on the screen. */
export function themeShown(theme: Settings['theme'], systemIsDark: boolean): 'light' | 'dark' {
  if (theme === 'system') return systemIsDark ? 'dark' : 'light';
  return theme;
}
