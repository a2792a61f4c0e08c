import { FieldMap } from './field-value';
import { RemoteRef } from './remote-ref';
import { Stream } from './sync-state';
import { PlainDate, SalesforceId, Sha256 } from './values';
import { z } from './zod';

/**
 * Every write carries the id of its step, `marker`: the external id in Salesforce or the hidden marker in GitLab.
 * `repeat` says that an earlier try may have arrived, so the remote must look before it writes (G3).
 */
const write = { marker: z.string().min(8), repeat: z.boolean() };

/**
 * Which item a number belongs to, because numbers are counted anew in every project and group: its global id, and its
 * address when it was last seen.
 */
const WhichItem = z.object({ id: z.int(), url: z.string().nullable() });
export type WhichItem = z.infer<typeof WhichItem>;
const item = { item: WhichItem.optional() };

/**
 * Upsert by external id = `recordId`. Nothing is written and `stale` comes back when the remote is newer than
 * `expectStamp`, or, where that is null, when a field would change that is not among `expectFields`.
 */
export const CrmPut = z.object({
  kind: z.literal('crm.put'),
  ...write,
  entity: z.enum(['fund-request', 'claim', 'registration']),
  recordId: z.string(),
  salesforceId: SalesforceId.nullable(),
  /** Domain field names; the playbook maps them. Ids of related records are given as 18-character Salesforce ids. */
  fields: FieldMap,
  expectStamp: z.string().nullable(),
  /** The values agreed last of these fields: stamps are whole seconds, so an equal one does not say that nothing changed. */
  expectFields: FieldMap.optional(),
});
export type CrmPut = z.infer<typeof CrmPut>;

/** The hidden line that marks what this app made in GitLab: `<!-- channel-desk:<marker> -->`. */
export const RemoteCommand = z.discriminatedUnion('kind', [
  CrmPut,
  /** A file attached to a Salesforce record; verified by checksum. Its bytes are read from where the remotes find files. */
  z.object({
    kind: z.literal('crm.file'),
    ...write,
    linkTo: SalesforceId,
    /** Other records on which an earlier try may have put it. */
    alsoAt: z.array(SalesforceId).optional(),
    name: z.string(),
    mediaType: z.string(),
    sha256: Sha256,
  }),
  /** Has a campaign say in its name and its status that it does not take place; one that says so is left as it is. */
  z.object({
    kind: z.literal('crm.campaign'),
    ...write,
    campaignId: SalesforceId,
    namePrefix: z.string(),
    status: z.string(),
    /** Its name before the first try: when repeating, one that was named otherwise since is left alone. */
    knownName: z.string().nullable().optional(),
  }),
  z.object({
    kind: z.literal('git.epic'),
    ...write,
    title: z.string(),
    body: z.string(),
    confidential: z.boolean(),
    labels: z.array(z.string()),
    start: PlainDate.nullable(),
    due: PlainDate.nullable(),
    /** Only items created after this UTC instant are looked at when repeating. */
    since: z.string(),
  }),
  z.object({
    kind: z.literal('git.issue'),
    ...write,
    title: z.string(),
    /** Name of an issue template whose text precedes `body`; null for none. */
    template: z.string().nullable(),
    body: z.string(),
    confidential: z.boolean(),
    labels: z.array(z.string()),
    assignee: z.string().nullable(),
    due: PlainDate.nullable(),
    since: z.string(),
  }),
  /** Puts an issue (global id) into an epic (iid); already linked counts as done. */
  z.object({ kind: z.literal('git.link'), ...write, ...item, epicIid: z.int(), issueId: z.int() }),
  /** Replaces the part of an epic's or issue's description between this app's fences, leaving the rest as people wrote it. */
  z.object({
    kind: z.literal('git.edit'),
    ...write,
    ...item,
    type: z.enum(['epic', 'issue']),
    iid: z.int(),
    title: z.string().nullable(),
    /** Stands before the title, whatever it is by then; left out for none. */
    titlePrefix: z.string().optional(),
    body: z.string().nullable(),
    /** Lines to be added to our part of the description where it does not have them yet; nothing else of it changes. */
    addLinks: z
      .object({
        heading: z.string(),
        lines: z.array(z.object({ text: z.string(), url: z.string().nullable() }).readonly()).readonly(),
      })
      .readonly()
      .optional(),
    addLabels: z.array(z.string()),
    /** Scoped label to set; the spelling that exists in the project is used (POP-2). */
    scopedLabel: z.string().nullable(),
    start: PlainDate.nullable(),
    due: PlainDate.nullable(),
    close: z.boolean(),
    /**
     * Numbers of the issues whose closing is the reason to close the item; it stays open when people opened it again
     * since, or one of them.
     */
    because: z.array(z.int()).optional(),
    /** Opens a closed item again; left out for no. */
    reopen: z.boolean().optional(),
    /** When given and the remote's updated_at is newer, `stale` comes back. */
    expectStamp: z.string().nullable(),
  }),
  /** Uploads a file once and leaves one note with it on an issue. */
  z.object({
    kind: z.literal('git.file'),
    ...write,
    ...item,
    issueIid: z.int(),
    name: z.string(),
    sha256: Sha256,
    note: z.string(),
  }),
  z.object({ kind: z.literal('git.note'), ...write, ...item, issueIid: z.int(), body: z.string() }),
]);
export type RemoteCommand = z.infer<typeof RemoteCommand>;

/** One remote record in domain words: `fields` hold only what the remote answered. */
export const RemoteRow = z.object({
  stream: Stream,
  ref: RemoteRef,
  /** The local record id, where the remote carries it (external id or marker). */
  recordId: z.string().nullable(),
  fields: FieldMap,
  deleted: z.boolean(),
  /** Set on what came into being twice and was put aside: the write that it repeats, and the one that counts. */
  twin: z
    .object({
      marker: z.string(),
      of: RemoteRef,
      /** Put aside in this very reading, so it is worth a line in the log. */
      fresh: z.boolean(),
    })
    .optional(),
  /** Set on what bears the mark of another and may be its twin or a record that a person made: why, and what helps. */
  lookalike: z.object({ marker: z.string(), of: RemoteRef, reason: z.string() }).optional(),
});
export type RemoteRow = z.infer<typeof RemoteRow>;

/** Why a remote said no for good; the person has to act. */
export const RemoteRefusal = z.object({
  code: z.string(),
  message: z.string(),
  fields: z.array(z.string()),
  fix: z.string(),
});
export type RemoteRefusal = z.infer<typeof RemoteRefusal>;

/** What became of a write. */
export const RemoteOutcome = z.discriminatedUnion('kind', [
  /** Done and read back; `row` is the remote state afterwards when the command has one. */
  z.object({
    kind: z.literal('done'),
    ref: RemoteRef,
    row: RemoteRow.nullable(),
    /** Set when it was there already, made by an earlier try or by others: nothing of this command was written. */
    found: z.literal(true).optional(),
  }),
  /** Nothing left this machine, or the connection was refused: certainly not done. */
  z.object({ kind: z.literal('unreachable'), why: z.string() }),
  /** Sent, but no answer came: may have been done. */
  z.object({
    kind: z.literal('ambiguous'),
    why: z.string(),
    /** Set when it was taken, and the look at what became of it was answered with a time to wait. */
    afterMs: z.int().nonnegative().optional(),
    /** Set when only an earlier try may have arrived: this one certainly did not leave. */
    unsent: z.literal(true).optional(),
  }),
  /** The remote asks for patience: limits, locks, maintenance. */
  z.object({ kind: z.literal('wait'), why: z.string(), afterMs: z.int().nonnegative().nullable() }),
  z.object({ kind: z.literal('sign-in'), why: z.string() }),
  z.object({ kind: z.literal('stale'), theirs: RemoteRow }),
  z.object({ kind: z.literal('gone'), why: z.string() }),
  z.object({ kind: z.literal('refused'), refusal: RemoteRefusal }),
  z.object({ kind: z.literal('unreadable'), why: z.string(), raw: z.string() }),
]);
export type RemoteOutcome = z.infer<typeof RemoteOutcome>;

/** A request for the next page of a stream. */
export const PullRequest = z.object({
  stream: Stream,
  cursor: z.string().nullable(),
  limit: z.int().positive().max(2000),
  /** Reads the feed from its beginning, although the cursor knows it. */
  again: z.boolean().optional(),
});
export type PullRequest = z.infer<typeof PullRequest>;

const noRows = [
  z.object({ kind: z.literal('unreachable'), why: z.string() }),
  z.object({ kind: z.literal('wait'), why: z.string(), afterMs: z.int().nonnegative().nullable() }),
  /** Reading is put off to leave the remote's requests to what the person sends; sending goes on. */
  z.object({ kind: z.literal('held'), why: z.string() }),
  z.object({ kind: z.literal('sign-in'), why: z.string() }),
  /** The stream does not exist in this org or group (missing object, feature or permission); `why` says it plainly. */
  z.object({ kind: z.literal('absent'), why: z.string() }),
] as const;

/** One page of a stream, or why there is none; `more` says that another page is ready now. */
export const PullPage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('page'),
    rows: z.array(RemoteRow),
    unreadable: z.array(z.object({ what: z.string(), reason: z.string(), raw: z.string() })),
    cursor: z.string(),
    more: z.boolean(),
    /** Rows of the whole feed, told with its first page where the remote knows it. */
    total: z.int().nonnegative().optional(),
    /**
     * Deletions that the rows do not tell: `owed` when those since the last round can no longer be listed, `regularly`
     * when this feed never lists them. Whoever keeps the rows then asks after them ({@link PresenceRequest}).
     */
    deletions: z.enum(['owed', 'regularly']).optional(),
  }),
  ...noRows,
  /** The cursor is too old or was refused: start again without one. */
  z.object({ kind: z.literal('restart'), why: z.string() }),
]);
export type PullPage = z.infer<typeof PullPage>;
/** Why a remote gave no rows. */
export type NoRows = Exclude<PullPage, { kind: 'page' | 'restart' }>;

/** A question after rows of one feed that are known here: are they still there? */
export const PresenceRequest = z.object({
  stream: Stream,
  /** The id of each row; GitLab is asked by the number that people see, and `url` tells in which project or group that counts. */
  rows: z.array(z.object({ id: z.string(), iid: z.int().nullable(), url: z.string().nullable() })).max(2000),
});
export type PresenceRequest = z.infer<typeof PresenceRequest>;

/** What became of known rows; those that are in none of the lists are there. */
export const PresenceAnswer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('presence'),
    /** Proven to be deleted. */
    gone: z.array(z.string()),
    /** Not to be seen, which may be a deletion as well as a right that was lost; `why` says what is known of it. */
    unseen: z.array(z.string()),
    /** Missing, but from another project or group than the one that was asked, which says nothing about them. */
    elsewhere: z.array(z.string()),
    why: z.string().nullable(),
  }),
  ...noRows,
]);
export type PresenceAnswer = z.infer<typeof PresenceAnswer>;
