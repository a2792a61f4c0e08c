import type { RemoteName } from '../../domain/merging/projections';
import type { Playbook } from '../../playbook/playbook';
import type { FieldMap } from '../../schema/field-value';
import type { Intent, IntentStep, RecordKey } from '../../schema/intent';
import type { RemoteCommand, RemoteRow, WhichItem } from '../../schema/remote-command';
import type { GitlabRef, RemoteRef } from '../../schema/remote-ref';
import type { Draft } from '../draft';
import type { Stream } from '../../schema/sync-state';
import type { Problem } from '../intents';

/** A command without the flag that tells whether it was tried before; the engine knows that. */
export type Write<C = RemoteCommand> = C extends unknown ? Omit<C, 'repeat'> : never;

/** What a step turns out to be when its turn comes. */
export type Built =
  | {
      readonly kind: 'send';
      readonly write: Write;
      /** Field values that the write carries, for merging what comes back. */
      readonly sent: FieldMap | undefined;
    }
  /** The remote is as it should be, or has no place for it; `why` is told in the log where it is worth a word. */
  | { readonly kind: 'nothing'; readonly ref: RemoteRef | null; readonly why?: string }
  /** Waits for others, which are on their way. */
  | { readonly kind: 'later'; readonly waitsFor: readonly Intent[] }
  | { readonly kind: 'park'; readonly problem: Problem }
  /** The whole intent has lost its point. */
  | { readonly kind: 'moot'; readonly why: string };

/** A remote's confirmation of a write. */
export type Confirmed = {
  readonly ref: RemoteRef;
  readonly row: RemoteRow | null;
  readonly sent: FieldMap | undefined;
};

/** What steps are built with. */
export type StepContext = {
  readonly playbook: Playbook;
  readonly intent: Intent;
  readonly newId: () => string;
};

/** One remote write of an intent, built from the records as they are when its turn comes. */
export type StepPlan = {
  /** Stable name inside the intent; the marker of what it makes follows from it. */
  readonly key: string;
  readonly remote: RemoteName;
  /** The record whose state the remote answers with. */
  readonly about: RecordKey;
  /** What it does, for the person. */
  readonly title: string;
  /** The feed whose news can stand against it: it leaves once that was read to its end. */
  readonly readsFirst?: Stream;
  /** Keys of steps of the same intent that must be done before. */
  readonly after: readonly string[];
  build(draft: Draft, step: IntentStep): Promise<Built>;
  /** Stores what the remote confirmed, in the same commit as the step's done mark. */
  settle(draft: Draft, confirmed: Confirmed): Promise<void>;
  /** What follows once it is done, whether it was sent or found as it should be; in the same commit too. */
  readonly whenDone?: (draft: Draft) => Promise<void>;
};

/** A step that has nothing to send. */
export function nothing(ref: RemoteRef | null = null): Extract<Built, { kind: 'nothing' }> {
  return { kind: 'nothing', ref };
}

/** A step that a person has to look at. */
export function park(code: string, message: string, fix: string): Built {
  return { kind: 'park', problem: { code, message, fix } };
}

/** Says which item a write by number means. */
export function whichItem({ id, url }: GitlabRef): WhichItem {
  return { id, url };
}

type Edit = Extract<Write, { kind: 'git.edit' }>;
type Editable = GitlabRef & Pick<Edit, 'type' | 'iid'>;

/** The epic or issue that a pointer names; null for none, and for what has no number to be edited by. */
export function editable(ref: GitlabRef | null | undefined): Editable | null {
  if (!ref || ref.iid === null || (ref.type !== 'epic' && ref.type !== 'issue')) return null;
  return { ...ref, type: ref.type, iid: ref.iid };
}

/** A write to an epic or issue that leaves alone whatever `change` does not name. */
export function editOf(
  item: Editable,
  change: Pick<Edit, 'marker'> & Partial<Omit<Edit, 'kind' | 'type' | 'iid' | 'item'>>,
): Edit {
  return {
    kind: 'git.edit',
    type: item.type,
    iid: item.iid,
    item: whichItem(item),
    title: null,
    body: null,
    addLabels: [],
    scopedLabel: null,
    start: null,
    due: null,
    close: false,
    expectStamp: null,
    ...change,
  };
}
