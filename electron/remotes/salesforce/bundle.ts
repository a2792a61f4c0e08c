import { err, ok } from '../../../shared/lib/result';
import type { RemoteRow } from '../../../shared/schema/remote-command';
import type { RemoteFailure, Remotely } from '../common/failure';
import { AT_ONCE, type RecordWrite, type SalesforceClient } from './client';
import { type CrmSession, findByIds, findByRecordIds, type FoundRows } from './find-record';
import { gatherer, type Gather } from './gather';
import type { CrmEntity } from './shape';

type Row = Remotely<RemoteRow | null>;

/** What becomes of writes that were to follow one that failed as a whole: they never left. */
function held(failure: RemoteFailure): RemoteFailure {
  return failure.kind === 'lost' || failure.kind === 'unreadable'
    ? { kind: 'not-sent', why: failure.why }
    : failure;
}

async function writeOne(client: SalesforceClient, write: RecordWrite): Promise<Remotely<string>> {
  const { object, id, body, unmodifiedSince } = write;
  if (id === null) return client.create(object, body);
  const done = await client.update(object, id, body, unmodifiedSince);
  return done.ok ? ok(id) : done;
}

async function writeGroup(
  client: SalesforceClient,
  group: readonly RecordWrite[],
): Promise<Remotely<Remotely<string>[]>> {
  const [only] = group;
  if (group.length === 1 && only !== undefined) return ok([await writeOne(client, only)]);
  const answer = await client.writeAll(group);
  if (answer.ok || answer.error.kind !== 'denied') return answer;
  // The call as such was refused, which is no record's fault.
  const results: Remotely<string>[] = [];
  for (const write of group) results.push(await writeOne(client, write));
  return ok(results);
}

/** Writes in groups, one call after the other, since records of one account lock each other out. */
async function writeAll(
  client: SalesforceClient,
  writes: readonly RecordWrite[],
): Promise<Remotely<string>[]> {
  const results: Remotely<string>[] = [];
  let stopped: RemoteFailure | null = null;
  for (let at = 0; at < writes.length; at += AT_ONCE) {
    const group = writes.slice(at, at + AT_ONCE);
    const answer: Remotely<Remotely<string>[]> =
      stopped === null ? await writeGroup(client, group) : err(held(stopped));
    results.push(...(answer.ok ? answer.value : group.map(() => answer)));
    if (!answer.ok) stopped = answer.error;
  }
  return results;
}

function finding(find: (entity: CrmEntity, names: readonly string[]) => Promise<Remotely<FoundRows>>) {
  const byEntity = new Map<CrmEntity, Gather<string, Row>>();
  return (entity: CrmEntity, name: string): Promise<Row> => {
    const known =
      byEntity.get(entity) ??
      gatherer<string, Row>(async (names) => {
        const found = await find(entity, [...new Set(names)]);
        return names.map((one) => (found.ok ? (found.value.get(one) ?? ok(null)) : found));
      });
    byEntity.set(entity, known);
    return known(name);
  };
}

/**
 * The session for many writes at once. Each goes its own way, looking first as ever, but what they ask at the same time
 * goes out together: looks as one query, writes in groups that Salesforce answers one by one. A write in a group still
 * carries the time since which the record must be unchanged (G4).
 */
export function bundledSession(session: CrmSession, client: SalesforceClient): CrmSession {
  const write = gatherer<RecordWrite, Remotely<string>>((writes) => writeAll(client, writes));
  return {
    ...session,
    client: {
      ...client,
      create: (object, body) => write({ object, id: null, body, unmodifiedSince: null }),
      async update(object, id, body, unmodifiedSince) {
        const done = await write({ object, id, body, unmodifiedSince });
        return done.ok ? ok(undefined) : done;
      },
    },
    finder: {
      byId: finding((entity, ids) => findByIds(session, entity, ids)),
      byRecordId: finding((entity, ids) => findByRecordIds(session, entity, ids)),
    },
  };
}
