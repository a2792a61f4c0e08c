import { campaignOf } from '../../../shared/domain/mdf/campaign';
import { cancelledName } from '../../../shared/domain/mdf/cancellation';
import type { Playbook } from '../../../shared/playbook/playbook';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { Money } from '../../../shared/schema/values';
import { Notice } from '../../ui/states';
import { useDesk } from '../../widgets/desk-context';
import { MoneyText } from '../../widgets/money-text';
import styles from './dialogs.module.css';
import type { RequestRow } from './request-rows';

type CancellationFactsProps = {
  readonly row: RequestRow;
  /** What of its funds goes to another activity. */
  readonly goes?: Money;
};

/** What the cancelling of an approved activity does, before it is done (MDF-12). */
export function CancellationFacts({ row: { request, claim }, goes }: CancellationFactsProps) {
  const { playbook } = useDesk();
  const { epic, issues } = request.gitlab;
  const count = Object.keys(issues).length;
  const items = [
    ...(epic === null ? [] : ['its epic']),
    ...(count === 0 ? [] : [count === 1 ? 'its issue' : `its ${count} issues`]),
  ];
  return (
    <ul className={styles.facts}>
      <li>
        <MoneyText money={request.approvedAmount ?? request.requested} />{' '}
        {claim?.decision.kind === 'rejected' ? 'went back with its claim and stay free' : 'are free again'}
        {goes === undefined ? (
          ' in the budget'
        ) : (
          <>
            , of which <MoneyText money={goes} /> go to the other activity, which is approved at once
          </>
        )}
        ; no proof of performance is waited for.
      </li>
      <li>
        {items.length === 0
          ? 'What GitLab has of it by then is closed with the reason.'
          : `GitLab closes ${items.join(' and ')} with the reason, named “${cancelledName('…', playbook.mdf.cancellation.prefix)}”.`}
      </li>
      {claim?.decision.kind === 'open' || claim?.decision.kind === 'changes-requested' ? (
        <li>Its claim is rejected with the same reason, once Salesforce has taken the cancelling.</li>
      ) : null}
      <li>{campaignText(request, playbook)}</li>
    </ul>
  );
}

function campaignText(request: FundRequest, playbook: Playbook): string {
  const { prefix, campaignStatus } = playbook.mdf.cancellation;
  const campaign = campaignOf(request, playbook);
  if (campaign === null)
    return `Salesforce names no campaign for it. If there is one, put ${prefix.trim()} before its name there and set its status to ${campaignStatus}.`;
  const name = campaign.name === null ? 'Its campaign' : `Its campaign “${campaign.name}”`;
  return `${name} in Salesforce gets ${prefix.trim()} before its name and the status ${campaignStatus}.`;
}

/** What is left to do by hand after an activity was cancelled whose campaign nobody knows (MDF-12). */
export function CancelledNotice({ request }: { readonly request: FundRequest }) {
  const { playbook } = useDesk();
  if (campaignOf(request, playbook) !== null) return null;
  return <Notice tone="info">{campaignText(request, playbook)}</Notice>;
}
