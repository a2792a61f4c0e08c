import type { Emulators } from '../../e2e/support/emulators';
import { type GitlabState, recordsWhere, remoteStates, type SalesforceState } from '../../e2e/tour/oracle';
import { thePlaybook } from '../../sync/support/desk';
import type { Found, RequestFound } from './messages';

function once(what: string, times: number): string[] {
  return times === 1 ? [] : [`${what} is there ${times} times`];
}

/** Items of GitLab that carry a marker, retired twins too: what was killed does not arrive late, so none is made twice. */
function marked(items: readonly { readonly description: string | null }[], marker: string): number {
  const signs = [`channel-desk:${marker} `, `channel-desk-twin:${marker} `];
  return items.filter(({ description }) => signs.some((sign) => description?.includes(sign))).length;
}

function inSalesforce(request: RequestFound, state: SalesforceState): string[] {
  const records = (object: string, id: string): number =>
    recordsWhere(state, object, (row) => row['Channel_Desk_Id__c'] === id).length;
  return [
    ...once(`request ${request.id} in Salesforce`, records('PartnerFundRequest', request.id)),
    ...request.claims.flatMap((id) => once(`claim ${id} in Salesforce`, records('PartnerFundClaim', id))),
    ...request.documents.flatMap(({ id, sha256 }) => {
      const files = state.files.filter((file) => file.sha256 === sha256);
      return [
        ...once(`document ${id} in Salesforce`, files.length),
        ...(files[0]?.linkedTo.length === 0 ? [`document ${id} hangs on nothing in Salesforce`] : []),
      ];
    }),
  ];
}

function inGitlab(request: RequestFound, { epics, issues }: GitlabState): string[] {
  const parts = thePlaybook().gitlab.subIssues.map(({ key }) => `${request.id}-issue-${key}`);
  const times = request.isApproved ? once : never;
  const notes = issues.flatMap((issue) => issue.notes);
  return [
    ...times(`the epic of ${request.id}`, marked(epics, `${request.id}-epic`)),
    ...parts.flatMap((part) => times(`issue ${part}`, marked(issues, part))),
    ...request.documents.flatMap(({ id }) => {
      const marker = `channel-desk:${id}-git-file `;
      return times(`the note of document ${id}`, notes.filter(({ body }) => body.includes(marker)).length);
    }),
  ];
}

function never(what: string, times: number): string[] {
  return times === 0 ? [] : [`${what} is there although nobody asked for it`];
}

/** What is not exactly once at the remotes, of all that was found in a workspace whose sync has come to its end. */
export async function doubles(emulators: Emulators, found: Found): Promise<string[]> {
  const { gitlab, salesforce } = await remoteStates(emulators);
  return [
    ...found.items.flatMap(({ id }) => [
      ...once(`item ${id} in GitLab`, marked(gitlab.issues, id)),
      ...once(
        `an open issue of ${id}`,
        marked(
          gitlab.issues.filter(({ state }) => state === 'opened'),
          id,
        ),
      ),
    ]),
    ...found.requests.flatMap((request) => [
      ...inSalesforce(request, salesforce),
      ...inGitlab(request, gitlab),
    ]),
  ];
}
