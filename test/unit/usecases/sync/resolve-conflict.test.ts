import { describe, expect, it } from 'vitest';
import { ConflictId } from '../../../../shared/schema/ids';
import { Conflict } from '../../../../shared/schema/sync-state';
import { resolveConflict } from '../../../../shared/usecases/sync/resolve-conflict';
import { createMemoryStore, type MemoryStore } from '../../../support/memory-store';
import { aFundRequest, aPartner } from '../../../support/records';
import { useCaseContext } from '../../../support/use-case-context';

const key = { kind: 'fund-request', id: 'request-1' } as const;
const salesforce = {
  remote: 'salesforce',
  object: 'PartnerFundRequest',
  id: '0Wf5g00000Ab101AAA',
  stamp: '2026-11-02T08:00:00.000Z',
  url: null,
} as const;
const euros = (minor: number) => ({ minor, currency: 'EUR' });

function aConflict(over: Partial<Record<keyof Conflict, unknown>> = {}): Conflict {
  return Conflict.parse({
    id: ConflictId.parse('conflict-1'),
    kind: 'fields',
    record: key,
    label: 'Roadshow',
    remote: 'salesforce',
    fields: [
      { field: 'requested', base: euros(600_000), mine: euros(500_000), theirs: euros(450_000) },
      { field: 'title', base: 'Old', mine: 'DevSecOps roadshow Hamburg', theirs: 'Roadshow Bremen' },
    ],
    theirs: { requested: euros(450_000), title: 'Roadshow Bremen' },
    theirStamp: '2026-11-02T08:30:00.000Z',
    detectedAt: '2026-11-02T08:31:00.000Z',
    resolvedAt: null,
    choices: {},
    ...over,
  });
}

async function desk(conflict: Conflict, over: Parameters<typeof aFundRequest>[0] = {}): Promise<MemoryStore> {
  const store = createMemoryStore();
  const stored = await store.commit({
    puts: [
      { kind: 'partner', record: aPartner() },
      { kind: 'fund-request', record: aFundRequest({ requested: euros(500_000), salesforce, ...over }) },
    ],
    conflicts: [conflict],
    bases: [
      {
        key: 'fund-request:request-1:salesforce',
        record: key,
        remote: 'salesforce',
        fields: { requested: euros(600_000), title: 'Old' },
        stamp: salesforce.stamp,
      },
    ],
  } as Parameters<MemoryStore['commit']>[0]);
  if (!stored.ok) throw new Error(JSON.stringify(stored.error));
  return store;
}

describe('two values', () => {
  it('G4 keeps mine: the record stays, what was chosen goes out, and both sides are remembered as agreed', async () => {
    const conflict = aConflict();
    const store = await desk(conflict);
    const result = await resolveConflict(useCaseContext(store), {
      seen: conflict,
      choices: { requested: 'mine', title: 'mine' },
    });
    expect(result.ok).toBe(true);
    expect(await store.get('fund-request', 'request-1')).toMatchObject({
      requested: euros(500_000),
      title: 'DevSecOps roadshow Hamburg',
      rev: 2,
      updatedAt: '2026-11-02T09:00:00.000Z',
    });
    const open = await store.openIntents();
    expect(open).toHaveLength(1);
    expect(open[0]).toMatchObject({ kind: 'fund-request.put', subject: key, state: 'waiting' });
    expect(open[0]?.fields).toEqual(expect.arrayContaining(['requested', 'title']));
    const base = await store.base(key, 'salesforce');
    expect(base?.fields).toMatchObject({ requested: euros(450_000), title: 'Roadshow Bremen' });
    expect(await store.openConflicts()).toEqual([]);
    expect(store.allConflicts()[0]).toMatchObject({ choices: { requested: 'mine', title: 'mine' } });
  });

  it.each([
    ['mine', 1],
    ['theirs', 0],
  ] as const)('SY-39 says what stays open when an approval is not taken over (%s)', async (side, times) => {
    const conflict = aConflict({
      fields: [{ field: 'status', base: null, mine: 'draft', theirs: 'approved' }],
      theirs: { status: 'approved', state: 'approved' },
    });
    const store = await desk(conflict);
    const result = await resolveConflict(useCaseContext(store), {
      seen: conflict,
      choices: { status: side },
    });
    expect(result.ok).toBe(true);
    const said = store.logged().filter(({ level }) => level === 'warning');
    expect(said).toHaveLength(times);
    for (const { text } of said)
      expect(text).toBe(
        '“Roadshow” is no longer approved, as was chosen here. What GitLab has of it stays open until somebody closes it.',
      );
  });

  it('G4 takes theirs: the record changes and those fields are not sent', async () => {
    const conflict = aConflict();
    const store = await desk(conflict);
    await resolveConflict(useCaseContext(store), {
      seen: conflict,
      choices: { requested: 'theirs', title: 'theirs' },
    });
    expect(await store.get('fund-request', 'request-1')).toMatchObject({
      requested: euros(450_000),
      title: 'Roadshow Bremen',
    });
    const sent = (await store.openIntents()).flatMap(({ fields }) => fields ?? ['everything']);
    expect(sent).not.toContain('requested');
    expect(sent).not.toContain('title');
    expect(sent).not.toContain('everything');
  });

  it('G4 chooses per field and writes down who chose what', async () => {
    const conflict = aConflict();
    const store = await desk(conflict);
    await resolveConflict(useCaseContext(store), {
      seen: conflict,
      choices: { requested: 'theirs', title: 'mine' },
    });
    expect(await store.get('fund-request', 'request-1')).toMatchObject({
      requested: euros(450_000),
      title: 'DevSecOps roadshow Hamburg',
    });
    const [line] = await store.auditFor(key);
    expect(line).toMatchObject({
      by: 'Dana Weber',
      action: 'chose between own values and Salesforce',
      changes: [{ field: 'requested', from: '500000 EUR', to: '450000 EUR' }],
    });
  });

  it('stores nothing while a field is not chosen', async () => {
    const conflict = aConflict();
    const store = await desk(conflict);
    const result = await resolveConflict(useCaseContext(store), {
      seen: conflict,
      choices: { requested: 'mine' },
    });
    expect(result).toMatchObject({ ok: false, error: { code: 'choice-missing' } });
    expect(await store.openConflicts()).toHaveLength(1);
    expect(await store.openIntents()).toEqual([]);
  });

  it('stores nothing when other values came in since the person looked', async () => {
    const [requested, title] = aConflict().fields;
    const store = await desk(aConflict({ fields: [{ ...requested, theirs: euros(1) }, title] }));
    const result = await resolveConflict(useCaseContext(store), {
      seen: aConflict(),
      choices: { requested: 'theirs', title: 'theirs' },
    });
    expect(result).toMatchObject({ ok: false, error: { code: 'moved-on' } });
    expect(await store.get('fund-request', 'request-1')).toMatchObject({ requested: euros(500_000), rev: 1 });
  });

  it('does not settle a conflict twice', async () => {
    const conflict = aConflict();
    const store = await desk(conflict);
    const choices = { requested: 'mine', title: 'mine' } as const;
    await resolveConflict(useCaseContext(store), { seen: conflict, choices });
    const again = await resolveConflict(useCaseContext(store), { seen: conflict, choices });
    expect(again).toMatchObject({ ok: false, error: { code: 'already-resolved' } });
    expect(await store.openIntents()).toHaveLength(1);
  });

  it('says that a conflict or its record is gone', async () => {
    const conflict = aConflict();
    const nothing = await resolveConflict(useCaseContext(createMemoryStore()), {
      seen: conflict,
      choices: {},
    });
    expect(nothing).toMatchObject({ ok: false, error: { code: 'not-found' } });
    const store = createMemoryStore();
    await store.commit({ conflicts: [conflict] });
    const orphan = await resolveConflict(useCaseContext(store), { seen: conflict, choices: {} });
    expect(orphan).toMatchObject({ ok: false, error: { message: expect.stringContaining('Roadshow') } });
  });
});

describe('deleted there', () => {
  const field = { field: 'record', base: true, mine: true, theirs: false };
  const conflict = aConflict({ kind: 'remote-delete', fields: [field], theirs: {}, theirStamp: null });

  it('G4 keeps mine: the record is made anew there, whole', async () => {
    const store = await desk(conflict);
    await resolveConflict(useCaseContext(store), { seen: conflict, choices: { record: 'mine' } });
    expect((await store.get('fund-request', 'request-1'))?.salesforce).toBeNull();
    expect(await store.openIntents()).toMatchObject([{ kind: 'fund-request.put', fields: null }]);
    expect((await store.auditFor(key))[0]?.action).toBe('kept what was deleted in Salesforce');
  });

  it('G4 accepts the deletion: the record is marked and nothing is sent', async () => {
    const store = await desk(conflict);
    await resolveConflict(useCaseContext(store), { seen: conflict, choices: { record: 'theirs' } });
    expect((await store.get('fund-request', 'request-1'))?.deletedRemotely).toBe(true);
    expect(await store.openIntents()).toEqual([]);
  });
});

describe('a decision on outdated facts', () => {
  const approved = {
    approval: { kind: 'approved', at: '2026-11-02T08:20:00.000Z' },
    approvedAmount: euros(500_000),
    decisions: [
      {
        level: 3,
        role: 'final-approver',
        verdict: 'approve',
        at: '2026-11-02T08:20:00.000Z',
        by: 'Fiona Final',
        recordedBy: 'Fiona Final',
        reason: null,
        acknowledged: [],
        playbookVersion: 'test',
        basedOnStamp: salesforce.stamp,
      },
    ],
  };
  const conflict = aConflict({
    kind: 'stale-decision',
    fields: [
      { field: 'totalCost', base: euros(1_200_000), mine: euros(1_200_000), theirs: euros(900_000) },
      { field: 'status', base: 'draft', mine: 'approved', theirs: 'draft' },
    ],
    theirs: { totalCost: euros(900_000), status: 'draft' },
  });

  it('G4 lets it stand: from now on it rests on what Salesforce says', async () => {
    const store = await desk(conflict, approved);
    const result = await resolveConflict(useCaseContext(store), {
      seen: conflict,
      choices: { totalCost: 'theirs', status: 'mine' },
    });
    expect(result.ok).toBe(true);
    const request = await store.get('fund-request', 'request-1');
    expect(request?.approval.kind).toBe('approved');
    expect(request?.totalCost).toEqual(euros(900_000));
    expect(request?.decisions.at(-1)?.basedOnStamp).toBe(conflict.theirStamp);
    expect((await store.auditFor(key))[0]?.action).toContain('let the decision stand');
  });

  it('G4 withdraws it: the request is open again', async () => {
    const store = await desk(conflict, approved);
    const result = await resolveConflict(useCaseContext(store), {
      seen: conflict,
      choices: { totalCost: 'theirs', status: 'theirs' },
    });
    expect(result.ok).toBe(true);
    expect((await store.get('fund-request', 'request-1'))?.approval.kind).not.toBe('approved');
    expect((await store.auditFor(key))[0]?.action).toContain('withdrew the decision');
  });
});
