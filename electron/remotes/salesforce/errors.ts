import type { RemoteRefusal } from '../../../shared/schema/remote-command';
import type { Denied, RemoteFailure } from '../common/failure';
import { type HttpAnswer, jsonOf, moved, plainWords } from '../common/http';
import { retryAfterMs } from '../common/retry-after';
import { SPENT_MS } from './budget';
import { ErrorList, OAuthError } from './dto/answers';

const SERVER = 'Salesforce';

/** Codes that pass by themselves: another user's lock, load, maintenance. */
const PASSING = new Set([
  'UNABLE_TO_LOCK_ROW',
  'SERVER_UNAVAILABLE',
  'QUERY_TIMEOUT',
  'REQUEST_RUNNING_TOO_LONG',
  'CONCURRENT_REQUESTS_LIMIT_EXCEEDED',
  'EXCEEDED_MAX_API_CONCURRENCY',
]);

/** Codes about the account as a whole, with what can be done; nothing that waits is at fault. */
const ACCOUNT = new Map<string, string>([
  [
    'API_DISABLED_FOR_ORG',
    'Ask your administrator for the permission “API Enabled”; some Salesforce editions have no API at all.',
  ],
  ['API_CURRENTLY_DISABLED', 'Ask your administrator for the permission “API Enabled”.'],
  ['INVALID_OPERATION_WITH_EXPIRED_PASSWORD', 'Open Salesforce in your browser and set a new password.'],
  ['PASSWORD_LOCKOUT', 'Ask your administrator to unlock your user.'],
  ['ORG_LOCKED', 'Ask your administrator; the org is locked.'],
]);

/** What the person can do about a refusal, by Salesforce's code. */
const FIXES = new Map<string, string>([
  ['DUPLICATE_VALUE', 'Another record already carries this id; open it in Salesforce and merge the two.'],
  [
    'DUPLICATES_DETECTED',
    'A duplicate rule found a similar record; check in Salesforce whether it is the same one.',
  ],
  ['REQUIRED_FIELD_MISSING', 'Fill in the named fields, or map them in the playbook.'],
  [
    'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    'Choose a value that the Salesforce list offers, or add it there.',
  ],
  [
    'FIELD_CUSTOM_VALIDATION_EXCEPTION',
    'A rule of your Salesforce org refused it; change what the message names.',
  ],
  ['STRING_TOO_LONG', 'Shorten the named field.'],
  [
    'INVALID_FIELD',
    'Correct the field names in the playbook, or ask an administrator for access to the field.',
  ],
  [
    'INVALID_FIELD_FOR_INSERT_UPDATE',
    'Ask your Salesforce administrator for edit access to the field and retry, or set it here to what Salesforce says.',
  ],
  [
    'not-writable',
    'Ask your Salesforce administrator for edit access to the field and retry, or set it here to what Salesforce says.',
  ],
  [
    'not-kept',
    'An automation of your Salesforce org undid it; ask your administrator which and retry, or set the field here to what Salesforce says.',
  ],
  ['INSUFFICIENT_ACCESS_OR_READONLY', 'Ask an administrator for the right to change this record.'],
  ['INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', 'Ask an administrator for access to the related record.'],
  [
    'INVALID_CROSS_REFERENCE_KEY',
    'A record that this one points to, most often its partner, is not in Salesforce, or you may not see it there. Look at the partner’s account in Salesforce, then press Retry.',
  ],
  ['INVALID_CURRENCY', 'Choose a currency that is switched on in Salesforce.'],
  ['NOT_FOUND', 'Check the object and field names in the playbook.'],
  [
    'http-413',
    'The file is larger than your Salesforce org takes; make it smaller or ask an administrator, then retry.',
  ],
  ['STORAGE_LIMIT_EXCEEDED', 'The storage of your Salesforce org is full; ask an administrator.'],
  ['bytes-missing', 'Drop the file on the request again, or discard this upload.'],
  ['stopped', 'Try again when it suits you, or discard this upload.'],
  ['bytes-damaged', 'Drop the file on the request again, or discard this upload.'],
  ['moved', 'Correct the address under Connections.'],
  ['no-object', 'Choose the mapping that fits your org in the playbook, or ask for access to the object.'],
  [
    'no-campaigns',
    'Ask your Salesforce administrator to make you a Marketing User and press Retry; or have somebody put the campaign right and discard this: the rest of the cancelling is done.',
  ],
  [
    'no-campaign-field',
    'Correct the fields of the campaign in the playbook, or ask an administrator for access to them, and press Retry.',
  ],
  [
    'no-campaign-status',
    'Have it added to the list in Salesforce and press Retry, or name another status in the playbook (mdf.cancellation.campaignStatus).',
  ],
  [
    'campaign-locked',
    'Ask your Salesforce administrator for edit access to campaigns and press Retry; or have somebody put the campaign right, then Retry finds it done.',
  ],
  [
    'campaign-not-kept',
    'An automation of your Salesforce org undid it; ask your administrator which, and press Retry.',
  ],
  [
    'campaign-not-visible',
    'Ask your Salesforce administrator whether the campaign still exists. Where it does not, discard this: the rest of the cancelling is done.',
  ],
  ['no-id-field', 'Have a text field marked as external id added, with the name that the playbook gives.'],
  ['not-visible', 'Ask your Salesforce administrator whether the record still exists.'],
  ['unmapped-status', 'Add the status to the mapping in the playbook.'],
  ['several-currencies', 'Enter all amounts of the record in one currency.'],
  ['single-currency', 'Enter the amounts in the currency of your org.'],
  ['currency-change', 'Change all amounts of the record together, or keep its currency.'],
]);
const DEFAULT_FIX = 'Change what the message names and try again, or ask your Salesforce administrator.';

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

/** Words for the person about a refusal. */
export function refuse(denied: Denied): RemoteRefusal {
  return {
    code: denied.code,
    message: denied.status === 0 ? denied.message : `Salesforce refused it: ${sentence(denied.message)}`,
    fields: [...denied.fields],
    fix: FIXES.get(denied.code) ?? DEFAULT_FIX,
  };
}

function passing(answer: HttpAnswer, why: string, now: number): RemoteFailure {
  return { kind: 'wait', why, afterMs: retryAfterMs(answer.headers, now) };
}

function dayIsSpent(answer: HttpAnswer, now: number): RemoteFailure {
  return {
    kind: 'wait',
    why: 'Salesforce has answered all the requests of your org for today.',
    fix: 'Nothing has to be done: what waits is sent as soon as there are requests again.',
    afterMs: retryAfterMs(answer.headers, now) ?? SPENT_MS,
  };
}

/** Reads an answer that is not a success; `writes` tells whether the request could have changed anything. */
export function failureOf(answer: HttpAnswer, writes: boolean, now: number): RemoteFailure {
  const { status } = answer;
  const list = ErrorList.safeParse(jsonOf(answer));
  const first = list.success ? list.data[0] : undefined;
  if (first !== undefined) {
    if (first.errorCode === 'REQUEST_LIMIT_EXCEEDED')
      // The same code tells of too many requests at once, which is over in seconds.
      return /concurrent/i.test(first.message)
        ? passing(answer, 'Salesforce is busy with requests of your org.', now)
        : dayIsSpent(answer, now);
    if (PASSING.has(first.errorCode))
      return passing(answer, `Salesforce is busy (${first.message || first.errorCode}).`, now);
    if (status === 503) return passing(answer, `Salesforce is not available (${first.message}).`, now);
    const remedy = ACCOUNT.get(first.errorCode);
    if (remedy !== undefined)
      return {
        kind: 'sign-in',
        why: `Salesforce does not let you use its API: ${first.message || first.errorCode}`,
        fix: `${remedy} What waits here is kept and sent then.`,
      };
    if (status < 500) {
      return {
        kind: 'denied',
        status,
        code: first.errorCode,
        message: first.message || first.errorCode,
        fields: first.fields ?? [],
      };
    }
  }
  if (status === 429) return passing(answer, 'Salesforce asks for fewer requests.', now);
  if (status >= 300 && status < 400 && status !== 300) return moved(SERVER);
  if (status >= 500) {
    const hint = retryAfterMs(answer.headers, now);
    if (!writes || (status === 503 && hint !== null))
      return { kind: 'wait', why: `Salesforce has a problem (status ${status}).`, afterMs: hint };
    return { kind: 'lost', why: `Salesforce answered with an internal problem (status ${status}).` };
  }
  const oauth = OAuthError.safeParse(jsonOf(answer));
  return {
    kind: 'denied',
    status,
    code: oauth.success ? oauth.data.error : `http-${status}`,
    message: oauth.success ? (oauth.data.error_description ?? oauth.data.error) : plainWords(answer),
    fields: [],
  };
}
