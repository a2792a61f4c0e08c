import type { StartedDesk } from '../../../../renderer/app/start-desk';
import { ok } from '../../../../shared/lib/result';
import type { Commit, LocalStore } from '../../../../shared/ports/local-store';
import type { FundRequest } from '../../../../shared/schema/fund-request';
import type { PlanItem } from '../../../../shared/schema/plan';
import type { PartnerId } from '../../../../shared/schema/ids';
import { auditLine } from '../../../../shared/usecases/audit-line';
import { newIntent } from '../../../../shared/usecases/new-intent';
import type { Saved } from '../messages';
import { attachOne, contextOf, itemForm, must, saveItem, saveRequest } from './work';

type Tell = (saved: Saved) => void;

/** Resolves in the first frame in which something is so. */
export async function until<T>(look: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

/** A partner whom Salesforce knows, once the sync has read one. */
function aPartner({ data }: StartedDesk): Promise<PartnerId> {
  return until(async () => {
    const partners = await data.store.list({ kind: 'partner' });
    return partners.find(({ salesforce }) => salesforce !== null)?.id ?? null;
  });
}

async function isDrained({ data }: StartedDesk): Promise<true | null> {
  return (await data.store.openIntents()).length === 0 ? true : null;
}

/** The approval of the last level, stored as the use case for it stores it. */
async function approve(desk: StartedDesk, id: FundRequest['id']): Promise<void> {
  const context = contextOf(desk);
  // The sync stores what it learnt of the record meanwhile, so it may have moved on.
  await until(async () => {
    const before = await context.store.get('fund-request', id);
    if (before === undefined) throw new Error(`the request ${id} is gone`);
    const now = context.clock.now();
    const key = { kind: 'fund-request' as const, id };
    const record: FundRequest = {
      ...before,
      rev: before.rev + 1,
      updatedAt: now,
      approval: { kind: 'approved', at: now },
      approvedAmount: before.requested,
    };
    const committed = await context.store.commit({
      puts: [{ kind: 'fund-request', record }],
      expect: [{ key, rev: before.rev }],
      newIntents: [
        newIntent({
          id: context.ids.uuid(),
          kind: 'fund-request.approved',
          subject: key,
          label: record.title,
          now,
          fields: ['status', 'state', 'approvedAmount'],
        }),
      ],
      audits: [auditLine(context, { action: 'approved', record: key })],
    });
    return committed.ok ? true : null;
  });
}

/** Saves requests as one commit, so that they wait for Salesforce together and a sync that looks at any time sends them in one call. */
async function saveTogether(
  desk: StartedDesk,
  partnerId: PartnerId,
  titles: readonly string[],
  tell: Tell,
): Promise<void> {
  const { store, ...others } = contextOf(desk);
  const commits: Commit[] = [];
  const collecting: LocalStore = {
    ...store,
    commit: async (commit) => {
      commits.push(commit);
      return ok(undefined);
    },
  };
  const ids: FundRequest['id'][] = [];
  for (const title of titles)
    ids.push((await saveRequest({ ...others, store: collecting }, null, partnerId, title, 1)).id);
  const saved = await store.commit({
    puts: commits.flatMap(({ puts }) => puts ?? []),
    expect: commits.flatMap(({ expect }) => expect ?? []),
    newIntents: commits.flatMap(({ newIntents }) => newIntents ?? []),
    audits: commits.flatMap(({ audits }) => audits ?? []),
  });
  must(saved);
  for (const id of ids) tell({ kind: 'request', id, count: 1 });
}

/**
 * Works on what goes to both remotes, round after round: two requests that go together, a request with a file to Salesforce, its approval with all that
 * it makes in GitLab, a claim and a file that go to both, and a plan item that is edited meanwhile.
 */
export async function syncWork(
  desk: StartedDesk,
  isSyncIdle: () => boolean,
  cycle: number,
  tell: Tell,
): Promise<void> {
  const context = contextOf(desk);
  const partnerId = await aPartner(desk);
  for (let round = 1; ; round += 1) {
    let item: PlanItem | null = null;
    let count = 0;
    const editItem = async (): Promise<void> => {
      count += 1;
      item = await saveItem(context, item, itemForm(`left ${cycle * 100 + round}`, count));
      tell({ kind: 'edit', item: item.id, count });
    };
    await saveTogether(desk, partnerId, [`Proof ${cycle}.${round}01`, `Proof ${cycle}.${round}02`], tell);
    const request = await saveRequest(context, null, partnerId, `Proof ${cycle}.${round}`, 1);
    tell({ kind: 'request', id: request.id, count: 1 });
    await attachOne(context, request.id, tell);
    await editItem();
    const changed = await saveRequest(context, request, partnerId, request.title, 2);
    tell({ kind: 'request', id: changed.id, count: 2 });
    await until(() => isDrained(desk));
    await approve(desk, request.id);
    tell({ kind: 'approval', id: request.id });
    for (let edit = 0; edit < 3; edit += 1) await editItem();
    await attachOne(context, request.id, tell);
    await until(() => isDrained(desk));
    // What is saved without a pause is sent before anything is read, so reading would get no turn.
    await until(async () => (isSyncIdle() ? true : null));
    tell({ kind: 'round' });
  }
}
