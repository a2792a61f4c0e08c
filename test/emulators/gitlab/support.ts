import { readFileSync } from 'node:fs';
import { GitlabSeed } from '../scenario/gitlab-seed';
import { resolveRelativeDates } from '../shared-http/relative-dates';
import type { GitlabEmulator } from './start';

/** Path of the project that the default seed is about. */
export const PROJECT = 'channel-marketing/partner-marketing';
/** {@link PROJECT} as it stands in a URL. */
export const PROJECT_URL = `/projects/${encodeURIComponent(PROJECT)}`;
/** Tokens of the default seed. */
export const TOKENS = {
  owner: 'glpat-dana',
  maintainer: 'glpat-mdf-ops',
  reporter: 'glpat-marcus',
  readOnly: 'glpat-read-only',
  outsider: 'glpat-outsider',
  expired: 'glpat-expired',
  root: 'glpat-root',
  oauth: 'oauth-dana-access',
  oauthRefresh: 'oauth-dana-refresh',
} as const;

/** The default seed, its dates counted from now. */
export function defaultSeed(): GitlabSeed {
  const file = new URL('../scenario/default-gitlab.json', import.meta.url);
  return GitlabSeed.parse(resolveRelativeDates(JSON.parse(readFileSync(file, 'utf8')), new Date()));
}

/** A JSON object of an answer. */
export type Row = Readonly<Record<string, unknown>>;

/** One answer, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body when it is a JSON object, else an empty one. */
  readonly row: Row;
  /** The body when it is a JSON list, else an empty one. */
  readonly rows: readonly Row[];
}

/** How to send a request. */
export interface Sending {
  readonly token?: string | null;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly body?: BodyInit;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends one request below `/api/v4` as the owner unless told otherwise. */
export async function send(
  emulator: GitlabEmulator,
  method: string,
  path: string,
  sending: Sending = {},
): Promise<Answer> {
  const { token = TOKENS.owner, json, form } = sending;
  const headers = new Headers(sending.headers);
  if (token !== null) headers.set('private-token', token);
  if (json !== undefined) headers.set('content-type', 'application/json');
  const payload = json !== undefined ? JSON.stringify(json) : form ? new URLSearchParams(form) : sending.body;
  const response = await fetch(`${emulator.url}/api/v4${path}`, {
    method,
    headers,
    ...(payload === undefined ? {} : { body: payload }),
    redirect: 'manual',
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type') === 'application/json' && text !== '';
  const body: unknown = isJson ? JSON.parse(text) : null;
  const rows = Array.isArray(body) ? (body as Row[]) : [];
  const row = body !== null && typeof body === 'object' && !Array.isArray(body) ? (body as Row) : {};
  return { status: response.status, headers: response.headers, text, row, rows };
}

/** A whole number out of a row; a row without it fails the test. */
export function numberIn(row: Row | undefined, key: string): number {
  const value = row?.[key];
  if (typeof value !== 'number') throw new Error(`"${key}" is not a number in ${JSON.stringify(row)}`);
  return value;
}

/** A text out of a row; a row without it fails the test. */
export function textIn(row: Row | undefined, key: string): string {
  const value = row?.[key];
  if (typeof value !== 'string') throw new Error(`"${key}" is not a text in ${JSON.stringify(row)}`);
  return value;
}
