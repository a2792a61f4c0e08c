import { CircleCheck } from 'lucide-react';
import { assertNever } from '../../../shared/lib/assert-never';
import type { Conflict } from '../../../shared/schema/sync-state';
import { useOpenConflicts } from '../../data/hooks';
import { DataTable } from '../../ui/data-table/data-table';
import type { TableColumn } from '../../ui/data-table/types';
import { EmptyState, Skeleton } from '../../ui/states';
import { useParam } from '../../widgets/navigation';
import { ConflictDetail } from './conflict-detail';
import styles from './conflicts.module.css';
import screenStyles from './sync-screen.module.css';

const rowId = (conflict: Conflict) => conflict.id;

const columns: readonly TableColumn<Conflict>[] = [
  {
    id: 'label',
    title: 'Record',
    width: 180,
    grows: true,
    cell: ({ label }) => label,
    sortBy: ({ label }) => label,
    text: ({ label }) => label,
  },
  {
    id: 'kind',
    title: 'What',
    width: 112,
    cell: ({ kind }) => kindWords(kind),
    sortBy: ({ kind }) => kindWords(kind),
  },
];

/** What was changed here and there: the list, and the one that is being settled. */
export function ConflictsTab() {
  const conflicts = useOpenConflicts();
  const [openId, setOpenId] = useParam('id');
  if (conflicts === undefined) return <Skeleton label="Loading conflicts" />;
  const open = conflicts.find(({ id }) => id === openId) ?? conflicts[0];
  if (open === undefined)
    return (
      <EmptyState icon={<CircleCheck aria-hidden />} title="No conflicts">
        When the same field is changed here and in Salesforce or GitLab, both values wait here for your
        choice.
      </EmptyState>
    );
  return (
    <div className={styles.conflicts}>
      <div className={styles.names}>
        <DataTable
          name="sync.conflicts"
          label="Conflicts"
          what="conflicts"
          rows={conflicts}
          rowId={rowId}
          columns={columns}
          openId={open.id}
          onOpen={({ id }) => setOpenId(id)}
        />
      </div>
      <div className={screenStyles.scroll}>
        <ConflictDetail key={open.id} conflict={open} onChosen={() => setOpenId(open.id)} />
      </div>
    </div>
  );
}

function kindWords(kind: Conflict['kind']): string {
  switch (kind) {
    case 'fields':
      return 'Two values';
    case 'stale-decision':
      return 'Decision';
    case 'remote-delete':
      return 'Deleted there';
    default:
      return assertNever(kind);
  }
}
