import type { Result } from '../../lib/result';
import { foldText } from '../../lib/text';
import type { FieldMap, FieldValue } from '../../schema/field-value';
import { Registration } from '../../schema/registration';
import {
  changesOf,
  differing,
  fitted,
  type Misfit,
  type ProjectionContext,
  type Setters,
  textOf,
} from './projection';

/** The Event that a registration is in Salesforce: exact subject, type, no reminder (PROG-2). */
export function projectRegistration(registration: Registration, context: ProjectionContext): FieldMap {
  const account = context.links.accountOf(registration.partnerId);
  return {
    subject: registration.subject,
    ...(account === null ? {} : { partner: account }),
    date: registration.date,
    note: registration.note === '' ? null : registration.note,
    type: registration.eventType === undefined ? context.playbook.programs.eventType : registration.eventType,
    reminder: false,
  };
}

/** The type of an Event as a registration keeps it: nothing where the report counts it, or where the org does not tell (PROG-2). */
export function keptType(
  value: FieldValue | undefined,
  { playbook }: Pick<ProjectionContext, 'playbook'>,
): Pick<Registration, 'eventType'> {
  if (value === undefined) return {};
  const type = textOf(value);
  return type !== null && foldText(type) === foldText(playbook.programs.eventType) ? {} : { eventType: type };
}

/** Key of the program offer that the report counts an Event for: its subject letter by letter, and its type (PROG-2). */
export function countedAs(
  { subject, eventType }: Pick<Registration, 'subject' | 'eventType'>,
  { playbook }: Pick<ProjectionContext, 'playbook'>,
): string | null {
  if (eventType !== undefined) return null;
  return playbook.programs.offers.find((offer) => offer.subject === subject)?.key ?? null;
}

function settersFor(context: ProjectionContext): Setters {
  return {
    subject: (value) => {
      const subject = textOf(value);
      return subject === null ? {} : { subject };
    },
    partner: (value) => {
      const partnerId = context.links.partnerOf(textOf(value) ?? '');
      return partnerId === null ? {} : { partnerId };
    },
    date: (value) => (value === null ? {} : { date: value }),
    note: (value) => ({ note: value ?? '' }),
  };
}

/** The registration with Salesforce's values in place of its own. */
export function applyToRegistration(
  registration: Registration,
  fields: FieldMap,
  context: ProjectionContext,
): Result<Registration, Misfit> {
  const changed = differing(projectRegistration(registration, context), fields);
  const next: Registration = { ...registration, ...changesOf(settersFor(context), changed) };
  if ('type' in changed) {
    delete next.eventType;
    Object.assign(next, keptType(changed.type, context));
  }
  const isMoved = 'subject' in changed || 'type' in changed;
  return fitted(Registration, isMoved ? { ...next, program: countedAs(next, context) } : next);
}
