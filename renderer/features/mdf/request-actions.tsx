import { Ellipsis } from 'lucide-react';
import { awaitsPerson } from '../../../shared/domain/mdf/approval-track';
import { freedFunds } from '../../../shared/domain/mdf/reallocation';
import { fundsHolder } from '../../../shared/domain/mdf/standing-funds';
import { roleLabel } from '../../../shared/domain/lookup';
import type { FundRequest } from '../../../shared/schema/fund-request';
import { lockedTerms } from '../../../shared/usecases/mdf/save-fund-request';
import { useRecords } from '../../data/hooks';
import { Button, IconButton } from '../../ui/button';
import { Menu } from '../../ui/menu';
import { type Command, REQUEST_GROUP, useCommands } from '../../widgets/commands';
import { useDesk } from '../../widgets/desk-context';
import { useApprover } from '../../widgets/use-approver';
import styles from './request-actions.module.css';
import type { RequestRow } from './request-rows';

/** What can be done with a request. */
export type RequestAction =
  | 'submit'
  | 'approve'
  | 'decline'
  | 'send-back'
  | 'withdraw'
  | 'cancel'
  | 'reallocate'
  | 'edit'
  | 'mail';

type Offered = {
  readonly action: RequestAction;
  readonly label: string;
  /** The key while the request is open. */
  readonly key: string | null;
  readonly place: 'primary' | 'button' | 'menu';
};

/** What can be done with a request now, in the order of its buttons; `requests` are all that there are. */
export function offeredActions(
  row: RequestRow,
  canEdit: boolean,
  requests: readonly FundRequest[],
): readonly Offered[] {
  const edit: Offered = { action: 'edit', label: 'Edit', key: 'E', place: 'button' };
  if (row.request.deletedRemotely) return [];
  const mail: Offered = { action: 'mail', label: 'Draft message to the partner', key: 'M', place: 'menu' };
  const withdraw: Offered = { action: 'withdraw', label: 'Withdraw', key: null, place: 'menu' };
  const reallocate: Offered = {
    action: 'reallocate',
    label: 'Give its funds to another activity',
    key: null,
    place: 'menu',
  };
  switch (row.request.approval.kind) {
    case 'draft':
      return [{ action: 'submit', label: 'Submit', key: 'S', place: 'primary' }, edit, withdraw];
    case 'sent-back':
      return [{ action: 'submit', label: 'Submit again', key: 'S', place: 'primary' }, edit, mail, withdraw];
    case 'in-review':
      return [
        { action: 'approve', label: 'Approve', key: 'A', place: 'primary' },
        { action: 'send-back', label: 'Send back', key: 'S', place: 'button' },
        { action: 'decline', label: 'Decline', key: 'D', place: 'button' },
        ...(canEdit ? [{ ...edit, place: 'menu' as const }] : []),
        withdraw,
      ];
    case 'declined':
      return [{ ...mail, place: 'button' }];
    case 'approved':
      return isReimbursed(row)
        ? []
        : [
            { action: 'cancel', label: 'Cancel the activity', key: null, place: 'menu' },
            ...(mayGiveFunds(row, requests) ? [reallocate] : []),
          ];
    case 'withdrawn':
      return mayGiveFunds(row, requests) ? [reallocate] : [];
    default:
      return [];
  }
}

/** Whether its funds can go to another activity, now or once its decision is sent after all, as the dialog says (MDF-12). */
function mayGiveFunds({ request, claim }: RequestRow, requests: readonly FundRequest[]): boolean {
  const holder = fundsHolder(request, requests);
  const freed = freedFunds({ request, claim: claim?.decision ?? null, holder });
  return freed.ok || freed.error.code === 'given-up';
}

/** Whether its proof was accepted, so that nothing is left to cancel (MDF-12). */
function isReimbursed({ claim }: RequestRow): boolean {
  return claim?.decision.kind === 'accepted' || claim?.decision.kind === 'paid';
}

/** Registers the keys of the open request, and gives its buttons and its menu. */
export function useRequestActions(
  row: RequestRow | undefined,
  run: (action: RequestAction) => void,
): { readonly footer: React.ReactNode; readonly menu: React.ReactNode } {
  const { playbook } = useDesk();
  const approver = useApprover();
  const canEdit = row !== undefined && lockedTerms(row.request, playbook) === null;
  const { list } = useRecords('fund-request');
  const offered = row === undefined ? [] : offeredActions(row, canEdit, list);
  useCommands(
    'mdf.request',
    offered.map(
      ({ action, label, key }): Command => ({
        id: `mdf.${action}`,
        label,
        group: REQUEST_GROUP,
        run: () => run(action),
        ...(key === null ? {} : { shortcut: key.toLowerCase() }),
      }),
    ),
  );
  const inMenu = offered.filter(({ place }) => place === 'menu');
  const buttons = offered.filter(({ place }) => place !== 'menu');
  const isOthers =
    row?.request.approval.kind === 'in-review' && !awaitsPerson(approver, row.request, playbook);
  return {
    menu:
      inMenu.length === 0 ? null : (
        <Menu
          label="More"
          placement="bottom end"
          trigger={<IconButton label="More" icon={<Ellipsis aria-hidden />} />}
          groups={[
            {
              id: 'more',
              entries: inMenu.map(({ action, label, key }) => ({
                id: action,
                label,
                run: () => run(action),
                ...(key === null ? {} : { shortcut: key }),
              })),
            },
          ]}
        />
      ),
    footer:
      buttons.length === 0 ? undefined : (
        <>
          {buttons.map(({ action, label, key, place }) => (
            <Button
              key={action}
              variant={place === 'primary' ? 'primary' : 'secondary'}
              onPress={() => run(action)}
              {...(key === null ? {} : { shortcut: key })}
            >
              {label}
            </Button>
          ))}
          {isOthers && row !== undefined ? (
            <p className={styles.others}>{othersText(row, playbook)}</p>
          ) : null}
        </>
      ),
  };
}

function othersText(
  row: RequestRow,
  playbook: Parameters<typeof roleLabel>[0] & Pick<ReturnType<typeof useDesk>['playbook'], 'mdf'>,
): string {
  const { approval } = row.request;
  const role = approval.kind === 'in-review' ? playbook.mdf.levels[approval.level - 1]?.role : undefined;
  if (role === undefined) return 'The playbook no longer has this level. Send the request back.';
  return `Decided by the ${roleLabel(playbook, role)} of ${row.region}. You can record the decision in that person’s name.`;
}
