import { foldText } from '../../lib/text';
import type { Playbook, ProgramOffer } from '../../playbook/playbook';
import type { Partner } from '../../schema/partner';
import type { Registration } from '../../schema/registration';
import type { PlainDate } from '../../schema/values';
import type { Finding } from '../finding';

/** Whether a partner may be registered for an offer; anything but the right record and partner type is refused (PROG-2). */
export function checkRegistration(
  partner: Partner,
  offer: ProgramOffer,
  registrations: readonly Registration[],
  playbook: Pick<Playbook, 'programs'>,
): Finding[] {
  const { recordTypes, partnerTypes } = playbook.programs;
  return [
    accountFinding(
      'account-record-type',
      'Account Record Type',
      partner.recordType,
      recordTypes,
      partner.name,
    ),
    accountFinding('account-partner-type', 'Partner Type', partner.partnerType, partnerTypes, partner.name),
    linkFinding(partner),
    repeatFinding(partner, offer, registrations, playbook),
  ];
}

function accountFinding(
  code: string,
  field: string,
  value: string | null,
  allowed: readonly string[],
  name: string,
): Finding {
  const wanted = allowed.join(' or ');
  if (value !== null && allowed.some((entry) => foldText(entry) === foldText(value))) {
    return { rule: 'PROG-2', code, verdict: 'pass', message: `${field} is ${value}.`, fix: '' };
  }
  const found = value === null || value.trim() === '' ? 'none' : value;
  return {
    rule: 'PROG-2',
    code,
    verdict: 'fail',
    message: `${field} of ${name} is ${found}; only an account with ${wanted} is counted in the report.`,
    fix: `Choose the partner's ${wanted} account, or have the field corrected in Salesforce.`,
  };
}

function linkFinding(partner: Partner): Finding {
  const base = { rule: 'PROG-2', code: 'account-linked' } as const;
  return partner.salesforce === null
    ? {
        ...base,
        verdict: 'warn',
        message: `${partner.name} is not linked to a Salesforce account yet; the event waits until it is.`,
        fix: 'Sync, or import the partner with its account id.',
      }
    : { ...base, verdict: 'pass', message: 'The partner is linked to its Salesforce account.', fix: '' };
}

function repeatFinding(
  partner: Partner,
  offer: ProgramOffer,
  registrations: readonly Registration[],
  playbook: Pick<Playbook, 'programs'>,
): Finding {
  const base = { rule: 'PROG-1', code: 'registered-before' } as const;
  const own = registrations.filter((entry) => entry.partnerId === partner.id && !entry.deletedRemotely);
  const earlier = own.find(({ program }) => program === offer.key);
  const meant = own.find(
    (entry) => entry.program === null && meantAs(entry, playbook).some(({ key }) => key === offer.key),
  );
  if (earlier === undefined && meant !== undefined)
    return {
      ...base,
      verdict: 'warn',
      message: `${partner.name} has an event “${meant.subject}” of ${meant.date}, which was likely meant as ${offer.label}.`,
      fix: 'Correct that event instead: once both are right, the report counts the partner twice.',
    };
  return earlier === undefined
    ? { ...base, verdict: 'pass', message: `Not registered for ${offer.label} yet.`, fix: '' }
    : {
        ...base,
        verdict: 'warn',
        message: `${partner.name} was registered for ${offer.label} on ${earlier.date}.`,
        fix: 'Register again only if the partner really started anew.',
      };
}

/** Points out an enrolment that lies ahead; most often it is a slip of the year (PROG-2). */
export function dateFinding(date: PlainDate | null, today: PlainDate): Finding[] {
  if (date === null || date <= today) return [];
  return [
    {
      rule: 'PROG-2',
      code: 'date-ahead',
      verdict: 'warn',
      message: `The enrolment on ${date} lies in the future; the report counts it from then on.`,
      fix: 'Correct the date, or register it as planned.',
    },
  ];
}

/** The offers that an Event was likely meant as which the report misses, the likeliest first; none for one that it counts. */
function meantAs(
  { subject, eventType }: Pick<Registration, 'subject' | 'eventType'>,
  playbook: Pick<Playbook, 'programs'>,
): readonly ProgramOffer[] {
  const match = matchSubject(subject, playbook);
  if (match.kind === 'near') return match.offers;
  return match.kind === 'exact' && eventType !== undefined ? [match.offer] : [];
}

/** What an Event's subject says about programs. */
export type SubjectMatch =
  | { readonly kind: 'exact'; readonly offer: ProgramOffer }
  /** Not what the report counts, but meant as one of these, the likeliest first. */
  | { readonly kind: 'near'; readonly offers: readonly ProgramOffer[] }
  | { readonly kind: 'other' };

/** Whether a subject is one of the playbook's, nearly one, or something else (PROG-2). */
export function matchSubject(subject: string, playbook: Pick<Playbook, 'programs'>): SubjectMatch {
  const { offers, nearMissDistance } = playbook.programs;
  const exact = offers.find((offer) => offer.subject === subject);
  if (exact) return { kind: 'exact', offer: exact };
  const folded = foldText(subject);
  const words = new Set(folded.split(' '));
  const near = offers
    .map((offer) => ({ offer, distance: editDistance(folded, foldText(offer.subject)) }))
    .filter(({ offer, distance }) => distance <= nearMissDistance || isShortened(words, offer, offers))
    .sort((a, b) => a.distance - b.distance);
  return near.length === 0 ? { kind: 'other' } : { kind: 'near', offers: near.map(({ offer }) => offer) };
}

/** Whether the words are some of an offer's subject, with at least one that tells it from another offer: `Free Trial SaaS`. */
function isShortened(
  words: ReadonlySet<string>,
  offer: ProgramOffer,
  offers: readonly ProgramOffer[],
): boolean {
  const own = new Set(foldText(offer.subject).split(' '));
  if (words.size < 2 || ![...words].every((word) => own.has(word))) return false;
  return offers.some((other) => {
    const theirs = foldText(other.subject).split(' ');
    return other !== offer && [...words].some((word) => !theirs.includes(word));
  });
}

/** Least number of letters to insert, delete or replace that turns one text into the other. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replace = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** A registration that the report misses for its subject or its type, and the offers it was likely meant as (PROG-2). */
export type NearMiss = { readonly registration: Registration; readonly offers: readonly ProgramOffer[] };

/** Registrations read from Salesforce whose subject is nearly right, or right with a type that is not, with the fix for each (PROG-2). */
export function nearMisses(
  registrations: readonly Registration[],
  playbook: Pick<Playbook, 'programs'>,
): NearMiss[] {
  return registrations.flatMap((registration) => {
    const offers = meantAs(registration, playbook);
    return offers.length > 0 && !registration.deletedRemotely ? [{ registration, offers }] : [];
  });
}
