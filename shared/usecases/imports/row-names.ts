import type { RequestRow } from '../../domain/imports/read-request-row';
import { foldText } from '../../lib/text';

type Names = Pick<RequestRow, 'portalNumber' | 'salesforceId'>;

/** The partner, name and start of a request, by which it is told where it has no number and no Salesforce id. */
export function nameKey({
  partnerId,
  title,
  start,
}: Pick<RequestRow, 'partnerId' | 'title' | 'start'>): string {
  return `${partnerId}|${foldText(title)}|${start}`;
}

/** The number and the Salesforce id of a row, as far as it has them. */
export function exactNames({ portalNumber, salesforceId }: Names): string[] {
  return [
    ...(portalNumber === null ? [] : [`number ${portalNumber}`]),
    ...(salesforceId === null ? [] : [`id ${salesforceId}`]),
  ];
}

/** Whether both have a name of the same kind that differs, so that they cannot mean one request. */
export function contradict(a: Names, b: Names): boolean {
  const isOther = (one: string | null, other: string | null) =>
    one !== null && other !== null && one !== other;
  return isOther(a.portalNumber, b.portalNumber) || isOther(a.salesforceId, b.salesforceId);
}

/** Whether two rows stand for two requests: both are named, and they share no name or contradict each other. */
export function areOthers(a: Names, b: Names): boolean {
  const [ofA, ofB] = [exactNames(a), exactNames(b)];
  if (ofA.length === 0 || ofB.length === 0) return false;
  return contradict(a, b) || !ofA.some((name) => ofB.includes(name));
}
