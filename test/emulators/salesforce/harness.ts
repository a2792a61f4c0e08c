import { afterAll, beforeAll } from 'vitest';
import { loadScenario, type Scenario } from '../scenario/scenario';
import { SalesforceSeed, type SalesforceSeedInput } from '../scenario/salesforce-seed';
import { type RunningSalesforce, type SalesforceOptions, startSalesforce } from './start';

/** An answer with its body read as JSON; the body is what the assertion says it is. */
export interface Answer<T = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** A running org and a login to it. */
export interface OrgUnderTest {
  readonly sf: RunningSalesforce;
  readonly token: string;
  /** Calls a resource below `/services/data/v62.0`, or any path that begins with a slash pair or `/services`. */
  call<T = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>>;
  query<T = Record<string, unknown>>(
    soql: string,
    headers?: Record<string, string>,
  ): Promise<Answer<QueryBody<T>>>;
  /** Creates a record and returns its id; fails the test when it is refused. */
  create(object: string, fields: Record<string, unknown>): Promise<string>;
  control<T = unknown>(method: string, path: string, body?: unknown): Promise<Answer<T>>;
}

/** What a query answers. */
export interface QueryBody<T> {
  readonly totalSize: number;
  readonly done: boolean;
  readonly nextRecordsUrl?: string;
  readonly records: readonly T[];
}

/** Salesforce's error array. */
export type Errors = readonly {
  readonly errorCode: string;
  readonly message: string;
  readonly fields?: readonly string[];
}[];

async function answerOf<T>(response: Response): Promise<Answer<T>> {
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json') && text !== '';
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson ? JSON.parse(text) : text) as T,
  };
}

/** Trades the seed's refresh token for an access token. */
export async function accessToken(sf: RunningSalesforce, clientId?: string): Promise<string> {
  const login = sf.login(clientId);
  const response = await fetch(`${login.loginUrl}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: login.clientId,
      refresh_token: login.refreshToken,
    }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

/** Starts an org from the default scenario with changes to its Salesforce part, and logs in. */
export async function startOrg(
  changes: Partial<SalesforceSeedInput> = {},
  options: Partial<SalesforceOptions> = {},
  scenario: Scenario = loadScenario(undefined, options.now?.()),
): Promise<OrgUnderTest> {
  const salesforce = SalesforceSeed.parse({ ...scenario.salesforce, ...changes });
  const sf = await startSalesforce({ ...options, scenario: { people: scenario.people, salesforce } });
  const token = await accessToken(sf);
  async function call<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const url =
      path.startsWith('/services') || path.startsWith('//')
        ? sf.url + path
        : `${sf.url}/services/data/v62.0${path}`;
    const response = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return answerOf<T>(response);
  }
  return {
    sf,
    token,
    call,
    query: (soql, headers) => call('GET', `/query?q=${encodeURIComponent(soql)}`, undefined, headers),
    async create(object, fields) {
      const answer = await call<{ id: string }>('POST', `/sobjects/${object}`, fields);
      if (answer.status !== 201) throw new Error(`${object} was refused: ${JSON.stringify(answer.body)}`);
      return answer.body.id;
    },
    async control<T>(method: string, path: string, body?: unknown) {
      const response = await fetch(sf.controlUrl + path, {
        method,
        ...(body === undefined
          ? {}
          : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      });
      return answerOf<T>(response);
    },
  };
}

/** One org for all tests of a file. */
export function useOrg(
  changes: Partial<SalesforceSeedInput> = {},
  options: Partial<SalesforceOptions> = {},
): () => OrgUnderTest {
  let org: OrgUnderTest | undefined;
  beforeAll(async () => {
    org = await startOrg(changes, options);
  });
  afterAll(async () => {
    await org?.sf.stop();
  });
  return () => {
    if (!org) throw new Error('the org is not running');
    return org;
  };
}

/** Ways to ask an org in SOQL: for the records, for one field of each, for the error of what is no query. */
export function inSoql(org: () => OrgUnderTest) {
  async function rows(soql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const { status, body } = await org().query(soql);
    if (status !== 200) throw new Error(`${soql} was refused: ${JSON.stringify(body)}`);
    return body.records;
  }
  return {
    rows,
    names: async (soql: string, field = 'Name') => (await rows(soql)).map((row) => row[field]),
    async refused(soql: string): Promise<Errors[number]> {
      const { status, body } = await org().call<Errors>('GET', `/query?q=${encodeURIComponent(soql)}`);
      const [error] = body;
      if (status !== 400 || error === undefined) throw new Error(`${soql} was answered with ${status}`);
      return error;
    },
  };
}

/** Id of the first account of the default scenario with this name. */
export async function accountId(org: OrgUnderTest, name: string): Promise<string> {
  const answer = await org.query<{ Id: string }>(`SELECT Id FROM Account WHERE Name = '${name}'`);
  const [account] = answer.body.records;
  if (!account) throw new Error(`no account ${name}`);
  return account.Id;
}
