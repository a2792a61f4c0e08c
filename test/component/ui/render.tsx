import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { UiProvider } from '../../../renderer/ui/ui-provider';

export type Rendered = {
  readonly container: HTMLElement;
  rerender(next: ReactNode): void;
  unmount(): void;
};

type RenderOptions = {
  readonly locale?: string;
  readonly timeZone?: string;
  readonly theme?: 'light' | 'dark';
  /** `div` for what brings a main part of its own. */
  readonly container?: 'main' | 'div';
};

/** Shows a part in the page as the app would: with styles, locale and theme. */
export function render(node: ReactNode, options: RenderOptions = {}): Rendered {
  document.documentElement.dataset['theme'] = options.theme ?? 'light';
  document.documentElement.lang = 'en';
  const container = document.createElement(options.container ?? 'main');
  container.style.height = '640px';
  document.body.append(container);
  const root = createRoot(container);
  const show = (next: ReactNode) =>
    flushSync(() =>
      root.render(
        <UiProvider locale={options.locale ?? 'en-US'} timeZone={options.timeZone ?? 'UTC'}>
          {next}
        </UiProvider>,
      ),
    );
  show(node);
  return {
    container,
    rerender: show,
    unmount() {
      flushSync(() => root.unmount());
      container.remove();
    },
  };
}
