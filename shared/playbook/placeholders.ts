/** Words that may stand in braces in a text about one fund request: mails, epic, sub-issues (MDF-5, MDF-6, MDF-13). */
export const requestPlaceholders = [
  'partner',
  'partnerCrmId',
  'partnerContact',
  'cam',
  'activity',
  'activityType',
  'description',
  'delivery',
  'portalNumber',
  'start',
  'end',
  'dates',
  'region',
  'quarter',
  'gtmMotion',
  'campaignType',
  'totalCost',
  'requested',
  'approved',
  'targetContacts',
  'estimatedPipeline',
  'popDue',
  'reason',
  'owner',
  'sender',
  'cancelledPrefix',
  'cancelledStatus',
  'playbookVersion',
] as const;
/** A word that may stand in braces in a text about a fund request. */
export type RequestPlaceholder = (typeof requestPlaceholders)[number];

/** Words that may stand in braces in a text about one item of the plan (PLAN-3). */
export const planPlaceholders = [
  'title',
  'partner',
  'type',
  'status',
  'start',
  'end',
  'region',
  'quarter',
  'owner',
  'budget',
  'notes',
] as const;
/** A word that may stand in braces in a text about an item of the plan. */
export type PlanPlaceholder = (typeof planPlaceholders)[number];

/** The words in braces of a text, in order, without the braces. */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(/\{([A-Za-z]+)\}/g)].map((match) => match[1] ?? '');
}
