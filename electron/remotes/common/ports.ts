import type { Playbook } from '../../../shared/playbook/playbook';
import type { Clock } from '../../../shared/ports/clock';
import type { FileSource } from '../../../shared/ports/file-source';
import type { Log } from '../../../shared/ports/log';
import { Homes } from '../../../shared/schema/home';
import { z } from '../../../shared/schema/zod';

/** The one function through which everything leaves this machine; `net.fetch` in the app. */
export type FetchLike = (url: string, init: RequestInit) => Promise<Response>;

/** What went wrong for the person, and what she can do. */
export type Complaint = { readonly message: string; readonly fix: string };

/** Where tokens live: the system's key store, or memory when there is none (`durable` false, G11). */
export type SecretStore = {
  readonly durable: boolean;
  load(key: string): Promise<string | null>;
  save(key: string, value: string): Promise<void>;
  remove(key: string): Promise<void>;
};

/** What the person is told when the disk or the key store refused to keep a sign-in. */
export function notKept(server: string): string {
  return `The sign-in at ${server} could not be stored on this computer, so it ends with the app; then sign in again. Make room on the disk or unlock the key store.`;
}

/** What the person is told when the disk refused to forget a sign-in that she ended. */
function notForgotten(server: string, why: string): string {
  return `Nothing is read or sent any more, but the sign-in at ${server} could not be removed from this computer (${why}). Make room on the disk and start Channel Desk again; if it shows as connected then, disconnect again.`;
}

/** What is left of a sign-in that she ended, in words: why it is still on this computer, and where it is still valid; null for nothing. */
export function leftOfSignIn(
  server: string,
  notWiped: string | null,
  stillValid: string | null,
): string | null {
  const notes = [notWiped === null ? null : notForgotten(server, notWiped), stillValid];
  return notes.filter((note) => note !== null).join(' ') || null;
}

/** A Salesforce org that was connected; nothing here is secret. */
export const SalesforceConnection = z.object({
  loginUrl: z.string(),
  clientId: z.string(),
  /** Origin of the org as the token answer named it; the only one besides `loginUrl` that gets the token. */
  instanceUrl: z.string(),
  organizationId: z.string(),
  userId: z.string(),
  userName: z.string().nullable(),
  /** Without the leading v: `62.0`. */
  apiVersion: z.string(),
});
export type SalesforceConnection = z.infer<typeof SalesforceConnection>;

/** A GitLab instance that was connected; nothing here is secret. */
export const GitlabConnection = z.object({
  /** Address of the instance without a trailing slash. */
  url: z.string(),
  /** Application id for sign-in in the browser; null when a personal access token is used. */
  clientId: z.string().nullable(),
  redirectUri: z.string().nullable(),
  userId: z.int(),
  userName: z.string(),
});
export type GitlabConnection = z.infer<typeof GitlabConnection>;

/** A file sent to Salesforce whose twin may still appear. */
export const WatchedUpload = z.object({
  marker: z.string(),
  linkTo: z.string(),
  /** Other records on which an earlier try may have put it. */
  alsoAt: z.array(z.string()).default([]),
  name: z.string(),
  md5: z.string(),
  /** Local time in milliseconds up to which it is looked for. */
  until: z.number(),
});
export type WatchedUpload = z.infer<typeof WatchedUpload>;

/** A record sent to an org that lets it come twice; a request that took effect late is known by what it said. */
export const WatchedCreate = z.object({
  /** This app's id of it. */
  recordId: z.string(),
  /** Local time in milliseconds at which it left. */
  at: z.number(),
  /** Names of the fields that it was given. */
  fields: z.array(z.string()),
  /** Digest of their values, so that nothing of the desk is told by this file. */
  print: z.string(),
  /** Salesforce id of the record that came of it, where the answer came. */
  made: z.string().nullable().default(null),
});
export type WatchedCreate = z.infer<typeof WatchedCreate>;

/** Both connections as they are kept between starts, and what has to be looked after there. */
export const Connections = z.object({
  salesforce: SalesforceConnection.nullable(),
  gitlab: GitlabConnection.nullable(),
  home: Homes.default({ salesforce: null, gitlab: null }),
  uploads: z.array(WatchedUpload).default([]),
  creates: z.array(WatchedCreate).default([]),
});
export type Connections = z.infer<typeof Connections>;

/** Keeps the connections between starts; `load` gives null on the first one. */
export type ConnectionStore = {
  load(): Promise<Connections | null>;
  save(connections: Connections): Promise<void>;
};

/** Everything the remotes need from their host. */
export type RemotesOptions = {
  readonly fetch: FetchLike;
  readonly playbook: () => Playbook;
  readonly store: ConnectionStore;
  readonly secrets: SecretStore;
  /** Bytes of the documents that are sent. */
  readonly files: FileSource;
  readonly clock: Clock;
  readonly log: Log;
  /** Shows the sign-in page in the person's own browser (RFC 8252). */
  readonly openBrowser: (url: string) => Promise<void>;
  /** Port of 127.0.0.1 on which the sign-in comes back; 0, the default, takes any free one. */
  readonly loopbackPort?: number;
  /** Patience for one answer; 30 seconds by default. */
  readonly timeoutMs?: number;
  /** Patience for one file; 10 minutes by default. */
  readonly transferTimeoutMs?: number;
  /** Patience for the person to sign in; 5 minutes by default. */
  readonly signInTimeoutMs?: number;
};
