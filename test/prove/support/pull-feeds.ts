import type { Stream } from '../../../shared/schema/sync-state';
import { createEpic, deleteEpic, updateEpic } from '../../emulators/gitlab/model/epics';
import { changeRemotely } from '../../emulators/salesforce/control';
import type { MemoryStore } from '../../support/memory-store';
import type { InProcess } from '../../support/in-process-remotes';
import { thePlaybook } from '../../sync/support/desk';
import { type Feed, issuesOf, partnersOf } from '../../sync/support/server-feeds';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A feed, the object of Salesforce that it reads, and how late a row of it may show up after its stamp. */
export type ProvenFeed = Feed & { readonly object: string | null; readonly latestMs: number };

/** A row as the desk has it. */
export type LocalRow = { readonly name: string; readonly deleted: boolean; readonly count: number };

// What the app promises to wait for, without the second in which a stamp of Salesforce is cut.
const SALESFORCE_LATE = 15 * MINUTE - 2 * SECOND;
const GITLAB_LATE = 5 * MINUTE - 2 * SECOND;

function salesforce(
  world: InProcess,
  stream: Stream,
  object: string,
  named: string,
  rest: Readonly<Record<string, unknown>>,
): ProvenFeed {
  return {
    stream,
    world,
    object,
    latestMs: SALESFORCE_LATE,
    make: (name) =>
      changeRemotely(world.org, { action: 'create', object, fields: { ...rest, [named]: name } }).id,
    change: (id, name) =>
      void changeRemotely(world.org, { action: 'update', object, id: String(id), fields: { [named]: name } }),
    remove: (id) => void changeRemotely(world.org, { action: 'delete', object, id: String(id) }),
  };
}

/** Epics, each of a request of its own, for only these does the app read; what it knows of one is its state. */
function epicsOf(world: InProcess, requests: ProvenFeed): ProvenFeed {
  const { path } = groupOf(world);
  const user = [...world.world.users.values()].find(({ username }) => username === 'priya.nair');
  if (!user) throw new Error(`nobody works in ${path}`);
  return {
    stream: 'gitlab-epics',
    world,
    object: null,
    latestMs: GITLAB_LATE,
    make(title) {
      const marker = `sf-${requests.make(`Request of ${title}`)}-epic`;
      const description = `<!-- channel-desk:${marker} -->`;
      return createEpic(world.world, groupOf(world), user, { title, description }).id;
    },
    change(id) {
      const epic = world.world.epics.get(Number(id));
      if (epic)
        updateEpic(world.world, epic, user, { stateEvent: epic.state === 'opened' ? 'close' : 'reopen' });
    },
    remove(id) {
      const epic = world.world.epics.get(Number(id));
      if (epic) deleteEpic(world.world, epic);
    },
  };
}

function groupOf({ world }: InProcess) {
  const wanted = thePlaybook().gitlab.group;
  const group = [...world.groups.values()].find(({ path }) => path === wanted);
  if (!group) throw new Error('the scenario lacks the group');
  return group;
}

/** Every feed but budgets; what their rows hang on, a partner and a request, stays as it is. */
export function provenFeeds(world: InProcess): ProvenFeed[] {
  const partners = { ...partnersOf(world), object: 'Account', latestMs: SALESFORCE_LATE };
  const account = partners.make('Steady partner');
  const requests = salesforce(world, 'fund-requests', 'PartnerFundRequest', 'Title', {
    ChannelPartnerId: account,
    Activity: 'Events/Webinars',
    Status: 'Draft',
    RequestedAmount: 6000,
    Total_Cost__c: 12_000,
    CurrencyIsoCode: 'EUR',
    Activity_Start__c: '2026-12-10',
    Activity_End__c: '2026-12-10',
    Region__c: 'EMEA',
  });
  const request = requests.make('Steady request');
  const claims = salesforce(world, 'claims', 'PartnerFundClaim', 'Title', {
    RequestId: request,
    Amount: 100,
    Status: 'Draft',
    CurrencyIsoCode: 'EUR',
  });
  const registrations = salesforce(world, 'registrations', 'Event', 'Description', {
    Subject: thePlaybook().programs.offers[0]?.subject,
    WhatId: account,
    Type: 'Marketing',
    IsAllDayEvent: true,
    ActivityDate: '2026-11-20',
    DurationInMinutes: 1440,
  });
  const issues = { ...issuesOf(world, '2026-12-01'), object: null, latestMs: GITLAB_LATE };
  return [partners, requests, claims, registrations, issues, epicsOf(world, requests)];
}

/** What the servers say of a row, in the one word that is compared. */
export function nameThere(feed: ProvenFeed, id: string, name: string): string {
  return feed.stream === 'gitlab-epics' ? (feed.world.world.epics.get(Number(id))?.state ?? 'gone') : name;
}

/** Everything on the desk that came from the feeds, by feed and remote id. */
export async function localRows(store: MemoryStore): Promise<Map<string, LocalRow>> {
  const found = new Map<string, LocalRow>();
  const add = (stream: Stream, id: unknown, name: string, deleted: boolean): void => {
    const key = `${stream} ${String(id)}`;
    found.set(key, { name, deleted, count: (found.get(key)?.count ?? 0) + 1 });
  };
  for (const { salesforce: ref, name, deletedRemotely } of await store.list({ kind: 'partner' }))
    add('partners', ref?.id, name, deletedRemotely);
  for (const { id, salesforce: ref, title, deletedRemotely, gitlab } of await store.list({
    kind: 'fund-request',
  })) {
    add('fund-requests', ref?.id, title, deletedRemotely);
    const base = gitlab.epic && (await store.base({ kind: 'fund-request', id }, 'gitlab'));
    if (gitlab.epic) add('gitlab-epics', gitlab.epic.id, String(base?.fields['epic']), false);
  }
  for (const { salesforce: ref, title, deletedRemotely } of await store.list({ kind: 'claim' }))
    add('claims', ref?.id, title, deletedRemotely);
  for (const { salesforce: ref, note, deletedRemotely } of await store.list({ kind: 'registration' }))
    add('registrations', ref?.id, note, deletedRemotely);
  for (const { gitlab, title, deletedRemotely } of await store.list({ kind: 'plan-item' }))
    add('gitlab-issues', gitlab?.id, title, deletedRemotely);
  return found;
}
