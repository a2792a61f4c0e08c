import { campaignRef } from '../../../shared/domain/mdf/campaign';
import type { FundRequest } from '../../../shared/schema/fund-request';
import { useIntentsFor } from '../../data/hooks';
import { Notice } from '../../ui/states';
import { useDesk } from '../../widgets/desk-context';
import { wayToSalesforce } from '../../widgets/imports/link-names';
import { type RemoteLink, RemoteLinks } from '../../widgets/remote-links';
import styles from './request-parts.module.css';

/** What the request is called in Salesforce and GitLab, and what still waits for a connection (MDF-6). */
export function RequestLinks({ request }: { readonly request: FundRequest }) {
  const { playbook } = useDesk();
  const intents = useIntentsFor({ kind: 'fund-request', id: request.id });
  const waiting = (intents ?? []).filter(({ state }) => state === 'waiting' || state === 'running').length;
  const hasGitlab = request.approval.kind === 'approved' || request.gitlab.epic !== null;
  const campaign = campaignRef(request, playbook);
  const links: RemoteLink[] = [
    { id: 'salesforce', label: 'Fund request', ref: request.salesforce },
    ...(campaign === null
      ? []
      : [{ id: 'campaign', label: 'Campaign', ref: campaign, name: request.campaign?.name ?? null }]),
    ...(hasGitlab
      ? [
          { id: 'epic', label: 'Epic', ref: request.gitlab.epic },
          ...playbook.gitlab.subIssues.map(({ key, title }) => ({
            id: key,
            label: issueName(title),
            ref: request.gitlab.issues[key] ?? null,
          })),
        ]
      : []),
  ];
  return (
    <>
      <RemoteLinks links={links} />
      {request.salesforce === null && intents?.length === 0 ? (
        <p className={styles.text}>
          {`It came from an import and is on this desk only. ${wayToSalesforce(playbook, request)} Its epic and issues in GitLab are made when you approve it here.`}
        </p>
      ) : null}
      {waiting === 0 ? null : (
        <Notice tone="info">
          {waiting === 1 ? 'One change waits' : `${waiting} changes wait`} for a connection.
        </Notice>
      )}
    </>
  );
}

/** What an issue is for: the part of its title before the names. */
function issueName(title: string): string {
  const head = title.split(':')[0] ?? title;
  return head.replace(/\{[^}]*\}/g, '').replace(/^[\s–-]+|[\s–-]+$/g, '');
}
