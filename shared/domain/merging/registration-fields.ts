import type { Result } from '../../lib/result';
import type { FieldMap } from '../../schema/field-value';
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
    type: context.playbook.programs.eventType,
    reminder: false,
  };
}

/** Key of the program offer whose subject is this one, letter by letter; null when none is (PROG-2). */
export function offerOfSubject(subject: string, context: Pick<ProjectionContext, 'playbook'>): string | null {
  return context.playbook.programs.offers.find((offer) => offer.subject === subject)?.key ?? null;
}

function settersFor(context: ProjectionContext): Setters {
  return {
    subject: (value) => {
      const subject = textOf(value);
      return subject === null ? {} : { subject, program: offerOfSubject(subject, context) };
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
  return fitted(Registration, { ...registration, ...changesOf(settersFor(context), changed) });
}
