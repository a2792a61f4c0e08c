import type { Hono } from 'hono';
import { z } from '../../../shared/schema/zod';
import { FieldPermission } from '../scenario/salesforce-seed';
import type { NodeEnv } from '../shared-http/serve';
import { ApiError } from './errors';
import { toId18 } from './ids';
import type { ObjectDef, StoredRecord } from './metadata/types';
import type { Actor, Org } from './org';
import { readField } from './records/read';
import { deleteRecord, insertRecord, updateRecord } from './records/write';
import type { Runtime } from './routes/env';
import { sha256 } from './seed-load';

const RemoteChange = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('create'),
    object: z.string(),
    fields: z.record(z.string(), z.unknown()),
    as: z.string().optional(),
  }),
  z.object({
    action: z.literal('update'),
    object: z.string(),
    id: z.string(),
    fields: z.record(z.string(), z.unknown()),
    as: z.string().optional(),
  }),
  z.object({ action: z.literal('delete'), object: z.string(), id: z.string(), as: z.string().optional() }),
  /** Emptied from the recycle bin; the deletion log keeps it. */
  z.object({ action: z.literal('purge'), object: z.string(), id: z.string() }),
  /** The login loses or regains the right to see the record. */
  z.object({ action: z.enum(['hide', 'show']), object: z.string(), id: z.string() }),
  /** The login looks at the record in Salesforce, as after cloning it there. */
  z.object({ action: z.literal('view'), object: z.string(), id: z.string() }),
]);

/** A change made behind the client's back, as `POST /records` takes it. */
export type RemoteChangeSpec = z.input<typeof RemoteChange>;

const UsageInput = z.object({ used: z.int().nonnegative().optional(), max: z.int().positive().optional() });

/** One stored file as `GET /state` shows it. */
export interface FileState {
  readonly versionId: string;
  readonly documentId: string;
  readonly title: string;
  readonly pathOnClient: string;
  readonly size: number;
  readonly md5: string;
  readonly sha256: string;
  /** Ids of the records that it is attached to, users left out. */
  readonly linkedTo: readonly string[];
}

function wholeRecord(org: Org, def: ObjectDef, record: StoredRecord): Record<string, unknown> {
  return Object.fromEntries(
    def.fields
      .filter(({ type }) => type !== 'base64' && type !== 'address')
      .map((field) => [field.name, readField(org, def, record, field)]),
  );
}

/** Every record of an object, those in the recycle bin included. */
export function recordsOf(org: Org, object: string): readonly Record<string, unknown>[] {
  const def = org.metadata.object(object);
  if (!def) throw new ApiError(404, 'NOT_FOUND', `this org has no object ${object}`);
  return [...org.store.all(def.name)].map((record) => wholeRecord(org, def, record));
}

/** Every stored file that was not deleted. */
export function filesOf(org: Org): readonly FileState[] {
  return [...org.store.all('ContentVersion')]
    .filter((version) => version['IsDeleted'] !== true)
    .map((version) => {
      const documentId = String(version['ContentDocumentId']);
      const bytes = org.store.bytes(String(version['Id'])) ?? new Uint8Array();
      const linkedTo = org.store
        .find('ContentDocumentLink', 'ContentDocumentId', documentId)
        .map((id) => org.store.get('ContentDocumentLink', id))
        .filter((link) => link?.['IsDeleted'] !== true)
        .map((link) => String(link?.['LinkedEntityId']))
        .filter((id) => !id.startsWith('005'));
      return {
        versionId: String(version['Id']),
        documentId,
        title: String(version['Title']),
        pathOnClient: String(version['PathOnClient']),
        size: bytes.length,
        md5: String(version['Checksum']),
        sha256: sha256(bytes),
        linkedTo,
      };
    });
}

function actorFor(org: Org, username: string | undefined): Actor {
  const users = [...org.store.all('User')];
  // Without a name it is the last user: somebody else than the one who logs in by default.
  const user = username === undefined ? users.at(-1) : users.find((item) => item['Username'] === username);
  if (!user) throw new ApiError(404, 'NOT_FOUND', `this org has no user ${username ?? ''}`);
  return { userId: String(user['Id']), allowDuplicates: true };
}

/** Makes a change as another user, or takes a record away, and returns its id and new stamp. */
export function changeRemotely(org: Org, spec: RemoteChangeSpec): { id: string; stamp: string | null } {
  return org.metadata.unrestricted(() => changed(org, RemoteChange.parse(spec)));
}

function changed(org: Org, change: z.infer<typeof RemoteChange>): { id: string; stamp: string | null } {
  const def = org.metadata.object(change.object);
  if (!def) throw new ApiError(404, 'NOT_FOUND', `this org has no object ${change.object}`);
  const stampOf = (id: string): { id: string; stamp: string | null } => ({
    id,
    stamp: (org.store.get(def.name, id)?.['SystemModstamp'] ?? null) as string | null,
  });
  /** What this login may not see, others may still change. */
  function seeing(idText: string, work: () => string): string {
    const id = toId18(idText) ?? '';
    const wasHidden = org.store.isHidden(id);
    org.store.hide(id, false);
    try {
      return work();
    } finally {
      org.store.hide(id, wasHidden);
    }
  }
  switch (change.action) {
    case 'create':
      return stampOf(insertRecord(org, actorFor(org, change.as), def, change.fields));
    case 'update': {
      const { id, fields, as } = change;
      return stampOf(seeing(id, () => updateRecord(org, actorFor(org, as), def, id, fields)));
    }
    case 'delete':
      return stampOf(seeing(change.id, () => deleteRecord(org, actorFor(org, change.as), def, change.id)));
    default: {
      const id = toId18(change.id);
      const record = id === null ? null : org.store.get(def.name, id);
      if (!id || !record) throw new ApiError(404, 'NOT_FOUND', `there is no ${def.name} ${change.id}`);
      if (change.action === 'view') org.store.put(def.name, { ...record, LastViewedDate: org.stamp() });
      else if (change.action === 'purge') org.store.purge(def.name, id);
      else org.store.hide(id, change.action === 'hide');
      return stampOf(id);
    }
  }
}

/** The controls that only Salesforce has: state, remote changes, request allocation, tokens and cursors. */
export function addSalesforceControls(app: Hono<NodeEnv>, runtime: Runtime): void {
  const { org } = runtime;
  app.get('/state', (c) => {
    const objects = c.req.query('object')?.split(',') ?? org.metadata.objects.map(({ name }) => name);
    return c.json({
      records: Object.fromEntries(objects.map((name) => [name, recordsOf(org, name)])),
      files: filesOf(org),
      usage: org.usage,
    });
  });
  app.get('/state/:object', (c) => c.json(recordsOf(org, c.req.param('object'))));
  app.post('/records', async (c) => {
    const spec = (await c.req.json()) as RemoteChangeSpec;
    try {
      return c.json(await runtime.lock.run(async () => changeRemotely(org, spec)), 201);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return c.json({ error: error.message }, 400);
    }
  });
  app.post('/usage', async (c) => {
    Object.assign(org.usage, UsageInput.parse(await c.req.json()));
    return c.json(org.usage);
  });
  app.post('/tokens/expire', (c) => {
    runtime.tokens.expireAccessTokens();
    return c.body(null, 204);
  });
  app.post('/tokens/revoke', (c) => {
    runtime.tokens.revokeAll();
    return c.body(null, 204);
  });
  app.post('/objects', async (c) => {
    const { object, hidden } = z
      .object({ object: z.string(), hidden: z.boolean() })
      .parse(await c.req.json());
    if (hidden) org.hiddenObjects.add(object);
    else org.hiddenObjects.delete(object);
    return c.body(null, 204);
  });
  app.post('/fields', async (c) => {
    const permission = FieldPermission.parse(await c.req.json());
    if (org.metadata.permit(permission)) return c.body(null, 204);
    return c.json({ error: `this org has no ${permission.object}.${permission.field}` }, 404);
  });
  app.post('/deletions/purge', (c) => {
    org.store.purgeDeletions(org.clock.now().getTime());
    return c.body(null, 204);
  });
  app.post('/cursors/expire', (c) => {
    runtime.cursors.expireAll();
    return c.body(null, 204);
  });
}
