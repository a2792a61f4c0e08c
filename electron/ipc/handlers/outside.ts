import type { PageFormat } from '../../../shared/ipc/contract';
import type { IpcFailure } from '../../../shared/ipc/result-of';
import { ok, type Result } from '../../../shared/lib/result';
import type { Mailer } from '../../platform/mail';
import type { Handlers } from '../register';

/** What the outside of the app does for a page. */
export type Outside = {
  readonly save: (name: string, bytes: Uint8Array) => Promise<Result<{ path: string } | null, IpcFailure>>;
  readonly print: (route: string, format: PageFormat) => Promise<Result<Uint8Array<ArrayBuffer>, IpcFailure>>;
  readonly draftMail: Mailer;
  readonly openLink: (url: string) => Promise<Result<undefined, IpcFailure>>;
};

/** Files, paper, mail and links. */
export function outsideHandlers(
  outside: Outside,
): Pick<Handlers, 'file.save' | 'print.pdf' | 'mail.draft' | 'link.open'> {
  return {
    'file.save': ({ suggestedName, bytes }) => outside.save(suggestedName, bytes),
    'print.pdf': async ({ route, format }) => {
      const printed = await outside.print(route, format);
      return printed.ok ? ok({ bytes: printed.value }) : printed;
    },
    'mail.draft': (draft) => outside.draftMail(draft),
    'link.open': ({ url }) => outside.openLink(url),
  };
}
