import { CurrencyCode, Money, QuarterId } from '../schema/values';
import { z } from '../schema/zod';
import { PopRules } from './pop-rules';
import { isTimeZone, key, label } from './words';

/** The fiscal calendar and the working week (MDF-4). */
export const CalendarRules = z.strictObject({
  /** Month in which the fiscal year starts, 1 to 12. */
  fiscalYearStartMonth: z.int().min(1).max(12),
  /** A fiscal year is named after the calendar year in which it `ends` or `starts`. */
  fiscalYearNamedAfter: z.enum(['end', 'start']),
  /** Weekdays on which nobody works, 1 Monday to 7 Sunday. */
  weekend: z.array(z.int().min(1).max(7)).max(6, 'a week needs at least one working day'),
  /** End of the working day, `17:00`, in the region's zone: when a deadline in business days falls due. */
  endOfDay: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day like 17:00'),
});

/** A sales region with the zone and country of its approvers (MDF-10). */
export const Region = z.strictObject({
  key: z.string().min(1),
  label,
  /** Other spellings met in imports and in Salesforce. */
  aliases: z.array(z.string()),
  timeZone: z
    .string()
    .refine(isTimeZone, 'expected a time zone of the IANA database, for example Europe/Berlin'),
  /** ISO country whose holidays are the approver's. */
  country: z.string().regex(/^[A-Z]{2}$/, 'expected a two-letter ISO country code like DE'),
});

const Role = z.strictObject({ key, label, does: z.string() });

const Condition = z.strictObject({ key, text: label });

/** A document that shows that an activity took place (POP-3). */
export const Proof = z.strictObject({
  key,
  label,
  required: z.boolean(),
  /** A list of people that is checked row by row and stays local (POP-8). */
  leadList: z.boolean(),
  help: z.string(),
});

/** A kind of activity that funds may pay for, with its conditions and proofs (MDF-2, POP-3). */
export const ActivityType = z.strictObject({
  key,
  label,
  /** Other names met in portals and in Salesforce picklists. */
  aliases: z.array(z.string()),
  /** The handbook's definition, in our words (MDF-2). */
  definition: z.string(),
  /** What the reviewer ticks before approving (MDF-2). */
  conditions: z.array(Condition),
  proofs: z.array(Proof),
  /** A contract to sign needs legal review before the approval is communicated (MDF-11). */
  legalReview: z.boolean(),
  eligible: z.boolean(),
});

/** One level of the approval, decided by a role within some business days (MDF-4). */
export const ApprovalLevel = z.strictObject({
  role: key,
  label,
  businessDays: z.int().positive(),
});

const MdfRules = z.strictObject({
  eligibility: z.strictObject({
    partnerTracks: z.array(z.string()).min(1),
    partnerStatuses: z.array(z.string()).min(1),
    recordTypes: z.array(z.string()).min(1),
    partnerTypes: z.array(z.string()).min(1),
  }),
  reimbursementPercent: z.int().min(1).max(100),
  /** How a share that is not a whole minor unit is rounded (MDF-3). */
  rounding: z.enum(['half-even', 'half-up']),
  caps: z.array(
    z.strictObject({
      amount: Money,
      region: z.string().optional(),
      partnerSalesforceId: z.string().optional(),
      quarter: QuarterId.optional(),
    }),
  ),
  minimumRequest: z.array(Money),
  submitBusinessDaysBefore: z.int().nonnegative(),
  insideQuarter: z.boolean(),
  levels: z.array(ApprovalLevel).min(1),
  /** Where a request goes that was sent back and is submitted again. */
  resubmitTo: z.enum(['first-level', 'same-level']),
  requiresGtmMotion: z.boolean(),
  gtmMotions: z.array(z.strictObject({ key, label, aliases: z.array(z.string()) })),
  activityTypes: z.array(ActivityType).min(1),
  neverFunded: z.array(z.strictObject({ key, label })),
  campaignType: z.string(),
  declineMail: z.strictObject({ subject: z.string(), body: z.string() }),
  /** The message to the partner when a request is sent back. A playbook from before this text says it in these words. */
  sendBackMail: z.strictObject({ subject: z.string(), body: z.string() }).default({
    subject: 'Your MDF request “{activity}” needs a change',
    body: 'Before we can decide on your request “{activity}” we need this:\n\n{reason}\n\n{sender}\n',
  }),
  /** What becomes of an approved activity that does not take place (MDF-12). A playbook from before these words says it so. */
  cancellation: z
    .strictObject({
      /** Roles that may cancel it. */
      decidedBy: z.array(key).min(1),
      /** Stands before the names of its campaign, its epic and its issues from then on. */
      prefix: z.string().regex(/\S/, 'expected a text like “[CANCELED] ”'),
      campaignStatus: label,
      /** The line that epic and issues get when they are closed. */
      note: z.string().min(1),
    })
    .default({
      decidedBy: ['cmm'],
      prefix: '[CANCELED] ',
      campaignStatus: 'Aborted',
      note: '{sender} cancelled “{activity}”: {reason}',
    }),
  /** Who gives the funds of an activity to an equal or smaller one (MDF-12). A playbook from before this says it so. */
  reallocation: z.strictObject({ decidedBy: z.array(key).min(1) }).default({ decidedBy: ['cmm'] }),
  currencies: z.array(CurrencyCode).min(1),
});

/** A stretch of the planning for a quarter (PLAN-1). */
export const PlanningPhase = z.strictObject({
  key,
  label,
  /** Weeks before the quarter starts, from the earlier to the later: 13 to 11. */
  fromWeeksBefore: z.int().positive(),
  toWeeksBefore: z.int().nonnegative(),
  focus: z.string(),
  steps: z.array(z.strictObject({ key, label, role: key })),
});

const PlanningRules = z.strictObject({
  startWeeksBefore: z.int().positive(),
  phases: z.array(PlanningPhase).min(1),
  callEveryWeeks: z.int().positive(),
  tacticTypes: z
    .array(z.strictObject({ key, label, mdfActivityType: key.nullable() }))
    .min(1, 'expected at least one type: every tactic has one'),
  statuses: z.strictObject({
    idea: label,
    planned: label,
    committed: label,
    running: label,
    done: label,
    cancelled: label,
  }),
  planLabel: z.string(),
});

/** A point of an offer; `{name}` in its label stands for the figure of that name. */
const OfferPoint = z.strictObject({
  key,
  label,
  figures: z.record(z.string(), z.int().positive()).default({}),
  /** Points of the offer that must be confirmed before this one can be (PROG-5). */
  after: z.array(key).default([]),
});
export type OfferPoint = z.infer<typeof OfferPoint>;

/** Something that a partner can be registered for (PROG-2, PROG-4, PROG-5). */
export const ProgramOffer = z.strictObject({
  key,
  /** Rule whose needs and commitments these are. */
  rule: z.string().min(1),
  /** The program it belongs to, as the report counts it (PROG-3). */
  program: key,
  label,
  /** Subject of the Event, letter by letter (PROG-2). */
  subject: z
    .string()
    .max(255, 'expected at most 255 characters, as many as the subject of an Event holds')
    .regex(/^\S(.*\S)?$/, 'expected a text with no space at its ends, which Salesforce takes away'),
  languages: z.array(z.string()),
  /** What must be there before it is registered. */
  needs: z.array(OfferPoint.extend({ required: z.boolean() })),
  commitments: z.array(OfferPoint),
  /** What the house does for the partner: told, and never a condition. */
  duties: z.array(OfferPoint.omit({ after: true })).default([]),
  /** Free-trial forms that its pages may call for, and on sites in which languages (PROG-4). */
  trialCalls: z.array(z.strictObject({ key, label, languages: z.array(z.string()) })),
  /** Text that must appear on the partner's site, verbatim (PROG-5); null for none. */
  consentText: z.string().nullable(),
  /** Where it must appear. */
  consentPlaces: z.string().min(1).default('the partner’s website'),
});

/** The library of ready-made campaigns that partners run themselves (PROG-6). */
const InstantCampaigns = z.strictObject({
  campaigns: z.array(z.strictObject({ key, label })),
  languages: z.array(z.string()),
  /** Kinds of material in each campaign, and whether the partner's brand may stand on it. */
  assets: z.array(z.strictObject({ key, label, coBranded: z.boolean() })),
});

const ProgramRules = z.strictObject({
  eventType: z.string(),
  eventMinutes: z.int().positive(),
  /** How many letters a subject may be off and still be offered the fix (PROG-2). */
  nearMissDistance: z.int().nonnegative(),
  recordTypes: z.array(z.string()).min(1),
  partnerTypes: z.array(z.string()).min(1),
  programs: z.array(z.strictObject({ key, label, summary: z.string(), logged: z.boolean() })),
  offers: z.array(ProgramOffer).min(1),
  // Playbooks from before know no campaigns; a copied file still loads.
  instantCampaigns: InstantCampaigns.default({ campaigns: [], languages: [], assets: [] }),
});

/** How an issue in GitLab is made (MDF-6). */
export const IssueTemplate = z.strictObject({
  key,
  /** Title with placeholders in braces: `{partner}`, `{activity}`, `{quarter}`. */
  title: z.string(),
  /** Name of the project's issue template to start from; null for none. */
  template: z.string().nullable(),
  labels: z.array(z.string()),
  scopedLabel: z.string().nullable(),
  assignee: z.string().nullable(),
  /** When it is due: days after (or before, if negative) the start or end, or the day on which POP is due; null for no date. */
  due: z.strictObject({ from: z.enum(['start', 'end', 'pop-due']), days: z.int() }).nullable(),
  quickFacts: z.array(z.string()),
  checklist: z.array(z.string()),
});

const GitlabRules = z.strictObject({
  group: z.string(),
  project: z.string(),
  epic: z.strictObject({
    title: z.string(),
    confidential: z.boolean(),
    labels: z.array(z.string()),
    /** Key details in the epic's body (MDF-13): label and placeholder. */
    keyDetails: z.array(z.strictObject({ label, value: z.string() })),
    preparation: z.array(z.string()),
    postEvent: z.array(z.string()),
  }),
  /** Key of the sub-issue that carries the labels of POP-2. */
  popIssue: key,
  subIssues: z.array(IssueTemplate).min(1),
  /** How an item of the plan stands in GitLab; it is due on its last day, and one moves with the other (SYNC-2). */
  planIssue: IssueTemplate.omit({ due: true })
    // Playbooks from before name a due date that never had an effect; it is let go, so that a copied file still loads.
    .extend({ due: z.unknown() })
    .partial({ due: true })
    .transform(({ due: _, ...template }) => template),
});

const fieldMap = z.record(z.string(), z.string());

/** Shares of the org's daily API requests, in percent, that have to be left for this app to go on. */
const RequestRules = z.strictObject({
  readingStopsBelow: z.int().min(0).max(99),
  sendingStopsBelow: z.int().min(0).max(99),
});

/** One mapping of domain entities to Salesforce objects and fields; a name missing in `fields` is not sent or read. */
export const SalesforceMapping = z.strictObject({
  key,
  label,
  externalIdField: z.string(),
  entities: z.strictObject({
    partner: z.strictObject({ object: z.string(), where: z.string().nullable(), fields: fieldMap }),
    budget: z.strictObject({ object: z.string(), where: z.string().nullable(), fields: fieldMap }).nullable(),
    'fund-request': z.strictObject({
      object: z.string(),
      where: z.string().nullable(),
      fields: fieldMap,
      statuses: fieldMap,
    }),
    claim: z.strictObject({
      object: z.string(),
      where: z.string().nullable(),
      fields: fieldMap,
      statuses: fieldMap,
    }),
    registration: z.strictObject({ object: z.string(), where: z.string().nullable(), fields: fieldMap }),
  }),
  /** Where the campaign of an activity keeps its name and its status (MDF-12); left out where campaigns are left alone. */
  campaign: z.strictObject({ object: z.string(), name: z.string(), status: z.string() }).optional(),
});
export type SalesforceMapping = z.infer<typeof SalesforceMapping>;

/** A column of an imported file: the label people see and the other names it is met under. */
const ImportColumn = z.strictObject({
  label,
  aliases: z.array(z.string()),
  /** Words of titles that are never guessed to be this column, though one of its names is in them. */
  never: z.array(z.string()).optional(),
  required: z.boolean(),
});
export type ImportColumn = z.infer<typeof ImportColumn>;

/** What an import looks for where a playbook from before this column says nothing of it. */
const requestColumn = { label: 'Fund Request ID (18)', aliases: [], required: false };

const ImportRules = z.strictObject({
  partners: z.record(z.string(), ImportColumn),
  fundRequests: z
    .record(z.string(), ImportColumn)
    .transform((columns) => ({ salesforceId: requestColumn, ...columns })),
  /** Portal status words and what they mean here. */
  statuses: z.record(
    z.string(),
    z.enum(['draft', 'in-review', 'approved', 'declined', 'withdrawn', 'closed']),
  ),
});

/** The whole business process as data; records keep the `version` that decided them. */
export const Playbook = z.strictObject({
  version: z.string().min(1),
  title: z.string(),
  calendar: CalendarRules,
  regions: z.array(Region).min(1),
  roles: z.array(Role).min(1),
  mdf: MdfRules,
  pop: PopRules,
  planning: PlanningRules,
  programs: ProgramRules,
  gitlab: GitlabRules,
  salesforce: z.strictObject({
    mapping: key,
    requests: RequestRules.default({ readingStopsBelow: 20, sendingStopsBelow: 5 }),
    mappings: z.array(SalesforceMapping).min(1),
  }),
  imports: ImportRules,
});
export type Playbook = z.infer<typeof Playbook>;

/** The parts that are valid in themselves; others are missing, so that one mistake does not hide the next. */
export type ValidParts = { readonly [K in keyof Playbook]?: Playbook[K] | undefined };

export type CalendarRules = z.infer<typeof CalendarRules>;
export type ApprovalLevel = z.infer<typeof ApprovalLevel>;
export type ActivityType = z.infer<typeof ActivityType>;
export type Region = z.infer<typeof Region>;
export type PlanningPhase = z.infer<typeof PlanningPhase>;
export type ProgramOffer = z.infer<typeof ProgramOffer>;
export type IssueTemplate = z.infer<typeof IssueTemplate>;
export type Proof = z.infer<typeof Proof>;

/** Public holidays by ISO country: date to name. */
export const Holidays = z.record(z.string(), z.record(z.string(), z.string()));
export type Holidays = z.infer<typeof Holidays>;
