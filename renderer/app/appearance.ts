import { useEffect } from 'react';
import type { Settings } from '../../shared/schema/settings';

/** Puts theme and density on the page; `system` follows the computer as it changes. */
export function useAppearance({ theme, density }: Pick<Settings, 'theme' | 'density'>): void {
  useEffect(() => {
    document.documentElement.dataset['density'] = density;
  }, [density]);
  useEffect(() => {
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const show = () => {
      document.documentElement.dataset['theme'] = themeShown(theme, dark.matches);
    };
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
