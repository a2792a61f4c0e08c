import type { NoteTarget, Place } from './types';

// What surrounds issues and epics: reactions, to-dos, what people did, milestones that came and went, boards.

/** What a person can react to. */
export interface AwardTarget {
  readonly kind: 'Issue' | 'Epic' | 'Note';
  readonly id: number;
}

export interface Award {
  readonly id: number;
  readonly target: AwardTarget;
  readonly userId: number;
  readonly name: string;
  readonly createdAt: string;
}

export interface Todo {
  readonly id: number;
  readonly userId: number;
  readonly authorId: number;
  readonly target: NoteTarget;
  readonly action: 'assigned' | 'mentioned' | 'directly_addressed' | 'marked';
  readonly body: string;
  /** The note that names the person, when it was one. */
  readonly noteId: number | null;
  readonly createdAt: string;
  state: 'pending' | 'done';
  updatedAt: string;
}

/** Something that a person did; the log that `/events` shows while what it is about is there. */
export interface Activity {
  readonly id: number;
  readonly userId: number;
  readonly action: 'created' | 'closed' | 'reopened' | 'commented' | 'destroyed';
  readonly target: { readonly kind: 'Issue' | 'Epic' | 'Note' | 'Milestone'; readonly id: number };
  readonly iid: number;
  readonly title: string;
  readonly place: Place;
  /** The item that a note is about. */
  readonly about: NoteTarget | null;
  readonly createdAt: string;
}

/** An issue that came under a milestone or left it. */
export interface MilestoneChange {
  readonly id: number;
  readonly issueId: number;
  readonly userId: number;
  readonly milestoneId: number;
  readonly action: 'add' | 'remove';
  readonly createdAt: string;
}

export interface BoardList {
  readonly id: number;
  readonly labelId: number;
}

/** A board of a project or group; its lists are in their order. */
export interface Board {
  readonly id: number;
  readonly place: Place;
  name: string;
  lists: BoardList[];
}
