import { err, ok } from '../../../shared/lib/result';
import type { Authorized } from '../common/authorized';
import type { Remotely } from '../common/failure';
import { type HttpAnswer, type HttpRequest, parseAnswer } from '../common/http';
import type { StreamedBody } from '../common/streamed-body';
import { usageOf } from './budget';
import {
  CollectionAnswer,
  CompositeAnswer,
  type CompositePart,
  DeletedAnswer,
  Identity,
  QueryAnswer,
  RawRecord,
  SaveAnswer,
  VersionList,
} from './dto/answers';
import { Describe } from './dto/describe';
import { failureOf } from './errors';

/** What a record's fields may hold on the wire. */
export type JsonRecord = Readonly<Record<string, string | number | boolean | null>>;

/** A record to be made, or changed unless it was changed after `unmodifiedSince`. */
export type RecordWrite = {
  readonly object: string;
  /** Null for a new one. */
  readonly id: string | null;
  readonly body: JsonRecord;
  readonly unmodifiedSince: number | null;
};

/** So many writes go out in one call at most. */
export const AT_ONCE = 25;

/** What the client works with. */
export type SalesforceClientOptions = {
  readonly authorized: Authorized;
  /** Origin of the org and API version, read for every request because both may change. */
  readonly base: () => { readonly instanceUrl: string; readonly apiVersion: string } | null;
  readonly now: () => number;
  /** Patience for the first sign of an answer. */
  readonly timeoutMs: number;
  readonly transferTimeoutMs: number;
  /** Told the use of the daily request budget whenever an answer states it. */
  readonly onUsage: (used: number, max: number) => void;
};

/** The few calls of the REST API that this app makes, typed; nothing here knows the domain. */
export type SalesforceClient = {
  describe(object: string): Promise<Remotely<Describe>>;
  /** One batch of a query; `all` also sees deleted and archived rows. */
  query(soql: string, all?: boolean): Promise<Remotely<QueryAnswer>>;
  /** Everything of a record that this login may read. */
  record(object: string, id: string): Promise<Remotely<RawRecord>>;
  create(object: string, body: JsonRecord): Promise<Remotely<string>>;
  /** Changes a record unless it was changed after `unmodifiedSince`; then the failure is denied with status 412. */
  update(
    object: string,
    id: string,
    body: JsonRecord,
    unmodifiedSince: number | null,
  ): Promise<Remotely<void>>;
  /** Up to {@link AT_ONCE} writes in one call, each with its own result, which is the record's id. */
  writeAll(writes: readonly RecordWrite[]): Promise<Remotely<Remotely<string>[]>>;
  remove(object: string, id: string): Promise<Remotely<void>>;
  deleted(object: string, start: string, end: string): Promise<Remotely<DeletedAnswer>>;
  /** Those of up to 2,000 records that can be seen and are not deleted, with nothing but their ids. */
  visible(object: string, ids: readonly string[]): Promise<Remotely<unknown[]>>;
  /** API versions that the org offers, such as `62.0`. */
  versions(): Promise<Remotely<string[]>>;
  /** Cheapest call that proves that the sign-in holds. */
  ping(): Promise<Remotely<void>>;
  identity(organizationId: string, userId: string): Promise<Remotely<Identity>>;
  /** Sends a multipart body that creates a record. */
  createMultipart(
    object: string,
    contentType: string,
    body: StreamedBody,
    stop: HttpRequest['stop'],
  ): Promise<Remotely<string>>;
};

/** Writing many records, each with what the org does about it, takes longer than one: so much of its patience more for each. */
const EACH_MORE = 1 / 5;

function unchangedSince(time: number | null): Record<string, string> {
  return time === null ? {} : { 'If-Unmodified-Since': new Date(time).toUTCString() };
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** Makes a client over an authorised transport. */
export function createSalesforceClient(options: SalesforceClientOptions): SalesforceClient {
  const { authorized, base, now, onUsage, timeoutMs } = options;

  function noteUsage(answer: HttpAnswer): void {
    const usage = usageOf(answer.headers.get('sforce-limit-info'));
    if (usage !== null) onUsage(usage.used, usage.max);
  }

  type Call = Omit<HttpRequest, 'url'> & { readonly path: string };

  async function sendTo(
    prefix: (apiVersion: string) => string,
    request: Call,
  ): Promise<Remotely<HttpAnswer>> {
    const where = base();
    if (where === null)
      return err({
        kind: 'sign-in',
        why: 'You are not signed in to Salesforce.',
        fix: 'Sign in under Connections.',
      });
    const { path, ...rest } = request;
    const answer = await authorized.send({
      ...rest,
      url: `${where.instanceUrl}${prefix(where.apiVersion)}${path}`,
      headers: { Accept: 'application/json', ...rest.headers },
    });
    if (!answer.ok) return answer;
    noteUsage(answer.value);
    if (answer.value.status >= 200 && answer.value.status < 300) return answer;
    return err(failureOf(answer.value, request.method !== 'GET', now()));
  }

  function send(request: Call): Promise<Remotely<HttpAnswer>> {
    return sendTo((apiVersion) => `/services/data/v${apiVersion}`, request);
  }

  function write(
    method: 'POST' | 'PATCH',
    path: string,
    body: JsonRecord,
    headers: Record<string, string> = {},
  ) {
    return send({
      method,
      path,
      body: JSON.stringify(body),
      headers: { 'Content-Type': JSON_TYPE, ...headers },
    });
  }

  function resultOfPart({ id }: RecordWrite, part: CompositePart | undefined): Remotely<string> {
    if (part === undefined) return err({ kind: 'lost', why: 'Salesforce left out what became of a record.' });
    const status = part.httpStatusCode;
    const body = new TextEncoder().encode(JSON.stringify(part.body ?? null));
    const answer: HttpAnswer = { status, headers: new Headers(), body };
    if (status < 200 || status >= 300) return err(failureOf(answer, true, now()));
    return id === null ? savedId(answer, 'the new record') : ok(id);
  }

  function savedId(answer: HttpAnswer, what: string): Remotely<string> {
    const saved = parseAnswer(answer, SaveAnswer, what);
    return saved.ok ? ok(saved.value.id) : saved;
  }

  return {
    async describe(object) {
      const answer = await send({ method: 'GET', path: `/sobjects/${encodeURIComponent(object)}/describe` });
      return answer.ok ? parseAnswer(answer.value, Describe, `the fields of ${object}`) : answer;
    },
    async query(soql, all = false) {
      const path = `/${all ? 'queryAll' : 'query'}?q=${encodeURIComponent(soql)}`;
      const headers = { 'Sforce-Query-Options': 'batchSize=2000' };
      const answer = await send({ method: 'GET', path, headers });
      return answer.ok ? parseAnswer(answer.value, QueryAnswer, 'the records') : answer;
    },
    async record(object, id) {
      const answer = await send({ method: 'GET', path: `/sobjects/${encodeURIComponent(object)}/${id}` });
      return answer.ok ? parseAnswer(answer.value, RawRecord, 'the record') : answer;
    },
    async create(object, body) {
      const answer = await write('POST', `/sobjects/${encodeURIComponent(object)}`, body);
      return answer.ok ? savedId(answer.value, 'the new record') : answer;
    },
    async update(object, id, body, unmodifiedSince) {
      const path = `/sobjects/${encodeURIComponent(object)}/${id}`;
      const answer = await write('PATCH', path, body, unchangedSince(unmodifiedSince));
      return answer.ok ? ok(undefined) : answer;
    },
    async writeAll(writes) {
      const compositeRequest = writes.map(({ object, id, body, unmodifiedSince }, index) => ({
        method: id === null ? 'POST' : 'PATCH',
        url: `/services/data/v${base()?.apiVersion ?? ''}/sobjects/${encodeURIComponent(object)}${id === null ? '' : `/${id}`}`,
        referenceId: `write${index}`,
        body,
        httpHeaders: unchangedSince(unmodifiedSince),
      }));
      const answer = await send({
        method: 'POST',
        path: '/composite',
        // One that is refused takes none of the others back.
        body: JSON.stringify({ allOrNone: false, compositeRequest }),
        headers: { 'Content-Type': JSON_TYPE },
        answerWithinMs: timeoutMs * (1 + writes.length * EACH_MORE),
      });
      if (!answer.ok) return answer;
      const list = parseAnswer(answer.value, CompositeAnswer, 'the written records');
      if (!list.ok) return list;
      const parts = new Map(list.value.compositeResponse.map((part) => [part.referenceId, part]));
      return ok(writes.map((one, index) => resultOfPart(one, parts.get(`write${index}`))));
    },
    async remove(object, id) {
      const answer = await send({ method: 'DELETE', path: `/sobjects/${encodeURIComponent(object)}/${id}` });
      return answer.ok ? ok(undefined) : answer;
    },
    async deleted(object, start, end) {
      const window = `start=${encodeURIComponent(start)}&end=${encodeURIComponent(end)}`;
      const answer = await send({
        method: 'GET',
        path: `/sobjects/${encodeURIComponent(object)}/deleted/?${window}`,
      });
      return answer.ok ? parseAnswer(answer.value, DeletedAnswer, 'the deleted records') : answer;
    },
    async visible(object, ids) {
      const answer = await send({
        // A read with a body, because the ids do not fit into an address.
        method: 'POST',
        path: `/composite/sobjects/${encodeURIComponent(object)}`,
        body: JSON.stringify({ ids, fields: ['Id'] }),
        headers: { 'Content-Type': JSON_TYPE },
      });
      if (!answer.ok) return answer;
      const list = parseAnswer(answer.value, CollectionAnswer, 'the records that are there');
      return list.ok ? ok(list.value.filter((record) => record !== null)) : list;
    },
    async versions() {
      const answer = await sendTo(() => '', { method: 'GET', path: '/services/data/' });
      if (!answer.ok) return answer;
      const list = parseAnswer(answer.value, VersionList, 'the versions');
      return list.ok ? ok(list.value.map(({ version }) => version)) : list;
    },
    async ping() {
      const answer = await send({ method: 'GET', path: '/' });
      return answer.ok ? ok(undefined) : answer;
    },
    async identity(organizationId, userId) {
      const path = `/id/${encodeURIComponent(organizationId)}/${encodeURIComponent(userId)}`;
      const answer = await sendTo(() => '', { method: 'GET', path });
      return answer.ok ? parseAnswer(answer.value, Identity, 'the user') : answer;
    },
    async createMultipart(object, contentType, body, stop) {
      const answer = await send({
        method: 'POST',
        path: `/sobjects/${encodeURIComponent(object)}`,
        headers: { 'Content-Type': contentType },
        body,
        timeoutMs: options.transferTimeoutMs,
        ...(stop === undefined ? {} : { stop }),
      });
      return answer.ok ? savedId(answer.value, 'the new file') : answer;
    },
  };
}
