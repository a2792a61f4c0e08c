import { todayIn } from '../../domain/calendar/clock';
import type { Finding } from '../../domain/finding';
import { commitmentFindings, LANGUAGE } from '../../domain/programs/commitments';
import { checkRegistration, dateFinding } from '../../domain/programs/registration';
import { err, ok, type Result } from '../../lib/result';
import type { ProgramOffer } from '../../playbook/playbook';
import { type PartnerId, RegistrationId } from '../../schema/ids';
import type { Partner } from '../../schema/partner';
import type { Registration } from '../../schema/registration';
import type { PlainDate } from '../../schema/values';
import { auditLine } from '../audit-line';
import type { UseCaseContext } from '../context';
import { derivedId } from '../derived-id';
import { newIntent } from '../new-intent';
import { notFound, present, problemOfCommit, type UseCaseProblem } from '../problem';

/** What the registration dialog has collected. */
export type RegistrationForm = {
  readonly partnerId: PartnerId;
  /** Key of the program offer. */
  readonly offer: string;
  readonly language: string | null;
  /** Day of enrolment; null for today where the partner is. */
  readonly date: PlainDate | null;
  readonly note: string;
  /** Ticks on the offer's needs and commitments (PROG-4, PROG-5). */
  readonly ticks: Readonly<Record<string, boolean>>;
  /** Codes of the warnings that the person has seen and accepts. */
  readonly acknowledged: readonly string[];
};

/** A refused registration with the checks behind it. */
export type RegistrationProblem = UseCaseProblem & { readonly findings?: readonly Finding[] };

/** Every check of a registration: the account's guards and the offer's own needs (PROG-2, PROG-4, PROG-5). */
export function registrationFindings(
  context: Pick<UseCaseContext, 'playbook'>,
  partner: Partner,
  offer: ProgramOffer,
  existing: readonly Registration[],
  form: Pick<RegistrationForm, 'language' | 'ticks' | 'date'>,
  today: PlainDate,
): Finding[] {
  return [
    ...checkRegistration(partner, offer, existing, context.playbook),
    ...dateFinding(form.date, today),
    ...commitmentFindings({ offer, language: form.language, ticks: form.ticks }),
  ];
}

/** One sentence for each thing that is wrong, and one for all that only waits for a tick. */
function summary(blocking: readonly Finding[]): string {
  const unticked = blocking.filter(({ verdict, code }) => verdict === 'needs-person' && code !== LANGUAGE);
  const others = blocking.filter((finding) => !unticked.includes(finding)).map(({ message }) => message);
  const [only] = unticked;
  if (only === undefined) return others.join(' ');
  const open =
    unticked.length === 1 ? `${only.message}.` : `${unticked.length} points are not confirmed yet.`;
  return [...others, open].join(' ');
}

function refusal(findings: readonly Finding[], acknowledged: readonly string[]): RegistrationProblem | null {
  const failed = findings.filter((finding) => finding.verdict === 'fail');
  const open = findings.filter(
    (finding) =>
      finding.verdict === 'needs-person' ||
      ((finding.verdict === 'warn' || finding.verdict === 'undecidable') &&
        !acknowledged.includes(finding.code)),
  );
  const blocking = failed.length > 0 ? failed : open;
  if (blocking.length === 0) return null;
  return {
    code: failed.length > 0 ? 'refused' : 'unacknowledged',
    message: summary(blocking),
    fix: [...new Set(blocking.map((finding) => finding.fix))].filter((fix) => fix !== '').join(' '),
    findings: blocking,
  };
}

/** Registers a partner for a program offer: the record, its Event for Salesforce and the history in one commit (PROG-2). */
export async function registerPartner(
  context: UseCaseContext,
  form: RegistrationForm,
): Promise<Result<Registration, RegistrationProblem>> {
  const { store, playbook } = context;
  const found = present(await store.get('partner', form.partnerId), 'This partner', 'Salesforce');
  if (!found.ok) return found;
  const partner = found.value;
  const offer = playbook.programs.offers.find((entry) => entry.key === form.offer);
  if (!offer) return err(notFound('This program offer'));
  const all = await store.list({ kind: 'registration', by: { index: 'partnerId', equals: partner.id } });
  const existing = all.filter(({ withdrawn }) => withdrawn !== true);
  const now = context.clock.now();
  const today = todayIn(playbook, partner.region ?? '', now);
  const findings = registrationFindings(context, partner, offer, existing, form, today);
  const refused = refusal(findings, form.acknowledged);
  if (refused) return err(refused);
  const date = form.date ?? today;
  const id = RegistrationId.parse(
    derivedId([partner.salesforce?.id ?? partner.id, offer.key, date], context.ids, (taken) =>
      existing.some((registration) => registration.id === taken),
    ),
  );
  // One that was taken back has the name of what it is; made again, it is the same thing once more.
  const seen = all.find((registration) => registration.id === id)?.rev ?? null;
  const record: Registration = {
    id,
    rev: (seen ?? 0) + 1,
    createdAt: now,
    updatedAt: now,
    deletedRemotely: false,
    partnerId: partner.id,
    program: offer.key,
    subject: offer.subject,
    date,
    note: form.note,
    commitments: { ...form.ticks },
    language: form.language,
    playbookVersion: playbook.version,
    salesforce: null,
  };
  return write(context, { before: undefined, seen, record }, `registered for ${offer.label}`, partner.name);
}

/** Corrects subject and type of a registration that the report misses to those that it counts (PROG-2). */
export async function correctEvent(
  context: UseCaseContext,
  input: { readonly id: RegistrationId; readonly offer: string },
): Promise<Result<Registration, UseCaseProblem>> {
  const before = await context.store.get('registration', input.id);
  if (!before) return err(notFound('This registration'));
  const offer = context.playbook.programs.offers.find((entry) => entry.key === input.offer);
  if (!offer) return err(notFound('This program offer'));
  const partner = await context.store.get('partner', before.partnerId);
  const { eventType: type, ...rest } = before;
  const record: Registration = {
    ...rest,
    rev: before.rev + 1,
    updatedAt: context.clock.now(),
    program: offer.key,
    subject: offer.subject,
  };
  return write(
    context,
    { before, seen: before.rev, record },
    type === undefined || before.subject !== offer.subject
      ? `corrected subject “${before.subject}”`
      : `corrected the type of “${offer.subject}”`,
    partner?.name ?? offer.label,
  );
}

function correctedFields({ eventType }: Registration): string[] {
  return eventType === undefined ? ['subject'] : ['subject', 'type'];
}

async function write(
  context: UseCaseContext,
  change: {
    readonly before: Registration | undefined;
    /** Revision that the record has now; null for one that is not there. */
    readonly seen: number | null;
    readonly record: Registration;
  },
  action: string,
  partnerName: string,
): Promise<Result<Registration, UseCaseProblem>> {
  const { before, seen, record } = change;
  const key = { kind: 'registration' as const, id: record.id };
  const committed = await context.store.commit({
    puts: [{ kind: 'registration', record }],
    expect: [{ key, rev: seen }],
    newIntents: [
      newIntent({
        id: context.ids.uuid(),
        kind: 'registration.put',
        subject: key,
        label: `${partnerName}: ${record.subject}`,
        now: record.updatedAt,
        fields: before ? correctedFields(before) : null,
      }),
    ],
    audits: [
      auditLine(context, {
        action,
        record: { kind: 'partner', id: record.partnerId },
        changes: [
          ...(before?.subject === record.subject
            ? []
            : [{ field: 'subject', from: before?.subject ?? null, to: record.subject }]),
          ...(before?.eventType === undefined
            ? []
            : [{ field: 'type', from: before.eventType, to: context.playbook.programs.eventType }]),
        ],
        note: record.note === '' ? null : record.note,
      }),
    ],
  });
  return committed.ok ? ok(record) : err(problemOfCommit(committed.error));
}
