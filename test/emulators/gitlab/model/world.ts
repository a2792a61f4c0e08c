import { randomBytes } from 'node:crypto';
import type {
  Epic,
  EpicLink,
  Group,
  Issue,
  IssueLink,
  Label,
  LabelEvent,
  Member,
  Milestone,
  Note,
  NoteTarget,
  Project,
  StateChange,
  Upload,
  User,
} from './types';
import type { Application, AuthCode, DeviceGrant, Token } from './types-tokens';
import type { Activity, Award, Board, MilestoneChange, Todo } from './types-around';

/** Without Premium there are no epics, scoped labels do not exclude each other and an issue has one assignee. */
export type Tier = 'premium' | 'free';

/** Everything the server knows, in memory; maps are keyed by id and keep the order of creation. */
export interface World {
  readonly tier: Tier;
  readonly users: Map<number, User>;
  readonly groups: Map<number, Group>;
  readonly projects: Map<number, Project>;
  readonly members: Member[];
  readonly labels: Map<number, Label>;
  readonly milestones: Map<number, Milestone>;
  readonly issues: Map<number, Issue>;
  readonly epics: Map<number, Epic>;
  readonly epicLinks: Map<number, EpicLink>;
  readonly issueLinks: Map<number, IssueLink>;
  readonly notes: Map<number, Note>;
  readonly labelEvents: Map<number, LabelEvent>;
  readonly stateEvents: Map<number, StateChange>;
  readonly milestoneEvents: Map<number, MilestoneChange>;
  readonly awards: Map<number, Award>;
  readonly todos: Map<number, Todo>;
  readonly activities: Map<number, Activity>;
  readonly boards: Map<number, Board>;
  readonly deviceGrants: Map<string, DeviceGrant>;
  /** Whether a person hears of an item, where she chose; keyed by kind, id and user. */
  readonly subscriptions: Map<string, boolean>;
  readonly uploads: Map<number, Upload>;
  readonly applications: Map<string, Application>;
  /** Keyed by the secret value. */
  readonly tokens: Map<string, Token>;
  readonly codes: Map<string, AuthCode>;
  /** How often a refresh token was shown that had been traded in before, or revoked. */
  reusedRefreshTokens: number;
  /** The server's time as an instant with milliseconds. */
  now(): string;
  /** The next id of a kind; ids of issues and of the work items behind epics come from one row. */
  nextId(kind: IdKind): number;
}

/** The kinds of thing that are numbered; each starts elsewhere, so that mistaking one id for another shows. */
const FIRST_IDS = {
  user: 11,
  group: 51,
  project: 201,
  label: 901,
  milestone: 1_201,
  workItem: 40_001,
  epic: 3_001,
  epicLink: 7_001,
  issueLink: 8_001,
  note: 100_001,
  labelEvent: 500_001,
  stateEvent: 700_001,
  milestoneEvent: 750_001,
  award: 20_001,
  todo: 30_001,
  activity: 800_001,
  board: 1_501,
  boardList: 1_601,
  upload: 601,
  token: 71,
} as const;
/** Name of a row of ids. */
export type IdKind = keyof typeof FIRST_IDS;

/** Makes an empty world; `now` gives the server's time. */
export function createWorld(tier: Tier, now: () => string): World {
  const next = new Map<IdKind, number>();
  return {
    tier,
    users: new Map(),
    groups: new Map(),
    projects: new Map(),
    members: [],
    labels: new Map(),
    milestones: new Map(),
    issues: new Map(),
    epics: new Map(),
    epicLinks: new Map(),
    issueLinks: new Map(),
    notes: new Map(),
    labelEvents: new Map(),
    stateEvents: new Map(),
    milestoneEvents: new Map(),
    awards: new Map(),
    todos: new Map(),
    activities: new Map(),
    boards: new Map(),
    deviceGrants: new Map(),
    subscriptions: new Map(),
    uploads: new Map(),
    applications: new Map(),
    tokens: new Map(),
    codes: new Map(),
    reusedRefreshTokens: 0,
    now,
    nextId(kind) {
      const id = next.get(kind) ?? FIRST_IDS[kind];
      next.set(kind, id + 1);
      return id;
    },
  };
}

/** A fresh secret of `bytes` random bytes in hexadecimal. */
export function randomHex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}

/** The entry that a reference inside the world points at; a miss is a bug of the emulator. */
export function existing<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = map.get(key);
  if (value === undefined) throw new Error(`the emulator lost entry ${String(key)}`);
  return value;
}

/** The group itself and every group above it, nearest first. */
export function groupChain(world: World, groupId: number): Group[] {
  const chain: Group[] = [];
  for (let id: number | null = groupId; id !== null; ) {
    const group: Group = existing(world.groups, id);
    chain.push(group);
    id = group.parentId;
  }
  return chain;
}

/** The group itself and every group below it. */
export function groupTree(world: World, groupId: number): Group[] {
  return [...world.groups.values()].filter((group) =>
    groupChain(world, group.id).some((ancestor) => ancestor.id === groupId),
  );
}

/** The issue's link to its epic, if it has one. */
export function epicLinkOf(world: World, issueId: number): EpicLink | undefined {
  return [...world.epicLinks.values()].find((link) => link.issueId === issueId);
}

/** The notes under an epic or issue, oldest first. */
export function notesOf(world: World, target: NoteTarget): Note[] {
  return [...world.notes.values()].filter(
    (note) => note.target.kind === target.kind && note.target.id === target.id,
  );
}

/** The last part of a path. */
export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
