import type { RemoteRefusal } from '../../../shared/schema/remote-command';
import type { Denied, RemoteFailure } from '../common/failure';
import { type HttpAnswer, jsonOf, moved, plainWords } from '../common/http';
import { retryAfterMs } from '../common/retry-after';
import { ErrorAnswer } from './dto/answers';

const SERVER = 'GitLab';

/** What the person can do about a refusal, by code. */
const FIXES = new Map<string, string>([
  ['no-epics', 'Epics need GitLab Premium; without them the app uses a parent issue instead.'],
  ['no-project', 'Check the project path in the playbook, or ask for access to the project.'],
  ['no-group', 'Check the group path in the playbook, or ask for access to the group.'],
  [
    'elsewhere',
    'Name the former project or group in the playbook again and retry, or make the change in GitLab and discard it here.',
  ],
  ['not-visible', 'Look whether the item still exists, or ask for at least the Planner role in GitLab.'],
  ['no-template', 'Correct the template name in the playbook, or add the template to the project.'],
  [
    'left-out',
    'Your role may not set this: ask for at least the Planner role, or set it in GitLab. Then retry; what is there is taken as it is.',
  ],
  ['no-user', 'Correct the assignee in the playbook, or have the account added to GitLab.'],
  ['http-403', 'Ask for at least the Reporter role in the GitLab project and group.'],
  ['http-404', 'Check that the item still exists and that you may see it.'],
  ['http-409', 'Look at the item in GitLab; somebody else may have done the same.'],
  ['http-413', 'The file is larger than this GitLab server allows; make it smaller or ask an administrator.'],
  ['bytes-missing', 'Drop the file on the request again, or discard this upload.'],
  ['stopped', 'Try again when it suits you, or discard this upload.'],
  ['bytes-damaged', 'Drop the file on the request again, or discard this upload.'],
  ['moved', 'Correct the address under Connections or the paths in the playbook.'],
]);
const DEFAULT_FIX = 'Change what the message names and try again, or ask your GitLab administrator.';

/** Words for the person about a refusal. */
export function refuse(denied: Denied): RemoteRefusal {
  return {
    code: denied.code,
    message: denied.status === 0 ? denied.message : `GitLab refused it: ${denied.message}`,
    fields: [...denied.fields],
    fix: FIXES.get(denied.code) ?? DEFAULT_FIX,
  };
}

/** A refusal of our own making, before anything was sent. */
export function denial(code: string, message: string): Denied {
  return { kind: 'denied', status: 0, code, message, fields: [] };
}

function readRefusal(answer: HttpAnswer): { code: string; message: string; fields: string[] } {
  const code = `http-${answer.status}`;
  const parsed = ErrorAnswer.safeParse(jsonOf(answer));
  if (!parsed.success) return { code, message: plainWords(answer), fields: [] };
  const { message, error, error_description: description } = parsed.data;
  if (typeof message === 'string') return { code, message, fields: [] };
  if (message !== undefined) {
    const problems = Object.entries(message).map(([field, what]) => `${field} ${[what].flat().join(', ')}`);
    return { code, message: problems.join('; '), fields: Object.keys(message) };
  }
  const known = error === 'insufficient_scope' ? error : code;
  return { code: known, message: description ?? error ?? `status ${answer.status}`, fields: [] };
}

/** Refusals of the account as a whole, by GitLab's words; what can be done about each. */
const ACCOUNT: readonly (readonly [RegExp, string])[] = [
  [
    /\b(saml|sso|single sign-on)\b/i,
    'Sign in to the group in your browser with the single sign-on of your company, then sync again. If it stays, connect by signing in in the browser instead of with a personal token.',
  ],
  [/terms of (service|use)/i, 'Open GitLab in your browser, accept the terms, then sync again.'],
  [/password (has )?expired/i, 'Open GitLab in your browser, set a new password, then sync again.'],
  [/\bip\b|network address/i, 'Connect to the network or VPN of your company, then sync again.'],
  [
    /your account|blocked|deactivated|two-factor/i,
    'Open GitLab in your browser and do what it asks, or ask your GitLab administrator; then sync again.',
  ],
];

/** A refusal that is about the sign-in and not about what was asked; null when it is not. */
function accountFailure(status: number, code: string, message: string): RemoteFailure | null {
  if (status !== 403) return null;
  if (code === 'insufficient_scope')
    return {
      kind: 'sign-in',
      why: 'The sign-in at GitLab lacks the scope “api”, so nothing can be written.',
      fix: 'Connect again under Connections, with a token that has the scope “api”.',
    };
  const found = ACCOUNT.find(([words]) => words.test(message));
  return found === undefined
    ? null
    : { kind: 'sign-in', why: `GitLab does not let you in: ${message}.`, fix: found[1] };
}

/** Reads an answer that is not a success; `writes` tells whether the request could have changed anything. */
export function failureOf(answer: HttpAnswer, writes: boolean, now: number): RemoteFailure {
  const { status } = answer;
  const hint = retryAfterMs(answer.headers, now);
  if (status === 429) return { kind: 'wait', why: 'GitLab asks for fewer requests.', afterMs: hint };
  if (status >= 300 && status < 400) return moved(SERVER);
  if (status >= 500) {
    if (!writes || (status === 503 && hint !== null))
      return { kind: 'wait', why: `GitLab has a problem (status ${status}).`, afterMs: hint };
    return { kind: 'lost', why: `GitLab answered with an internal problem (status ${status}).` };
  }
  const { code, message, fields } = readRefusal(answer);
  // The server's words for a row that another transaction holds.
  if (status === 409 && /lock/i.test(message))
    return { kind: 'wait', why: `GitLab is busy (${message}).`, afterMs: hint };
  return accountFailure(status, code, message) ?? { kind: 'denied', status, code, message, fields };
}
