import type { StartedDesk } from '../../../../renderer/app/start-desk';
import { startImportClient } from '../../../../renderer/workers/import/import-client';
import type { ImportOrder } from '../../../../renderer/workers/import/messages';
import type { FundRequest } from '../../../../shared/schema/fund-request';
import type { FundRequestId } from '../../../../shared/schema/ids';
import type { PlanItem } from '../../../../shared/schema/plan';
import { OTHER_PROOF } from '../../../../shared/schema/proof-value';
import type { UseCaseContext } from '../../../../shared/usecases/context';
import { saveFundRequest } from '../../../../shared/usecases/mdf/save-fund-request';
import { savePlanItem } from '../../../../shared/usecases/plan/save-plan-item';
import { attachDocuments } from '../../../../shared/usecases/pop/attach-documents';
import { hashOf } from './hash-of';
import type { Saved } from '../messages';

type Tell = (saved: Saved) => void;

/** Every so many edits a file comes along. */
const EDITS_A_FILE = 4;
const IMPORT_ROWS = 120;

/** The desk as the use cases want it, with the proof as the person. */
export function contextOf({ data, playbook, holidays, clock, ids, settings }: StartedDesk): UseCaseContext {
  return { store: data.store, playbook, holidays, clock, ids, settings: { ...settings, userName: 'Proof' } };
}

/** The value of a result that has to be good here. */
export function must<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** A tactic whose notes count its edits. */
export function itemForm(title: string, count: number) {
  return {
    kind: 'tactic',
    title,
    partnerId: null,
    region: 'EMEA',
    type: 'event',
    status: 'planned',
    owner: null,
    start: '2026-11-02',
    end: '2026-11-06',
    budget: null,
    requestId: null,
    dependsOn: [],
    notes: String(count),
  };
}

/** Saves a request whose description counts its edits. */
export async function saveRequest(
  context: UseCaseContext,
  opened: FundRequest | null,
  partnerId: string,
  title: string,
  count: number,
): Promise<FundRequest> {
  const request = await saveFundRequest(context, {
    opened,
    form: {
      title,
      partnerId,
      activityType: 'events',
      delivery: null,
      description: String(count),
      start: '2026-11-02',
      end: '2026-11-06',
      currency: 'EUR',
      totalCost: { minor: 400_000, currency: 'EUR' },
      requested: { minor: 200_000, currency: 'EUR' },
      estimatedPipeline: null,
      targetContacts: null,
      gtmMotion: null,
      region: 'EMEA',
      quarter: 'FY27-Q4',
      portalNumber: null,
      otherVendorsPercent: null,
    },
  });
  return must(request).after;
}

function randomBytes(): Uint8Array {
  const size = 1000 + Math.floor(Math.random() * 60_000);
  return crypto.getRandomValues(new Uint8Array(size));
}

/** Attaches a file of chance to a request. */
export async function attachOne(
  context: UseCaseContext,
  requestId: FundRequestId,
  tell: Tell,
): Promise<void> {
  const bytes = randomBytes();
  const sha256 = await hashOf(bytes);
  const file = { name: `${sha256.slice(0, 8)}.bin`, bytes, sha256, invoice: null };
  // Not filed, it would stay here, since nobody could tell that it is no list of people (POP-8).
  must(await attachDocuments(context, { requestId, files: [file], proof: OTHER_PROOF }));
  tell({ kind: 'file', sha256 });
}

/** Named so that the type of what is saved does not depend on itself. */
export async function saveItem(
  context: UseCaseContext,
  opened: PlanItem | null,
  form: ReturnType<typeof itemForm>,
): Promise<PlanItem> {
  return must(await savePlanItem(context, { opened, form })).after;
}

/** Makes one plan item and edits it without end, with files in between; tells what was said to be saved. */
export async function editItems(desk: StartedDesk, hand: string, cycle: number, tell: Tell): Promise<void> {
  const context = contextOf(desk);
  const title = `${hand} ${cycle}`;
  const { id: requestId } = await saveRequest(context, null, 'partner-of-the-proof', title, 1);
  let item: PlanItem | null = null;
  for (let count = 1; ; count += 1) {
    item = await saveItem(context, item, itemForm(title, count));
    tell({ kind: 'edit', item: item.id, count });
    if (count % EDITS_A_FILE === 0) await attachOne(context, requestId, tell);
  }
}

function accounts(cycle: number, round: number): Uint8Array {
  const rows = Array.from(
    { length: IMPORT_ROWS },
    (_, n) => `Proof ${cycle}.${round} ${n};Partner;Channel;Select;Authorized;EMEA`,
  );
  const header = 'Account Name;Account Record Type;Partner Type;Partner Track;Partner Status;Region';
  return new TextEncoder().encode([header, ...rows].join('\n'));
}

/** Imports files without end through the import worker; each is told once it was said to be imported. */
export async function importRows(desk: StartedDesk, cycle: number, tell: Tell): Promise<void> {
  const { data, playbook, holidays } = desk;
  const settings = { ...desk.settings, userName: 'Proof' };
  const client = startImportClient();
  const ask = (order: ImportOrder) => client.ask(order, () => undefined);
  for (let round = 1; ; round += 1) {
    const name = `${cycle}.${round}`;
    const read = await ask({
      kind: 'read',
      target: 'partners',
      file: `${name}.csv`,
      bytes: accounts(cycle, round),
      desk: { databaseName: data.db.name, playbook, holidays, settings },
    });
    if (read.kind !== 'read') throw new Error(JSON.stringify(read));
    const { mapping, dateOrders } = read.file;
    const planned = await ask({ kind: 'plan', target: 'partners', mapping, dateOrders });
    if (planned.kind !== 'planned') throw new Error(JSON.stringify(planned));
    const done = await ask({ kind: 'commit' });
    if (done.kind !== 'committed') throw new Error(JSON.stringify(done));
    tell({ kind: 'import', name, rows: IMPORT_ROWS });
  }
}
