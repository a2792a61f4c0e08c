import { cancelledName } from '../../../shared/domain/mdf/cancellation';
import { Notice } from '../../ui/states';
import { useDesk } from '../../widgets/desk-context';
import { MoneyText } from '../../widgets/money-text';
import styles from './dialogs.module.css';
import type { RequestRow } from './request-rows';

/** What the cancelling of an approved activity does, before it is done (MDF-12). */
export function CancellationFacts({ row: { request, claim } }: { readonly row: RequestRow }) {
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
        <MoneyText money={request.approvedAmount ?? request.requested} /> are free again in the budget, and no
        proof of performance is waited for.
      </li>
      <li>
        {items.length === 0
          ? 'What GitLab has of it by then is closed with the reason.'
          : `GitLab closes ${items.join(' and ')} with the reason, named “${cancelledName('…', playbook)}”.`}
      </li>
      {claim?.decision.kind === 'open' || claim?.decision.kind === 'changes-requested' ? (
        <li>Its claim is rejected with the same reason, once Salesforce has taken the cancelling.</li>
      ) : null}
      <li>{campaignText(request.title, playbook)}</li>
    </ul>
  );
}

function campaignText(title: string, playbook: ReturnType<typeof useDesk>['playbook']): string {
  const { prefix, campaignStatus } = playbook.mdf.cancellation;
  return `The campaign of “${title}” in Salesforce is not this app’s: put ${prefix.trim()} before its name there and set its status to ${campaignStatus}.`;
}

/** What is left to do by hand after an activity was cancelled (MDF-12). */
export function CancelledNotice({ title }: { readonly title: string }) {
  const { playbook } = useDesk();
  return <Notice tone="info">{campaignText(title, playbook)}</Notice>;
}
