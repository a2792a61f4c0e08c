import type { Remote } from '../../../shared/ports/remote';
import type { FaultSpec } from '../../emulators/shared-http/faults';

export type RemoteName = 'salesforce' | 'gitlab';

/** A record as Salesforce holds it, by API names. */
export type CrmRecord = Readonly<Record<string, unknown>>;

/** A file as Salesforce holds it. */
export type CrmFile = {
  readonly title: string;
  readonly sha256: string;
  readonly linkedTo: readonly string[];
};

/** An epic or issue as GitLab holds it. */
export type GitItem = {
  readonly id: number;
  readonly iid: number;
  readonly title: string;
  readonly description: string | null;
  readonly state: string;
  readonly confidential: boolean;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly start: string | null;
  readonly due: string | null;
  readonly epicIid: number | null;
  readonly notes: readonly { readonly id: number; readonly body: string; readonly system: boolean }[];
};

/** A remote under test together with the systems it talks to, seen from behind its back. */
export type ContractBench = {
  readonly remote: Remote;
  /** Account of an eligible channel partner, 18 characters. */
  readonly partnerId: string;
  fault(where: RemoteName, ...faults: FaultSpec[]): Promise<void>;
  /** Requests that reached the system since the last call, `METHOD path`. */
  requests(where: RemoteName): Promise<string[]>;
  offline(where: RemoteName, offline: boolean): Promise<void>;
  /** All records of an object that are not deleted. */
  crmRecords(object: string): Promise<CrmRecord[]>;
  crmFiles(): Promise<CrmFile[]>;
  /** A change by somebody else; gives the record's id. */
  crmChange(change: {
    readonly action: 'create' | 'update' | 'delete' | 'hide' | 'purge' | 'view';
    readonly object: string;
    readonly id?: string;
    readonly fields?: CrmRecord;
  }): Promise<string>;
  gitItems(kind: 'issue' | 'epic'): Promise<GitItem[]>;
  gitUploads(): Promise<{ readonly filename: string; readonly sha256: string }[]>;
  /** An API call by somebody else; `{project}` and `{group}` in the path are replaced by their ids. */
  gitChange(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: Readonly<Record<string, unknown>>,
  ): Promise<CrmRecord>;
  stop(): Promise<void>;
};

/** Makes a bench; each suite gets its own. */
export type MakeBench = () => Promise<ContractBench>;
