import type { ChannelOut } from '../../../shared/ipc/contract';
import { ok } from '../../../shared/lib/result';
import type { Log } from '../../../shared/ports/log';
import type { Settings } from '../../../shared/schema/settings';
import type { Handlers } from '../register';

/** What is known about this start of the app. */
export type AppFacts = Extract<ChannelOut<'app.info'>, { ok: true }>['value'];

/** Facts about the app, its theme, and the page's own log lines. */
export function appHandlers(options: {
  facts: AppFacts;
  keepsSecrets: () => boolean;
  /** Shows the window that was hidden until now. */
  show: () => void;
  applyTheme: (theme: Settings['theme']) => void;
  log: Log;
}): Pick<Handlers, 'app.info' | 'app.secrets' | 'app.ready' | 'app.theme' | 'log.write'> {
  return {
    'app.info': () => ok(options.facts),
    'app.secrets': () => ok({ durable: options.keepsSecrets() }),
    'app.ready': () => {
      options.show();
      return ok(undefined);
    },
    'app.theme': ({ theme }) => {
      options.applyTheme(theme);
      return ok(undefined);
    },
    'log.write': ({ level, message }) => {
      options.log[level](`[page] ${message}`);
      return ok(undefined);
    },
  };
}
