import { useCallback, useMemo } from 'react';
import type { Playbook } from '../../../shared/playbook/playbook';
import { useRecords } from '../../data/hooks';
import type { Filter } from '../../ui/filter-bar';
import { ITEMS_PER_STEP, type Steps, useSliced } from '../../ui/sliced';
import { useDesk } from '../../widgets/desk-context';
import { useApprover } from '../../widgets/use-approver';
import { requestFilters } from './request-filter';
import { createRowMaker, type RequestRow } from './request-rows';

type AllRows = {
  readonly rows: readonly RequestRow[];
  readonly rowById: ReadonlyMap<string, RequestRow>;
  readonly filters: readonly Filter[];
};

const nothing: AllRows = { rows: [], rowById: new Map(), filters: [] };

/** All fund requests as rows, with what they can be filtered by; made in slices, so that the window stays free. */
export function useRequestRows() {
  const { playbook } = useDesk();
  const approver = useApprover();
  const requests = useRecords('fund-request');
  const partners = useRecords('partner');
  const claims = useRecords('claim');
  const makeRows = useMemo(() => createRowMaker(playbook, approver), [playbook, approver]);
  const makeAll = useCallback(
    () =>
      withFilters(
        makeRows({ requests: requests.list, partners: partners.byId, claims: claims.list }),
        playbook,
      ),
    [makeRows, requests.list, partners.byId, claims.list, playbook],
  );
  const all = useSliced(makeAll, requests.list.length);
  const problem = requests.problem ?? partners.problem ?? claims.problem;
  const isComing = all === undefined && requests.state === 'ready';
  const state = problem !== null ? 'failed' : isComing ? 'loading' : requests.state;
  return { ...(all ?? nothing), state, problem };
}

function* withFilters(making: Steps<RequestRow[]>, playbook: Playbook): Steps<AllRows> {
  const rows = yield* making;
  const filters = yield* requestFilters(rows, playbook);
  const rowById = new Map<string, RequestRow>();
  for (const row of rows) {
    if (rowById.size % ITEMS_PER_STEP === 0) yield;
    rowById.set(row.id, row);
  }
  return { rows, rowById, filters };
}
