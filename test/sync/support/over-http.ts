import { createHash } from 'node:crypto';
import type { LocalStore } from '../../../shared/ports/local-store';
import type { FundRequest } from '../../../shared/schema/fund-request';
import { ClaimId } from '../../../shared/schema/ids';
import { Sha256 } from '../../../shared/schema/values';
import type { EmulatorBench } from '../../contract/remotes/emulator-bench';
import type { FaultSpec } from '../../emulators/shared-http/faults';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { Desk } from './desk';

/** The bytes behind every document of a test desk, as they must arrive. */
export const documentHash = Sha256.parse(
  createHash('sha256')
    .update(new Uint8Array([1, 2, 3]))
    .digest('hex'),
);

/** Any store in place of the one in memory; its log is not looked at. */
function asMemoryStore(store: LocalStore): MemoryStore {
  return { ...store, logged: () => [], allConflicts: () => [] };
}

/** A desk on the real remotes over HTTP that has read everything once, and the partner that its records belong to. */
export async function deskOver(
  bench: EmulatorBench,
  store: LocalStore = createMemoryStore(),
): Promise<{ desk: Desk; partnerId: string }> {
  const desk = new Desk('logged' in store ? (store as MemoryStore) : asMemoryStore(store));
  desk.clock.advance(Date.now() - Date.parse(desk.clock.now()));
  bench.files.serve(desk.store);
  desk.engine = desk.newEngine({ remote: bench.remote });
  await desk.settle();
  const partners = await desk.store.list({ kind: 'partner' });
  const partner = partners.find(({ salesforce }) => salesforce?.id === bench.partnerId);
  if (!partner) throw new Error('the partner was not read');
  return { desk, partnerId: partner.id };
}

/** An engine after a restart, on the real remotes. */
export function restartOver(desk: Desk, bench: EmulatorBench): void {
  desk.engine = desk.newEngine({ remote: bench.remote });
}

/** A day's work on one request: created, approved, claimed, with its invoice. */
export async function fullDay(desk: Desk, partnerId: string, id: string): Promise<FundRequest> {
  const request = await desk.request({ id, partnerId });
  await desk.approve(id);
  await desk.claim(id, { id: ClaimId.parse(`2${id.slice(1)}`), partnerId: request.partnerId });
  await desk.document(id, { id: `3${id.slice(1)}`, sha256: documentHash });
  return request;
}

/** What both systems hold of a day's work, counted. */
export async function countsOf(bench: EmulatorBench, id: string): Promise<Record<string, number>> {
  const about = (text: string | null, part: string): boolean => text?.includes(`${id}${part}`) ?? false;
  const epics = (await bench.gitItems('epic')).filter(({ description }) => about(description, '-epic'));
  const issues = (await bench.gitItems('issue')).filter(({ description }) => about(description, '-issue-'));
  const pop = issues.find(({ description }) => about(description, '-issue-mdf-pop'));
  const requests = (await bench.crmRecords('PartnerFundRequest')).filter(
    (record) => record['Channel_Desk_Id__c'] === id,
  );
  const requestId = requests[0]?.['Id'];
  const claims = (await bench.crmRecords('PartnerFundClaim')).filter(
    (record) => record['RequestId'] === requestId,
  );
  const files = (await bench.crmFiles()).filter(
    ({ sha256, linkedTo }) => sha256 === documentHash && linkedTo.includes(String(claims[0]?.['Id'])),
  );
  return {
    requests: requests.length,
    approved: requests.filter(({ Status }) => Status === 'Approved').length,
    claims: claims.length,
    files: files.length,
    epics: epics.length,
    issues: issues.length,
    linked: issues.filter(({ epicIid }) => epicIid === epics[0]?.iid).length,
    listed: issues.filter(({ iid }) => epics[0]?.description?.includes(`/issues/${iid})`)).length,
    uploads: pop?.notes.filter(({ body }) => body.includes('/uploads/')).length ?? 0,
  };
}

/** The counts of work that is there once and whole. */
export const onceAndWhole = {
  requests: 1,
  approved: 1,
  claims: 1,
  files: 1,
  epics: 1,
  issues: 3,
  linked: 3,
  listed: 3,
  uploads: 1,
};

/** A request whose answer is lost after the server has done everything. */
export function lost(method: string, path: string, count = 1): FaultSpec {
  return { kind: 'drop-after-commit', match: { method, path, count } };
}
