import './styles';
import type { ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { IntlProvider } from 'react-intl';
import { SaidRegion } from './said-region';
import { ToastRegion } from './toast-region';

type UiProviderProps = {
  /** BCP 47 tag: how dates, numbers and money are written. */
  readonly locale: string;
  /** IANA zone in which instants are shown. */
  readonly timeZone: string;
  readonly children: ReactNode;
};

/** Gives every part the person's locale and time zone, and shows toasts; wrap the app (and each component test) in it once. */
export function UiProvider({ locale, timeZone, children }: UiProviderProps) {
  return (
    <IntlProvider locale={locale} defaultLocale="en" timeZone={timeZone} messages={noMessages}>
      <I18nProvider locale={locale}>
        {children}
        <ToastRegion />
        <SaidRegion />
      </I18nProvider>
    </IntlProvider>
  );
}

// The app speaks English; the locale decides only how values are written.
const noMessages = {};
