import { fromEpochMs, toEpochMs } from '../../../shared/domain/calendar/zoned';
import type { Playbook } from '../../../shared/playbook/playbook';
import type { Clock } from '../../../shared/ports/clock';
import type { Ids } from '../../../shared/ports/ids';
import type { Commit, LocalStore } from '../../../shared/ports/local-store';
import type { Log } from '../../../shared/ports/log';
import type { Remote } from '../../../shared/ports/remote';
import type { Claim } from '../../../shared/schema/claim';
import type { StoredDocument } from '../../../shared/schema/document';
import type { FundRequest } from '../../../shared/schema/fund-request';
import { IntentId } from '../../../shared/schema/ids';
import type { Intent, IntentKind } from '../../../shared/schema/intent';
import type { PlanItem } from '../../../shared/schema/plan';
import type { AnyRecord, RecordKind, RecordOf } from '../../../shared/schema/record';
import type { Registration } from '../../../shared/schema/registration';
import { Instant } from '../../../shared/schema/values';
import { createSyncEngine, type SyncEngine } from '../../../shared/sync/engine';
import type { SyncReport } from '../../../shared/sync/status';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { aFundRequest, aPartner } from '../../support/records';
import { shippedPlaybook } from '../../support/shipped-playbook';
import { FakeRemote } from './fake-remote';
import { FaultPlan } from './fault-plan';
import { newClaim, newDocument, newPlanItem, newRegistration } from './work';

let playbook: Playbook | undefined;

/** The shipped playbook, read once. */
export function thePlaybook(): Playbook {
  playbook ??= shippedPlaybook();
  return playbook;
}

/** A clock that only moves when told. */
export class TestClock implements Clock {
  private ms = toEpochMs(Instant.parse('2026-11-02T09:00:00.000Z'));
  private sleepers: { readonly at: number; readonly wake: () => void }[] = [];

  now(): Instant {
    return fromEpochMs(this.ms);
  }

  /** Sleeps end when the time is moved past them. */
  sleep(milliseconds: number): Promise<void> {
    const at = this.ms + milliseconds;
    return new Promise((wake) => this.sleepers.push({ at, wake }));
  }

  advance(milliseconds: number): void {
    this.ms += milliseconds;
    const due = this.sleepers.filter(({ at }) => at <= this.ms);
    this.sleepers = this.sleepers.filter(({ at }) => at > this.ms);
    for (const { wake } of due) wake();
  }
}

/** Ids counted up as UUIDs, and chance from a linear congruence with a seed. */
export function testIds(seed = 1, device = 0): Ids {
  let count = 0;
  let state = seed;
  return {
    uuid() {
      count += 1;
      return `00000000-0000-4000-8000-${String(device)}${String(count).padStart(11, '0')}`;
    },
    random() {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state / 2_147_483_648;
    },
  };
}

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

type Put = { readonly kind: IntentKind; readonly fields?: readonly string[] | null };

/** A desk under test: store, remotes, clock, and the edits that a person makes, each stored as use cases do it. */
export class Desk {
  readonly faults = new FaultPlan();
  readonly remote: FakeRemote = new FakeRemote(this.faults);
  readonly playbook = thePlaybook();
  engine: SyncEngine;

  constructor(
    readonly store: MemoryStore = createMemoryStore(),
    private readonly pageSize = 50,
    readonly clock: TestClock = new TestClock(),
    readonly ids: Ids = testIds(),
  ) {
    this.engine = this.newEngine();
  }

  /** An engine that knows only what is stored, as after a restart. */
  newEngine(over: { store?: LocalStore; remote?: Remote } = {}): SyncEngine {
    return createSyncEngine({
      store: over.store ?? this.store,
      remote: over.remote ?? this.remote,
      clock: this.clock,
      ids: this.ids,
      log: silent,
      playbook: this.playbook,
      batch: { pageSize: this.pageSize },
    });
  }

  restart(): void {
    this.engine = this.newEngine();
  }

  async commit(commit: Commit): Promise<void> {
    const result = await this.store.commit(commit);
    if (!result.ok) throw new Error(JSON.stringify(result.error));
  }

  /** Stores a record as the next revision, with an intent when one is given. */
  async save(entry: AnyRecord, put?: Put): Promise<void> {
    const { kind, record } = entry;
    const before = await this.store.get(kind, record.id);
    const rev = (before?.rev ?? 0) + 1;
    const key = { kind, id: record.id };
    await this.commit({
      puts: [{ ...entry, record: { ...record, rev, updatedAt: this.clock.now() } } as AnyRecord],
      expect: [{ key, rev: before?.rev ?? null }],
      newIntents: put
        ? [
            {
              id: IntentId.parse(this.ids.uuid()),
              kind: put.kind,
              subject: key,
              label: 'title' in record ? record.title : record.id,
              createdAt: this.clock.now(),
              fields: put.fields ? [...put.fields] : null,
              state: 'waiting',
              steps: [],
              attempts: 0,
              nextAttemptAt: null,
              problem: null,
              finishedAt: null,
            },
          ]
        : [],
    });
  }

  async get<K extends RecordKind>(kind: K, id: string): Promise<RecordOf<K>> {
    const record = await this.store.get(kind, id);
    if (!record) throw new Error(`no ${kind} ${id}`);
    return record;
  }

  /** The intents of a record in order. */
  async intents(kind: RecordKind, id: string): Promise<Intent[]> {
    return this.store.intentsFor({ kind, id });
  }

  /** One pass, after the waits of earlier ones have run out. */
  async sync(): Promise<SyncReport> {
    return this.engine.run();
  }

  /** Passes until nothing waits, letting time run for what is put off; fails when that takes too long. */
  async settle(passes = 40): Promise<SyncReport> {
    for (let pass = 0; pass < passes; pass += 1) {
      const report = await this.engine.run();
      if (report.waiting === 0 && report.complete) return report;
      this.clock.advance(3_600_000);
    }
    const open = await this.store.openIntents();
    throw new Error(`still waiting: ${JSON.stringify(open, null, 1)}`);
  }

  /** A partner with an account that Salesforce knows too. */
  async partner(id = 'partner-1'): Promise<string> {
    const fields = { name: `Partner ${id}`, recordType: 'Partner', partnerType: 'Channel', region: 'EMEA' };
    const account = this.remote.addCrm('partner', fields);
    const salesforce = { remote: 'salesforce', object: 'Account', id: account.id, stamp: null, url: null };
    await this.save({ kind: 'partner', record: aPartner({ id, rev: 0, name: fields.name, salesforce }) });
    return account.id;
  }

  /** A saved draft of a fund request with its intent. */
  async request(over: Parameters<typeof aFundRequest>[0] = {}): Promise<FundRequest> {
    const record = aFundRequest({
      rev: 0,
      id: '11111111-0000-4000-8000-000000000001',
      portalNumber: null,
      ...over,
    });
    await this.save({ kind: 'fund-request', record }, { kind: 'fund-request.put' });
    return this.get('fund-request', record.id);
  }

  /** Changes a fund request's data. */
  async edit(id: string, change: Partial<FundRequest>): Promise<void> {
    const record = { ...(await this.get('fund-request', id)), ...change };
    await this.save(
      { kind: 'fund-request', record },
      { kind: 'fund-request.put', fields: Object.keys(change) },
    );
  }

  /** The last level's approval. */
  async approve(id: string): Promise<void> {
    const before = await this.get('fund-request', id);
    const at = this.clock.now();
    const decision = {
      level: 3,
      role: 'final-approver',
      verdict: 'approve' as const,
      at,
      by: 'Fiona Final',
      recordedBy: 'Fiona Final',
      reason: null,
      acknowledged: [],
      playbookVersion: this.playbook.version,
      basedOnStamp: before.salesforce?.stamp ?? null,
    };
    const record: FundRequest = {
      ...before,
      approval: { kind: 'approved', at },
      approvedAmount: before.requested,
      decisions: [...before.decisions, decision],
    };
    await this.save(
      { kind: 'fund-request', record },
      { kind: 'fund-request.approved', fields: ['status', 'state', 'approvedAmount'] },
    );
  }

  async claim(requestId: string, over: Partial<Claim> = {}): Promise<Claim> {
    const id = over.id ?? '22222222-0000-4000-8000-000000000001';
    const before = await this.store.get('claim', id);
    const record = newClaim(this.clock.now(), { id, requestId, ...before, ...over });
    await this.save({ kind: 'claim', record }, { kind: 'claim.put' });
    return this.get('claim', id);
  }

  async document(
    requestId: string,
    over: Partial<Record<keyof StoredDocument, unknown>> = {},
  ): Promise<StoredDocument> {
    const record = newDocument(this.clock.now(), { requestId, ...over });
    await this.commit({ blobs: [{ sha256: record.sha256, bytes: new Uint8Array([1, 2, 3]) }] });
    await this.save({ kind: 'document', record }, { kind: 'document.put' });
    return this.get('document', record.id);
  }

  async registration(partnerId = 'partner-1'): Promise<Registration> {
    const offer = this.playbook.programs.offers[0];
    const record = newRegistration(this.clock.now(), {
      partnerId,
      program: offer?.key,
      subject: offer?.subject,
    });
    await this.save({ kind: 'registration', record }, { kind: 'registration.put' });
    return this.get('registration', record.id);
  }

  async planItem(over: Partial<Record<keyof PlanItem, unknown>> = {}): Promise<PlanItem> {
    const id = typeof over.id === 'string' ? over.id : '55555555-0000-4000-8000-000000000001';
    const before = await this.store.get('plan-item', id);
    const record = newPlanItem(this.clock.now(), { id, ...before, ...over });
    await this.save({ kind: 'plan-item', record }, { kind: 'plan-item.put' });
    return this.get('plan-item', id);
  }
}

/** A desk with one partner on both sides that has read everything once. */
export async function aDesk(store?: MemoryStore): Promise<Desk> {
  const desk = new Desk(store);
  await desk.partner();
  await desk.sync();
  return desk;
}
