import { useMemo } from 'react';
import { todayIn } from '../../../shared/domain/calendar/clock';
import type { Finding } from '../../../shared/domain/finding';
import { budgetFindings } from '../../../shared/domain/mdf/budget';
import { checkEligibility } from '../../../shared/domain/mdf/eligibility';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { Partner } from '../../../shared/schema/partner';
import type { Money } from '../../../shared/schema/values';
import { useRecords } from '../../data/hooks';
import { useDesk, useNow } from '../../widgets/desk-context';

/**
 * What the rules find in a stored request, kept current with the records; with an amount also whether the budget holds it,
 * without the request whose funds it would get (MDF-8, MDF-12).
 */
export function useRequestFindings(
  request: FundRequest,
  partner: Partner | undefined,
  amount: Money | null,
  freed: FundRequest['id'] | null = null,
): readonly Finding[] {
  const { playbook, holidays } = useDesk();
  const now = useNow();
  const { list: budgets } = useRecords('budget');
  const { list: requests } = useRecords('fund-request');
  const { list: claims } = useRecords('claim');
  const eligibility = useMemo(
    () =>
      checkEligibility({
        request,
        partner: partner ?? null,
        playbook,
        holidays,
        today: todayIn(playbook, request.region, now),
      }),
    [playbook, holidays, request, partner, now],
  );
  return useMemo(
    () =>
      amount === null
        ? eligibility
        : [
            ...eligibility,
            ...budgetFindings(
              request,
              amount,
              { budgets, requests: requests.filter(({ id }) => id !== freed), claims },
              playbook,
            ),
          ],
    [eligibility, request, amount, freed, budgets, requests, claims, playbook],
  );
}
