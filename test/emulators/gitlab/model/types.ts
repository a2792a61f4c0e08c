/** Ids are whole numbers from 1; `*At` are instants like `2026-05-31T10:00:00.000Z`; dates are `YYYY-MM-DD`. */
export interface User {
  readonly id: number;
  readonly username: string;
  readonly name: string;
  readonly email: string;
  readonly admin: boolean;
  readonly createdAt: string;
}

/** A group; `path` is the whole path with slashes. */
export interface Group {
  readonly id: number;
  readonly path: string;
  name: string;
  description: string;
  readonly parentId: number | null;
  readonly createdAt: string;
  lastEpicIid: number;
}

/** A commit to the one branch of a repository. */
export interface Commit {
  readonly id: string;
  readonly message: string;
  readonly authorId: number;
  readonly createdAt: string;
}

/** A project; `path` is the whole path with slashes. */
export interface Project {
  readonly id: number;
  readonly path: string;
  name: string;
  description: string;
  readonly groupId: number;
  readonly creatorId: number;
  readonly createdAt: string;
  /** Texts of the files in the repository by path. */
  readonly files: Map<string, string>;
  /** The newest comes last. */
  readonly commits: Commit[];
  lastActivityAt: string;
  lastIssueIid: number;
}

/** A group or a project: what has members and labels. */
export interface Place {
  readonly kind: 'group' | 'project';
  readonly id: number;
}

/** A direct membership. */
export interface Member {
  readonly userId: number;
  readonly level: number;
  readonly place: Place;
  readonly createdAt: string;
  /** The last day of the membership; without it there is none. */
  readonly expiresAt?: string | null;
}

export interface Label {
  readonly id: number;
  readonly place: Place;
  name: string;
  color: string;
  description: string | null;
  archived: boolean;
  priority: number | null;
}

/** A milestone of a project or group. */
export interface Milestone {
  readonly id: number;
  readonly iid: number;
  readonly place: Place;
  readonly createdAt: string;
  title: string;
  description: string | null;
  state: 'active' | 'closed';
  startDate: string | null;
  dueDate: string | null;
  updatedAt: string;
}

/** What epics and issues share. */
export interface WorkItem {
  readonly id: number;
  readonly iid: number;
  readonly authorId: number;
  readonly createdAt: string;
  title: string;
  description: string | null;
  state: 'opened' | 'closed';
  confidential: boolean;
  labelIds: number[];
  updatedAt: string;
  closedAt: string | null;
  closedById: number | null;
}

/** What an issue may be; GitLab's other types need more than this server has. */
export const ISSUE_TYPES = ['issue', 'incident', 'task'] as const;
export type IssueType = (typeof ISSUE_TYPES)[number];

export interface Issue extends WorkItem {
  readonly kind: 'Issue';
  type: IssueType;
  readonly projectId: number;
  assigneeIds: number[];
  startDate: string | null;
  dueDate: string | null;
  weight: number | null;
  healthStatus: string | null;
  milestoneId: number | null;
  discussionLocked: boolean | null;
  relativePosition: number;
  /** Seconds. */
  timeEstimate: number;
  /** Seconds. */
  timeSpent: number;
  /** Global id of the issue that it became in another project. */
  movedToId: number | null;
}

/** An epic; its dates count only when they are `fixed`, for this server knows no milestones to inherit from. */
export interface Epic extends WorkItem {
  readonly kind: 'Epic';
  readonly groupId: number;
  readonly workItemId: number;
  parentId: number | null;
  /** Its place among the children of its parent. */
  relativePosition: number;
  color: string;
  startFixed: boolean;
  startDate: string | null;
  dueFixed: boolean;
  dueDate: string | null;
}

/** The link that puts an issue into its epic. */
export interface EpicLink {
  readonly id: number;
  readonly epicId: number;
  readonly issueId: number;
  relativePosition: number;
}

/** How two issues may be related. */
export const LINK_TYPES = ['relates_to', 'blocks', 'is_blocked_by'] as const;
export type LinkType = (typeof LINK_TYPES)[number];

export interface IssueLink {
  readonly id: number;
  readonly sourceId: number;
  readonly targetId: number;
  readonly type: LinkType;
  readonly createdAt: string;
}

/** Points at an epic or issue by its global id. */
export interface NoteTarget {
  readonly kind: 'Issue' | 'Epic';
  readonly id: number;
}

export interface Note {
  readonly id: number;
  readonly target: NoteTarget;
  readonly authorId: number;
  readonly createdAt: string;
  readonly system: boolean;
  /** 40 hexadecimal digits; notes of one thread share it. */
  readonly discussionId: string;
  type: 'DiscussionNote' | null;
  readonly internal: boolean;
  body: string;
  updatedAt: string;
  /** Only notes of threads can be resolved. */
  resolved: { readonly byId: number; readonly at: string } | null;
}

export interface LabelEvent {
  readonly id: number;
  readonly target: NoteTarget;
  readonly userId: number;
  readonly labelId: number;
  readonly action: 'add' | 'remove';
  readonly createdAt: string;
}

export interface StateChange {
  readonly id: number;
  readonly target: NoteTarget;
  readonly userId: number;
  readonly state: 'closed' | 'reopened';
  readonly createdAt: string;
}

export interface Upload {
  readonly id: number;
  readonly projectId: number;
  /** 32 hexadecimal digits. */
  readonly secret: string;
  readonly filename: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly uploadedById: number;
  readonly createdAt: string;
}
