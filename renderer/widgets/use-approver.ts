import { useMemo } from 'react';
import { type Approver, approverOn } from '../../shared/domain/mdf/approval-track';
import { useDesk, useToday } from './desk-context';

/** The person as approvals see her today, with what is lent to her (MDF-10). */
export function useApprover(): Approver {
  const { settings } = useDesk();
  const today = useToday();
  return useMemo(() => approverOn(settings, today), [settings, today]);
}
