import { JournalTrouble } from '../schema/journal';
import {
  CrmPut,
  PresenceAnswer,
  PresenceRequest,
  PullRequest,
  RemoteCommand,
  RemoteOutcome,
} from '../schema/remote-command';
import { Settings } from '../schema/settings';
import { Transfer } from '../schema/transfer';
import { z } from '../schema/zod';
import { backupContract } from './backup-contract';
import { filesContract } from './files-contract';
import { journalContract } from './journal-contract';
import { menuCommands } from './menu-commands';
import { nothing, resultOf } from './result-of';

/** State of one connection as the person sees it; never a secret. */
export const ConnectionState = z.object({
  remote: z.enum(['salesforce', 'gitlab']),
  /** Origin the app talks to; null when not set up. */
  origin: z.string().nullable(),
  user: z.string().nullable(),
  state: z.enum(['not-set-up', 'signed-in', 'signed-out', 'unreachable']),
  /** Plain words: what is wrong and what to do; null when all is well. */
  note: z.string().nullable(),
  /** Share of the daily Salesforce API budget used, where known. */
  apiUsed: z.int().nullable(),
  apiMax: z.int().nullable(),
  /** Requests that are kept for sending: reading stops when no more are left. */
  apiReserve: z.int().nullable(),
});
export type ConnectionState = z.infer<typeof ConnectionState>;

/** A mistake in a playbook file: which file, where in it (line from 1, null when something is missing), and what is wrong. */
export const PlaybookProblem = z.object({
  file: z.string(),
  path: z.string(),
  line: z.int().positive().nullable(),
  message: z.string(),
});
export type PlaybookProblem = z.infer<typeof PlaybookProblem>;

/** Paper that the planner prints on. */
export const PageFormat = z.object({
  size: z.enum(['A4', 'A3', 'Letter', 'Tabloid']),
  landscape: z.boolean(),
});
export type PageFormat = z.infer<typeof PageFormat>;

/** Every channel between page and main process: what goes in and what comes out. Both sides parse. */
export const ipcContract = {
  'app.info': {
    in: nothing,
    out: resultOf(
      z.object({
        version: z.string(),
        electron: z.string(),
        chromium: z.string(),
        platform: z.string(),
        locale: z.string(),
        timeZone: z.string(),
        /** The demo workspace was asked for: the page seeds it on first start. */
        demo: z.boolean(),
        evaluationRuntime: z.boolean(),
        settings: Settings.partial(),
      }),
    ),
  },
  /** Whether secrets outlive the app; false when this machine can keep them only in memory. */
  'app.secrets': { in: nothing, out: resultOf(z.object({ durable: z.boolean() })) },
  /** The page is about to show something, so its window may be seen. */
  'app.ready': { in: nothing, out: resultOf(nothing) },
  /** Tells main the chosen theme, so that the next start opens in its colour and native parts follow. */
  'app.theme': { in: z.object({ theme: Settings.shape.theme }), out: resultOf(nothing) },
  /** The playbook with its holidays as text, which `readProcess` parses: a tree of that size is slow to hand over. */
  'playbook.load': {
    in: nothing,
    out: z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), value: z.string() }),
      z.object({ ok: z.literal(false), error: z.object({ problems: z.array(PlaybookProblem) }) }),
    ]),
  },
  'remote.execute': { in: RemoteCommand, out: resultOf(RemoteOutcome) },
  /** Writes of different records at once; the outcomes come in their order. */
  'remote.put-all': { in: z.array(CrmPut).min(1).max(200), out: resultOf(z.array(RemoteOutcome)) },
  /** A page of a feed as text, which `readPullPage` parses: thousands of rows are slow to hand over in the window otherwise. */
  'remote.pull': { in: PullRequest, out: resultOf(z.string()) },
  'remote.presence': { in: PresenceRequest, out: resultOf(PresenceAnswer) },
  /** Stops an upload of which something has not left yet; false when it is too late. */
  'remote.stop-upload': { in: z.object({ marker: z.string() }), out: resultOf(z.boolean()) },
  'connections.list': { in: nothing, out: resultOf(z.array(ConnectionState)) },
  /** Calls sent to both remotes since the app was started. */
  'remote.calls': { in: nothing, out: resultOf(z.int().nonnegative()) },
  /** Asks both remotes who we are; cheap, used to notice that the network is back. */
  'connections.check': { in: nothing, out: resultOf(z.array(ConnectionState)) },
  'connections.connect': {
    in: z.discriminatedUnion('remote', [
      z.object({ remote: z.literal('salesforce'), loginUrl: z.url(), clientId: z.string().min(1) }),
      z.object({
        remote: z.literal('gitlab'),
        url: z.url(),
        token: z.string().min(1).nullable(),
        clientId: z.string().nullable(),
      }),
    ]),
    out: resultOf(ConnectionState),
  },
  /** Ends a sign-in that waits for the browser. */
  'connections.cancel': { in: nothing, out: resultOf(z.null()) },
  'connections.disconnect': {
    in: z.object({ remote: z.enum(['salesforce', 'gitlab']) }),
    /** What could not be done at the remote, in plain words; null when all was. */
    out: resultOf(z.object({ note: z.string().nullable() })),
  },
  /** Saves bytes where the person says; null when she cancels. */
  'file.save': {
    in: z.object({ suggestedName: z.string().min(1).max(200), bytes: z.instanceof(Uint8Array) }),
    out: resultOf(z.object({ path: z.string() }).nullable()),
  },
  /** Prints a page of this app (a route under `print/`) to PDF bytes. */
  'print.pdf': {
    in: z.object({ route: z.string().regex(/^print\//), format: PageFormat }),
    out: resultOf(z.object({ bytes: z.instanceof(Uint8Array) })),
  },
  /** Opens the person's mail program with a drafted message (MDF-5). */
  'mail.draft': {
    in: z.object({ to: z.array(z.string()), cc: z.array(z.string()), subject: z.string(), body: z.string() }),
    out: resultOf(nothing),
  },
  /** Opens a link in the browser when its host is allowed. */
  'link.open': { in: z.object({ url: z.url() }), out: resultOf(nothing) },
  ...filesContract,
  ...journalContract,
  ...backupContract,
  'log.write': {
    in: z.object({ level: z.enum(['info', 'warn', 'error']), message: z.string().max(4000) }),
    out: resultOf(nothing),
  },
} as const;

/** Name of a channel. */
export type Channel = keyof typeof ipcContract;
export type ChannelIn<C extends Channel> = z.infer<(typeof ipcContract)[C]['in']>;
export type ChannelOut<C extends Channel> = z.infer<(typeof ipcContract)[C]['out']>;

/** Things main tells the page without being asked. */
export const ipcEvents = {
  /** The machine woke up or the system reports a network again: try to sync. */
  'net.maybe-online': z.undefined(),
  'connections.changed': z.array(ConnectionState),
  /** The uploads under way, whenever one begins, has come further or is over. */
  'uploads.changed': z.array(Transfer),
  /** The journal stopped taking entries, or takes them again (null). */
  'journal.trouble': z.object({ trouble: JournalTrouble.nullable() }),
  /** A menu command such as `go.mdf` or `edit.undo`; undo and redo come only when no text field took the key. */
  'menu.command': z.object({ command: z.enum(menuCommands) }),
} as const;
/** Name of an event that main tells the page. */
export type EventName = keyof typeof ipcEvents;
export type EventPayload<E extends EventName> = z.infer<(typeof ipcEvents)[E]>;
