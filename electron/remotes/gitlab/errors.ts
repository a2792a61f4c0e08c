import type { RemoteRefusal } from '../../../shared/schema/remote-command';
import type { Denied, RemoteFailure } from '../common/failure';
import { type HttpAnswer, jsonOf, moved, textOf } from '../common/http';
import { retryAfterMs } from '../common/retry-after';
import { ErrorAnswer } from './dto/answers';

const SERVER = 'GitLab';

/** What the person can do about a refusal, by code. */
const FIXES = new Map<string, string>([
  ['no-epics', 'Epics need GitLab Premium; without them the app uses a parent issue instead.'],
  ['no-project', 'Check the project path in the playbook, or ask for access to the project.'],
  ['no-group', 'Check the group path in the playbook, or ask for access to the group.'],
  ['no-template', 'Correct the template name in the playbook, or add the template to the project.'],
  ['no-user', 'Correct the assignee in the playbook, or have the account added to GitLab.'],
  ['insufficient_scope', 'Connect with a token that has the scope “api”.'],
  ['http-403', 'Ask for at least the Reporter role in the GitLab project and group.'],
  ['http-404', 'Check that the item still exists and that you may see it.'],
  ['http-409', 'Look at the item in GitLab; somebody else may have done the same.'],
  ['http-413', 'The file is larger than this GitLab server allows; make it smaller or ask an administrator.'],
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
  if (!parsed.success)
    return { code, message: textOf(answer).slice(0, 300) || `status ${answer.status}`, fields: [] };
  const { message, error, error_description: description } = parsed.data;
  if (typeof message === 'string') return { code, message, fields: [] };
  if (message !== undefined) {
    const problems = Object.entries(message).map(([field, what]) => `${field} ${[what].flat().join(', ')}`);
    return { code, message: problems.join('; '), fields: Object.keys(message) };
  }
  const known = error !== undefined && FIXES.has(error) ? error : code;
  return { code: known, message: description ?? error ?? `status ${answer.status}`, fields: [] };
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
  return { kind: 'denied', status, code, message, fields };
}
