import type { ImportFields } from '../../domain/imports/columns';
import type { RequestRow } from '../../domain/imports/read-request-row';
import type { CellProblem } from '../../domain/imports/table';
import { findRegion } from '../../domain/lookup';
import { approvedShareFinding } from '../../domain/mdf/approved-share';
import type { Playbook } from '../../playbook/playbook';
import type { FundRequest } from '../../schema/fund-request';
import type { Partner } from '../../schema/partner';
import type { Finding } from '../../domain/finding';
import type { ImportInput } from './import-plan';
import { columnOf } from './request-news';

/** What an import takes from elsewhere or leaves as it is though a rule says otherwise: told in the preview, and no hindrance. */
export function rowHints(
  row: RequestRow,
  record: FundRequest,
  known: { readonly partner: Partner | undefined; readonly isNew: boolean },
  input: ImportInput,
  playbook: Pick<Playbook, 'mdf' | 'regions' | 'imports'>,
): CellProblem[] {
  const share = approvedShareFinding(record, known.partner ?? null, playbook);
  return [
    ...(known.isNew && !row.namesRegion ? [regionHint(record, known.partner, input, playbook)] : []),
    ...(share === null ? [] : [shareHint(share, input)]),
  ];
}

function regionHint(
  { region }: FundRequest,
  partner: Partner | undefined,
  input: ImportInput,
  playbook: Pick<Playbook, 'regions' | 'imports'>,
): CellProblem {
  const label = findRegion(playbook, region)?.label ?? region;
  const columns: ImportFields = playbook.imports.fundRequests;
  const column = input.mapping['region'] ?? null;
  return {
    column: column === null ? (columns['region']?.label ?? 'Region') : columnOf('region', input),
    message: `No region of the activity; ${label} of ${partner?.name ?? 'the partner'} is taken.`,
    fix: 'Approver, holidays and deadlines follow it: set another region on the request where it takes place elsewhere.',
  };
}

function shareHint({ message, fix }: Finding, input: ImportInput): CellProblem {
  return { column: columnOf('requested', input), message, fix };
}
