import { useState } from 'react';
import { claimRoleRefusal } from '../../../shared/domain/pop/claim-roles';
import type { PlainDate } from '../../../shared/schema/values';
import type { ClaimMove } from '../../../shared/usecases/pop/decide-claim';
import { Button } from '../../ui/button';
import { DateField } from '../../ui/date-field';
import { TextField } from '../../ui/text-field';
import { useDesk, useToday } from '../../widgets/desk-context';
import { Others } from './others';
import styles from './pop-screen.module.css';
import type { QueueRow } from './queue';

type PaymentProps = {
  readonly row: QueueRow;
  readonly decide: (move: ClaimMove, done: string) => Promise<string | null>;
};

/** The requisition of an accepted claim, and its payment (POP-4). */
export function Payment({ row: { claim }, decide }: PaymentProps) {
  const today = useToday();
  const { playbook, settings } = useDesk();
  const isOthers = claimRoleRefusal('payment', settings.roles, playbook);
  const [number, setNumber] = useState(claim?.zipNumber ?? '');
  const [date, setDate] = useState<PlainDate | null>(claim?.zipDate ?? today);
  const isSaved = claim?.zipNumber === number.trim() && claim.zipDate === date;
  return (
    <div className={styles.payment}>
      <TextField label="Zip requisition" value={number} onChange={setNumber} />
      <DateField
        label="Opened on"
        value={date}
        onChange={(value) => setDate(value === null ? null : (value as PlainDate))}
      />
      <div className={styles.buttons}>
        <Button
          variant={claim?.zipNumber === null ? 'primary' : 'secondary'}
          isDisabled={isOthers !== null || isSaved || number.trim() === '' || date === null}
          onPress={() => {
            if (date !== null)
              void decide(
                { kind: 'open-requisition', zipNumber: number, zipDate: date },
                'Requisition recorded',
              );
          }}
        >
          Record requisition
        </Button>
        {claim?.decision.kind === 'paid' ? null : (
          <Button
            variant={claim?.zipNumber === null ? 'secondary' : 'primary'}
            isDisabled={isOthers !== null || claim?.zipNumber === null}
            onPress={() => void decide({ kind: 'pay' }, 'Marked as paid')}
          >
            Mark as paid
          </Button>
        )}
      </div>
      {isOthers === null ? null : <Others refusal={isOthers} />}
    </div>
  );
}
