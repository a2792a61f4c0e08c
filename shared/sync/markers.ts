import type { Playbook } from '../playbook/playbook';
import type { RecordKey } from '../schema/intent';

/**
 * Marker of one remote write: the record's id and what is made of it, `<id>-epic`. It follows from the
 * record and not from the intent, so the same thing asked for twice, by a repeated intent or after the
 * local database was rebuilt, has the same marker and is found instead of made again (G2, G3).
 */
export function markerOf(subject: Pick<RecordKey, 'id'>, part: string): string {
  return `${subject.id}-${part}`;
}

/** Part of a marker under which a request's epic is made. */
export const epicPart = 'epic';

/** Part of a marker under which a request's sub-issue with this playbook key is made. */
export function issuePart(key: string): string {
  return `issue-${key}`;
}

/** Part of a marker under which a request's campaign in Salesforce is changed. */
export const campaignPart = 'campaign';

/** Key of the step that ends a request's campaign. */
export const campaignStep = `${campaignPart}-cancel`;

/** Parts of a request that are items in GitLab: its epic and its sub-issues. */
export function itemParts({ gitlab }: Pick<Playbook, 'gitlab'>): string[] {
  return [epicPart, ...gitlab.subIssues.map(({ key }) => issuePart(key))];
}

/** Playbook key of the sub-issue that a part of a request is; undefined for its epic. */
export function subIssueOf(part: string, { gitlab }: Pick<Playbook, 'gitlab'>): string | undefined {
  return gitlab.subIssues.find(({ key }) => issuePart(key) === part)?.key;
}

/** Which record and part a marker names, tried against the known parts; null for none of them. */
export function readMarker(
  marker: string,
  parts: readonly string[],
): { readonly id: string; readonly part: string } | null {
  for (const part of parts) {
    const suffix = `-${part}`;
    if (marker.endsWith(suffix) && marker.length > suffix.length) {
      return { id: marker.slice(0, -suffix.length), part };
    }
  }
  return null;
}
