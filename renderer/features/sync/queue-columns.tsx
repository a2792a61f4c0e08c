import type { Intent } from '../../../shared/schema/intent';
import type { TableColumn } from '../../ui/data-table/types';
import { Status } from '../../ui/status';
import { InstantText } from '../../widgets/date-text';
import { fieldLabel } from '../../widgets/field-label';
import { intentWords, type QueueState, queueWords, stepCount } from './intent-words';
import styles from './sync-screen.module.css';

/** A change as a row of the queue. */
export type QueueRow = { readonly intent: Intent; readonly state: QueueState };

/** The kind of change and, where a record is only changed, its fields: several changes of one record are told apart. */
function What({ intent }: { readonly intent: Intent }) {
  const detail = detailOf(intent);
  if (detail === '') return <>{intentWords(intent.kind)}</>;
  return (
    <>
      {intentWords(intent.kind)} <span className={styles.faint}>{detail}</span>
    </>
  );
}

/** What of a record is sent: that it is new, or the names of its changed fields; empty where the kind says it all. */
export function detailOf({ kind, fields, subject }: Intent): string {
  if (!kind.endsWith('.put')) return '';
  const names = [...new Set(toldFields(fields ?? []).map((field) => fieldLabel(field, subject.kind)))];
  return fields === null ? 'new' : names.join(', ');
}

/** The fields worth telling: a step of the approval writes its coarse status and its reason along. */
function toldFields(fields: readonly string[]): readonly string[] {
  if (!fields.includes('state')) return fields;
  return fields.filter((field) => field !== 'status' && field !== 'declineReason');
}

/** Columns of the queue. */
export const queueColumns: readonly TableColumn<QueueRow>[] = [
  {
    id: 'label',
    title: 'Change',
    width: 330,
    least: 184,
    grows: true,
    cell: ({ intent }) => intent.label,
    sortBy: ({ intent }) => intent.label,
    text: ({ intent }) => intent.label,
  },
  {
    id: 'kind',
    title: 'What',
    width: 260,
    least: 148,
    grows: true,
    cell: ({ intent }) => <What intent={intent} />,
    sortBy: ({ intent }) => intentWords(intent.kind),
  },
  {
    id: 'state',
    title: 'State',
    width: 128,
    least: 116,
    cell: ({ state }) => <Status tone={queueWords[state].tone}>{queueWords[state].word}</Status>,
    sortBy: ({ state }) => queueWords[state].word,
  },
  {
    id: 'steps',
    title: 'Steps',
    width: 72,
    align: 'end',
    cell: ({ intent }) => stepCount(intent) ?? <span className={styles.faint}>–</span>,
    sortBy: ({ intent }) => intent.steps.length,
  },
  {
    id: 'reason',
    title: 'Why',
    width: 170,
    least: 110,
    grows: true,
    cell: ({ intent }) => <span className={styles.faint}>{intent.problem?.message ?? ''}</span>,
    sortBy: ({ intent }) => intent.problem?.message ?? null,
  },
  {
    id: 'created',
    title: 'Saved here',
    width: 184,
    cell: ({ intent }) => <InstantText at={intent.createdAt} />,
    sortBy: ({ intent }) => intent.createdAt,
    sortsDescendingFirst: true,
  },
];
