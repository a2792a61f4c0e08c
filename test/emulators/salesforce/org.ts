import type { People } from '../scenario/people';
import type { SalesforceSeed } from '../scenario/salesforce-seed';
import type { ServerClock } from '../shared-http/clock';
import { createIdMaker, toId18 } from './ids';
import { buildMetadata, type Metadata } from './metadata/registry';
import { createStore, type Store } from './store';
import { toStamp } from './time';

/** The part of a scenario that this emulator runs. */
export interface SalesforceScenario {
  readonly people: People;
  readonly salesforce: SalesforceSeed;
}

/** Everything that one emulated org consists of. */
export interface Org {
  readonly id: string;
  readonly seed: SalesforceSeed;
  readonly people: People;
  readonly metadata: Metadata;
  readonly store: Store;
  readonly clock: ServerClock;
  readonly makeId: (keyPrefix: string) => string;
  /** Requests counted against the day's allocation, and its size. */
  readonly usage: { used: number; max: number };
  /** Names of objects that this login has lost the right to see. */
  readonly hiddenObjects: Set<string>;
  /** The server's present as records carry it: whole seconds. */
  stamp(): string;
}

/** Who writes, and with which of the request's options. */
export interface Actor {
  readonly userId: string;
  /** `Sforce-Duplicate-Rule-Header: allowSave=true`. */
  readonly allowDuplicates: boolean;
}

/** Makes an org without records. */
export function createOrg(scenario: SalesforceScenario, clock: ServerClock): Org {
  const seed = scenario.salesforce;
  const metadata = buildMetadata(seed, () => clock.now().getTime());
  const id = toId18(seed.org.id);
  if (!id) throw new Error(`org.id ${seed.org.id} is not a Salesforce id: its checksum is wrong`);
  return {
    id,
    seed,
    people: scenario.people,
    metadata,
    store: createStore(metadata),
    clock,
    makeId: createIdMaker(),
    usage: { used: 0, max: seed.dailyApiRequests },
    hiddenObjects: new Set(),
    stamp: () => toStamp(clock.now()),
  };
}
