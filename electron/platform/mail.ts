import { appendFileSync } from 'node:fs';
import type { Shell } from 'electron';
import type { ChannelIn } from '../../shared/ipc/contract';
import type { IpcFailure } from '../../shared/ipc/result-of';
import { isMailAddress } from '../../shared/lib/mail-address';
import { err, ok, type Result } from '../../shared/lib/result';

/** A message for the person to look over and send (MDF-5). */
export type MailDraft = ChannelIn<'mail.draft'>;

/** Hands a drafted message to the person's mail program. */
export type Mailer = (draft: MailDraft) => Promise<Result<undefined, IpcFailure>>;

/** Windows hands on no more than this many characters of an address. */
const WINDOWS_LIMIT = 2000;

/** The message as a `mailto:` address (MDF-5); an address that is none is named instead of being passed on. */
export function mailtoUrl(draft: MailDraft, platform: NodeJS.Platform): Result<string, IpcFailure> {
  const wrong = [...draft.to, ...draft.cc].find((text) => !isMailAddress(text));
  if (wrong !== undefined) {
    return err({
      message: `"${wrong}" is not a mail address.`,
      fix: 'Correct the address at the partner or the request, and draft the mail again.',
    });
  }
  const fields: readonly (readonly [string, string])[] = [
    ['cc', draft.cc.join(',')],
    ['subject', draft.subject.replace(/\s+/g, ' ').trim()],
    ['body', draft.body.replace(/\r?\n/g, '\r\n')],
  ];
  const query = fields
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  const to = draft.to.map(encodeURIComponent).join(',');
  const url = `mailto:${to}${query === '' ? '' : `?${query}`}`;
  if (platform === 'win32' && url.length > WINDOWS_LIMIT) {
    return err({
      message: 'The text is too long for Windows to hand it to a mail program.',
      fix: 'Copy the text instead and paste it into a new message.',
    });
  }
  return ok(url);
}

/** Opens drafts in the mail program of the system. */
export function systemMailer(shell: Shell, platform: NodeJS.Platform): Mailer {
  return async (draft) => {
    const url = mailtoUrl(draft, platform);
    if (!url.ok) return url;
    try {
      await shell.openExternal(url.value);
      return ok(undefined);
    } catch (error) {
      return err({
        message: `No mail program took the draft (${String(error)}).`,
        fix: 'Choose a mail program in the settings of the system, or copy the text.',
      });
    }
  };
}

/** Writes drafts to a file, one JSON line each, for runs that nobody watches. */
export function loggingMailer(file: string, platform: NodeJS.Platform): Mailer {
  return async (draft) => {
    const url = mailtoUrl(draft, platform);
    if (!url.ok) return url;
    appendFileSync(file, `${JSON.stringify({ ...draft, url: url.value })}\n`);
    return ok(undefined);
  };
}
