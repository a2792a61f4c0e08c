import { textFingerprint } from '../../../shared/lib/text';
import type { CrmSession } from './find-record';
import { columnsOf, type EntityShape } from './shape';
import { among } from './soql';

/**
 * Which records of an object are read. Of Events also those with exactly a program's subject under another type: the
 * report misses them, and the person is offered the fix (PROG-2).
 */
export function conditionOf({ entity, where, slots }: EntityShape, session: CrmSession): string | null {
  const subject = entity === 'registration' ? slots.find(({ domain }) => domain === 'subject') : undefined;
  const subjects = session.context().playbook.programs.offers.map((offer) => offer.subject);
  if (where === null || subject?.field?.filterable !== true || subjects.length === 0) return where;
  return `(${where}) OR ${among(subject.path, subjects)}`;
}

/** A short name of all that decides which rows of an entity come and what is understood of them. */
export function askedFor(shape: EntityShape, session: CrmSession): string {
  const fields = shape.slots.map(({ domain, path }) => `${domain}=${path}`);
  const asked = [conditionOf(shape, session), columnsOf(shape), fields, shape.statuses];
  return textFingerprint(JSON.stringify(asked));
}
