import type { AuditEntry } from '../../shared/schema/audit';
import { EventList } from '../ui/track';
import { AuditValue } from './audit-value';
import { InstantText } from './date-text';
import { fieldLabel } from './field-label';
import styles from './history-list.module.css';

/** What was done to a record and by whom, newest first, with old and new values. */
export function HistoryList({ entries }: { readonly entries: readonly AuditEntry[] }) {
  if (entries.length === 0) return <p className={styles.none}>Nothing has been done here yet.</p>;
  return (
    <EventList
      label="History"
      events={[...entries]
        .sort((a, b) => b.seq - a.seq)
        .map((entry) => ({
          id: String(entry.seq),
          who: entry.by,
          what: entry.action,
          when: <InstantText at={entry.at} />,
          detail: <Changes entry={entry} />,
        }))}
    />
  );
}

function Changes({ entry }: { readonly entry: AuditEntry }) {
  if (entry.changes.length === 0 && entry.note === null) return null;
  return (
    <>
      {entry.note === null ? null : <div>{entry.note}</div>}
      {entry.changes.map((change) => (
        <div key={change.field}>
          {fieldLabel(change.field, entry.record.kind)}:{' '}
          {change.from === change.to ? null : (
            <>
              <del className={styles.old}>
                <AuditValue field={change.field} text={change.from} />
              </del>
              {' → '}
            </>
          )}
          <ins className={styles.new}>
            <AuditValue field={change.field} text={change.to} />
          </ins>
        </div>
      ))}
    </>
  );
}
