import { type ReactNode, useEffect, useState } from 'react';
import { Segmented } from '../../ui/segmented';
import { UiProvider } from '../../ui/ui-provider';
import { ButtonSamples } from './button-samples';
import { ColourSamples } from './colour-samples';
import { FieldSamples } from './field-samples';
import styles from './gallery.module.css';
import { OverlaySamples } from './overlay-samples';
import { PageSample } from './page-sample';
import { StateSamples } from './state-samples';
import { WidgetSamples } from './widget-samples';

const pages = {
  page: <PageSample />,
  buttons: <ButtonSamples />,
  fields: <FieldSamples />,
  states: <StateSamples />,
  widgets: <WidgetSamples />,
  overlays: <OverlaySamples />,
  colours: <ColourSamples />,
} as const satisfies Record<string, ReactNode>;

type PageName = keyof typeof pages;

/** Every part in every state, in both themes: `#/gallery/fields?theme=dark`. Only in development. */
export function Gallery() {
  const [page, setPage] = useState<PageName>(pageOfHash);
  const [theme, setTheme] = useState<'light' | 'dark'>(themeOfHash);
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  useEffect(() => {
    const follow = () => {
      setPage(pageOfHash());
      setTheme(themeOfHash());
    };
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  return (
    <UiProvider locale={navigator.language} timeZone="Europe/Berlin">
      <div className={styles.gallery}>
        <nav className={styles.nav} aria-label="Gallery">
          {Object.keys(pages).map((name) => (
            <a key={name} href={`#/gallery/${name}?theme=${theme}`} className={styles.link}>
              {name}
            </a>
          ))}
          <Segmented
            label="Theme"
            segments={[
              { id: 'light', label: 'Light' },
              { id: 'dark', label: 'Dark' },
            ]}
            value={theme}
            onChange={(next) => {
              window.location.hash = `#/gallery/${page}?theme=${next}`;
            }}
          />
        </nav>
        <main className={styles.main}>{pages[page]}</main>
      </div>
    </UiProvider>
  );
}

function pageOfHash(): PageName {
  const name = window.location.hash.replace('#/gallery/', '').split('?')[0];
  return isPage(name) ? name : 'page';
}

function isPage(name: string | undefined): name is PageName {
  return name !== undefined && name in pages;
}

function themeOfHash(): 'light' | 'dark' {
  return window.location.hash.includes('theme=dark') ? 'dark' : 'light';
}
