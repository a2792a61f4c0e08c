import { describe, expect, it } from 'vitest';
import type { Playbook, SalesforceMapping } from '../../../shared/playbook/playbook';
import { shippedPlaybook } from '../../support/shipped-playbook';
import { useBenches } from './bench-pool';
import { aRegistrationPut, crmId } from './commands';
import type { EmulatorBench } from './emulator-bench';

const start = useBenches();

type Change = (entities: SalesforceMapping['entities']) => Partial<SalesforceMapping['entities']>;

function mapped(change: Change): Playbook {
  const playbook = shippedPlaybook();
  const { salesforce } = playbook;
  const mappings = salesforce.mappings.map((mapping) => ({
    ...mapping,
    entities: { ...mapping.entities, ...change(mapping.entities) },
  }));
  return { ...playbook, salesforce: { ...salesforce, mappings } };
}

const withoutCountry = mapped(({ partner }) => {
  const { country: _, ...fields } = partner.fields;
  return { partner: { ...partner, fields } };
});

async function readPartners({ remote }: EmulatorBench, cursor: string | null, limit = 2000) {
  const page = await remote.pull({ stream: 'partners', cursor, limit });
  if (page.kind !== 'page') throw new Error(JSON.stringify(page));
  return page;
}

describe('a playbook that names other rows and fields than were read', () => {
  it.each([
    ['fields', withoutCountry, shippedPlaybook()],
    [
      'a condition',
      mapped(({ partner }) => ({ partner: { ...partner, where: "Name LIKE 'A%'" } })),
      shippedPlaybook(),
    ],
  ])('SY-79 %s: the feed is read from its beginning, page by page and once', async (_what, before, after) => {
    let playbook = before;
    const bench = await start({ options: { playbook: () => playbook } });
    const { cursor } = await readPartners(bench, null);
    expect((await readPartners(bench, cursor)).rows).toEqual([]);
    playbook = after;
    const all = (await bench.crmRecords('Account')).filter(({ Type }) => Type === 'Partner').length;
    const first = await readPartners(bench, cursor, all - 2);
    expect(first).toMatchObject({ more: true, total: all });
    expect(first.rows).toHaveLength(all - 2);
    expect(first.rows[0]?.fields).toHaveProperty('country');
    const second = await readPartners(bench, first.cursor, all - 2);
    expect(second.rows).toHaveLength(2);
    expect((await readPartners(bench, second.cursor)).rows).toEqual([]);
  });

  it('SY-79 a bookmark from before that was noted goes on', async () => {
    const bench = await start();
    const { cursor } = await readPartners(bench, null);
    const { asked: _, ...old } = JSON.parse(cursor) as Record<string, unknown>;
    expect((await readPartners(bench, JSON.stringify(old))).rows).toEqual([]);
  });
});

describe('a record that is not among those that are read any more', () => {
  it('SY-76 is told, since no reading brings it and what is here would count for good', async () => {
    const bench = await start();
    const id = bench.partnerId;
    const rows = [{ id, iid: null, url: null }];
    const ask = () => bench.remote.presence({ stream: 'partners', rows });
    expect(await ask()).toMatchObject({ gone: [], unseen: [], why: null });
    await bench.crmChange({ action: 'update', object: 'Account', id, fields: { Type: 'Other' } });
    const answer = await ask();
    expect(answer).toMatchObject({ gone: [], unseen: [id] });
    expect(answer.kind === 'presence' && answer.why).toContain("Type = 'Partner'");
  });

  it('SY-83 nor counts among the rows to come when it lies in the recycle bin', async () => {
    const bench = await start();
    const made = [];
    for (let n = 0; n < 3; n += 1)
      made.push(crmId(await bench.remote.execute(aRegistrationPut(bench.partnerId))));
    const total = async () => {
      const page = await bench.remote.pull({ stream: 'registrations', cursor: null, limit: 1 });
      return page.kind === 'page' ? page.total : page;
    };
    const before = Number(await total());
    await bench.crmChange({ action: 'delete', object: 'Event', id: String(made[0]) });
    expect(await total()).toBe(before - 1);
  });
});
