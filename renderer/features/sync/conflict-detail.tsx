import { useId, useState } from 'react';
import { takesApprovalBack } from '../../../shared/domain/merging/approval-taken-back';
import type { Choices } from '../../../shared/domain/merging/resolve';
import { assertNever } from '../../../shared/lib/assert-never';
import type { Conflict, ConflictField } from '../../../shared/schema/sync-state';
import { resolveConflict } from '../../../shared/usecases/sync/resolve-conflict';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/states';
import { InstantText } from '../../widgets/date-text';
import { useDesk } from '../../widgets/desk-context';
import { useNavigation } from '../../widgets/navigation';
import { ChoiceTable } from './choice-table';
import { fieldLabel } from '../../widgets/field-label';
import { placeOf, recordWords } from './intent-words';
import { remoteLabel } from './remote-words';
import styles from './conflicts.module.css';
import { useSteering } from './use-steering';

type Side = 'mine' | 'theirs';

/** New values make a new question: what was chosen for the old ones no longer counts. */
function questionOf({ kind, fields }: Conflict): string {
  return JSON.stringify([kind, fields]);
}

const nothingChosen: Choices = {};

type ConflictDetailProps = {
  readonly conflict: Conflict;
  /** Something was chosen: this conflict is the one that is looked at, whatever else comes. */
  readonly onChosen: () => void;
};

/** One conflict: both values of each field, the person's choice, and what it will come to (G4). */
export function ConflictDetail({ conflict, onChosen }: ConflictDetailProps) {
  const desk = useDesk();
  const go = useNavigation((navigation) => navigation.go);
  const headingId = useId();
  const question = questionOf(conflict);
  const [made, setMade] = useState({ question, choices: nothingChosen });
  const choices = made.question === question ? made.choices : nothingChosen;
  const { steer, problem, isBusy, forget } = useSteering();
  const remote = remoteLabel[conflict.remote];
  const open = conflict.fields.filter(({ field }) => choices[field] === undefined);
  const place = placeOf(conflict.record);

  function choose(fields: readonly ConflictField[], side: Side): void {
    forget();
    onChosen();
    const chosen = Object.fromEntries(fields.map(({ field }) => [field, side]));
    setMade({ question, choices: { ...choices, ...chosen } });
  }

  return (
    <section aria-labelledby={headingId} className={styles.detail}>
      <header className={styles.head}>
        <div className={styles.eyebrow}>
          {recordWords(conflict.record.kind)} · {remote} · <InstantText at={conflict.detectedAt} />
        </div>
        <h2 id={headingId} className={styles.title}>
          {conflict.label}
        </h2>
        <p className={styles.lead}>{lead(conflict)}</p>
      </header>
      <div className={styles.bulk}>
        <Button onPress={() => choose(conflict.fields, 'mine')}>{allWords(conflict).mine}</Button>
        <Button onPress={() => choose(conflict.fields, 'theirs')}>{allWords(conflict).theirs}</Button>
        {place === null ? null : (
          <Button variant="quiet" onPress={() => go(place.screen, place.params)}>
            Open record
          </Button>
        )}
      </div>
      <ChoiceTable conflict={conflict} choices={choices} onChoose={(field, side) => choose([field], side)} />
      {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
      <footer className={styles.foot}>
        <p className={styles.outcome} role="status">
          {outcome(conflict, choices, open)}
        </p>
        <Button
          variant="primary"
          size="large"
          isDisabled={open.length > 0 || isBusy}
          onPress={() =>
            void steer(
              resolveConflict(desk, { seen: conflict, choices }),
              `The conflict of “${conflict.label}” is settled`,
            )
          }
        >
          Apply
        </Button>
      </footer>
    </section>
  );
}

function lead({ kind, remote }: Conflict): string {
  const there = remoteLabel[remote];
  switch (kind) {
    case 'fields':
      return `The same field was changed here and in ${there}. Both values are kept until you choose.`;
    case 'stale-decision':
      return `${there} changed what your decision rests on. Look again before it is sent: let it stand, or withdraw it.`;
    case 'remote-delete':
      return `It was deleted in ${there} while you changed it here. Keep it, or accept the deletion.`;
    default:
      return assertNever(kind);
  }
}

function allWords({ kind, remote }: Conflict): Readonly<Record<Side, string>> {
  const there = remoteLabel[remote];
  switch (kind) {
    case 'fields':
      return { mine: 'Keep all mine', theirs: `Take all from ${there}` };
    case 'stale-decision':
      return { mine: 'Let it stand', theirs: 'Withdraw it' };
    case 'remote-delete':
      return { mine: 'Keep mine', theirs: 'Accept the deletion' };
    default:
      return assertNever(kind);
  }
}

function listed(fields: readonly ConflictField[], { record }: Conflict): string {
  return fields.map(({ field }) => fieldLabel(field, record.kind)).join(', ');
}

/** What the choice comes to, also where that is outside of the record. */
function outcome(conflict: Conflict, choices: Choices, open: readonly ConflictField[]): string {
  const own = ownOutcome(conflict, choices, open);
  if (open.length > 0 || !takesApprovalBack(conflict, choices)) return own;
  return `${own} It is no longer approved then; what GitLab has of it stays open until somebody closes it.`;
}

function ownOutcome(conflict: Conflict, choices: Choices, open: readonly ConflictField[]): string {
  const there = remoteLabel[conflict.remote];
  if (open.length > 0) return `Choose for: ${listed(open, conflict)}.`;
  const theirs = conflict.fields.filter(({ field }) => choices[field] === 'theirs');
  const mine = conflict.fields.filter(({ field }) => choices[field] === 'mine');
  const sent = `Sent to ${there}: ${listed(mine, conflict)}.`;
  switch (conflict.kind) {
    case 'fields': {
      const taken = theirs.length === 0 ? '' : `Changed here: ${listed(theirs, conflict)}. `;
      return taken + (mine.length === 0 ? `Nothing is sent to ${there}.` : sent);
    }
    case 'stale-decision':
      if (choices['status'] !== 'theirs') return `The decision stands and is sent to ${there}.`;
      return mine.length === 0
        ? `The decision is withdrawn here, and the record says what ${there} says.`
        : `The decision is withdrawn here. ${sent}`;
    case 'remote-delete':
      return theirs.length > 0
        ? 'It is marked as deleted here and not sent any more.'
        : `It is made anew in ${there} from what is here.`;
    default:
      return assertNever(conflict.kind);
  }
}
