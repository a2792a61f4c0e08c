import { expect } from 'vitest';
import type { Choices } from '../../../shared/domain/merging/resolve';
import type { FieldMap } from '../../../shared/schema/field-value';
import type { Conflict } from '../../../shared/schema/sync-state';
import { chooseSide } from './choose';
import { aDesk, type Desk } from './desk';

/** A desk with one request that both sides know. */
export async function synced(): Promise<{ desk: Desk; id: string; remoteId: string }> {
  const desk = await aDesk();
  const { id } = await desk.request({ title: 'A', description: 'Text' });
  await desk.sync();
  const remoteId = desk.remote.records('fund-request')[0]?.id ?? '';
  return { desk, id, remoteId };
}

/** The request as Salesforce has it. */
export function remoteFields(desk: Desk): FieldMap | undefined {
  return desk.remote.records('fund-request')[0]?.fields;
}

/** The one conflict that is open. */
export async function onlyConflict(desk: Desk): Promise<Conflict> {
  const open = await desk.store.openConflicts();
  expect(open).toHaveLength(1);
  if (!open[0]) throw new Error('no conflict');
  return open[0];
}

/** Settles the one open conflict as its use case does. */
export async function choose(desk: Desk, choices: Choices): Promise<void> {
  await chooseSide(desk, await onlyConflict(desk), choices);
}
