import type { StartedDesk } from '../../../../renderer/app/start-desk';
import { firstBrokenLink } from '../../../../renderer/data/audit-chain';
import { hashOf } from './hash-of';
import type { Found, RequestFound } from '../messages';

/** Names that start like this belong to an import of the proof. */
const importName = /^Proof (\d+\.\d+) /;

/** Plan items of the proof; others come from the remotes. */
const itemTitle = /^(left|right) \d+$/;

async function filesOf({ data }: StartedDesk): Promise<Pick<Found, 'wholeFiles' | 'brokenFiles'>> {
  const wholeFiles: string[] = [];
  const brokenFiles: string[] = [];
  for (const { sha256 } of await data.store.list({ kind: 'document' })) {
    const bytes = await data.store.blob(sha256);
    const isWhole = bytes !== undefined && (await hashOf(bytes)) === sha256;
    (isWhole ? wholeFiles : brokenFiles).push(sha256);
  }
  return { wholeFiles, brokenFiles };
}

async function importsOf({ data }: StartedDesk): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { name } of await data.store.list({ kind: 'partner' })) {
    const cycle = importName.exec(name)?.[1];
    if (cycle !== undefined) counts[cycle] = (counts[cycle] ?? 0) + 1;
  }
  return counts;
}

/** Requests of syncing work. */
const requestTitle = /^Proof \d+\.\d+$/;

async function requestsOf({ data: { store } }: StartedDesk): Promise<RequestFound[]> {
  const requests = (await store.list({ kind: 'fund-request' })).filter(({ title }) =>
    requestTitle.test(title),
  );
  return Promise.all(
    requests.map(async ({ id, description, approval }) => {
      const key = { kind: 'fund-request' as const, id };
      const by = { index: 'requestId', equals: id } as const;
      return {
        id,
        count: Number(description),
        isApproved: approval.kind === 'approved',
        auditLines: (await store.auditFor(key)).length,
        intents: (await store.intentsFor(key)).length,
        claims: (await store.list({ kind: 'claim', by })).map((claim) => claim.id),
        documents: (await store.list({ kind: 'document', by })).map((one) => ({
          id: one.id,
          sha256: one.sha256,
        })),
      };
    }),
  );
}

/** Reads the whole workspace as it is stored. */
export async function findEverything(desk: StartedDesk): Promise<Found> {
  const { db, store } = desk.data;
  const items = (await store.list({ kind: 'plan-item' })).filter(({ title }) => itemTitle.test(title));
  const lines = await db.audit.orderBy('seq').toArray();
  return {
    notice: desk.notice,
    items: await Promise.all(
      items.map(async ({ id, rev, notes, gitlab }) => {
        const key = { kind: 'plan-item' as const, id };
        return {
          id,
          rev,
          count: Number(notes),
          auditLines: (await store.auditFor(key)).length,
          intents: (await store.intentsFor(key)).length,
          issueIid: gitlab?.iid ?? null,
        };
      }),
    ),
    requests: await requestsOf(desk),
    ...(await filesOf(desk)),
    imports: await importsOf(desk),
    brokenLink: firstBrokenLink(lines)?.seq ?? null,
    openIntents: (await store.openIntents()).length,
    conflicts: (await store.openConflicts()).length,
    quarantined: (await store.quarantined()).length,
  };
}
