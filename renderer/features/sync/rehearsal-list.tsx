import type { FieldValue } from '../../../shared/schema/field-value';
import type { HeldBack, RehearsedWrite } from '../../../shared/sync/rehearsal/rehearse';
import { Section } from '../../ui/page-frame';
import { Status } from '../../ui/status';
import { FileSize } from '../../widgets/document-thumb';
import { fieldLabel } from '../../widgets/field-label';
import { FieldValueText } from './field-words';
import { intentWords } from './intent-words';
import type { RehearsalGroup } from './rehearsal-groups';
import styles from './rehearsal.module.css';
import { remoteLabel } from './remote-words';

/** One change and each write that it would make. */
export function RehearsedChange({ group: { intent, writes } }: { readonly group: RehearsalGroup }) {
  return (
    <section className={styles.change} aria-label={intent.label}>
      <h3 className={styles.name}>
        {intent.label} <span className={styles.kind}>{intentWords(intent.kind)}</span>
      </h3>
      <ol className={styles.writes}>
        {writes.map((write, at) => (
          <li key={at}>
            <p className={styles.step}>
              <span className={styles.remote}>{remoteLabel[write.remote]}</span> {write.title}
            </p>
            {write.mayHaveArrived ? (
              <Status tone="waiting">An earlier try may have arrived; it is looked for first</Status>
            ) : null}
            {write.file === null ? null : (
              <p className={styles.file}>
                {write.file.name} · <FileSize bytes={write.file.size} />
              </p>
            )}
            <WrittenFields write={write} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function WrittenFields({ write }: { readonly write: RehearsedWrite }) {
  const { intent, remote } = write;
  // What is empty on both sides is written along, but tells nothing.
  const fields = write.fields.filter(({ from, to }) => !isEmpty(from) || !isEmpty(to));
  if (fields.length === 0) return null;
  return (
    <table className={styles.fields}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Known in {remoteLabel[remote]}</th>
          <th scope="col">Would be</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ field, from, to }) => (
          <tr key={field}>
            <th scope="row">{fieldLabel(field, intent.subject.kind)}</th>
            <td className={styles.before}>
              {from === undefined ? '–' : <FieldValueText field={field} value={from} />}
            </td>
            <td>
              <div className={styles.value}>
                <FieldValueText field={field} value={to} />
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function isEmpty(value: FieldValue | undefined): boolean {
  return value === undefined || value === null || value === '';
}

/** What would stay here, with the reason. */
export function HeldList({ held }: { readonly held: readonly HeldBack[] }) {
  if (held.length === 0) return null;
  return (
    <Section title="Would stay here">
      <ul className={styles.held}>
        {held.map(({ intent, problem }) => (
          <li key={intent.id}>
            <span className={styles.name}>{intent.label}</span>{' '}
            <span className={styles.kind}>{intentWords(intent.kind)}</span>
            <p className={styles.lead}>
              {problem === null
                ? 'It waits for another change of the same record, or for a record that it belongs to.'
                : `${problem.message} ${problem.fix}`}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
