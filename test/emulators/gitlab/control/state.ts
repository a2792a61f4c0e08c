import { labelNames } from '../model/labels';
import type { Epic, Issue, Note } from '../model/types';
import { epicLinkOf, existing, notesOf, type World } from '../model/world';

function username(world: World, id: number): string {
  return existing(world.users, id).username;
}

function noteState(world: World, note: Note): Record<string, unknown> {
  return {
    id: note.id,
    author: username(world, note.authorId),
    body: note.body,
    system: note.system,
    internal: note.internal,
    createdAt: note.createdAt,
  };
}

function workState(world: World, item: Issue | Epic): Record<string, unknown> {
  return {
    id: item.id,
    iid: item.iid,
    title: item.title,
    description: item.description,
    state: item.state,
    confidential: item.confidential,
    labels: labelNames(world, item),
    author: username(world, item.authorId),
    createdAt: item.createdAt,
    updatedAt: item.updatedAt,
    closedAt: item.closedAt,
    notes: notesOf(world, item).map((note) => noteState(world, note)),
  };
}

function epicState(world: World, epic: Epic): Record<string, unknown> {
  return {
    ...workState(world, epic),
    group: existing(world.groups, epic.groupId).path,
    start: epic.startFixed ? epic.startDate : null,
    due: epic.dueFixed ? epic.dueDate : null,
    issues: [...world.epicLinks.values()]
      .filter((link) => link.epicId === epic.id)
      .map((link) => ({
        linkId: link.id,
        issueId: link.issueId,
        iid: existing(world.issues, link.issueId).iid,
      })),
  };
}

function issueState(world: World, issue: Issue): Record<string, unknown> {
  const link = epicLinkOf(world, issue.id);
  const epic = link ? existing(world.epics, link.epicId) : null;
  return {
    ...workState(world, issue),
    project: existing(world.projects, issue.projectId).path,
    assignees: issue.assigneeIds.map((id) => username(world, id)),
    start: issue.startDate,
    due: issue.dueDate,
    weight: issue.weight,
    epic: epic ? { id: epic.id, iid: epic.iid, title: epic.title } : null,
  };
}

/** Everything a test may want to look at, in plain words; files by their SHA-256, no tokens. */
export function worldState(world: World): Record<string, unknown> {
  return {
    tier: world.tier,
    epics: [...world.epics.values()].map((epic) => epicState(world, epic)),
    issues: [...world.issues.values()].map((issue) => issueState(world, issue)),
    issueLinks: [...world.issueLinks.values()].map((link) => ({
      id: link.id,
      type: link.type,
      source: existing(world.issues, link.sourceId).iid,
      target: existing(world.issues, link.targetId).iid,
    })),
    uploads: [...world.uploads.values()].map((upload) => ({
      id: upload.id,
      project: existing(world.projects, upload.projectId).path,
      secret: upload.secret,
      filename: upload.filename,
      size: upload.bytes.length,
      sha256: upload.sha256,
      uploadedBy: username(world, upload.uploadedById),
    })),
    labels: [...world.labels.values()].map((label) => ({
      id: label.id,
      name: label.name,
      place:
        label.place.kind === 'group'
          ? existing(world.groups, label.place.id).path
          : existing(world.projects, label.place.id).path,
    })),
  };
}
