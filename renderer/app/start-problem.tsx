import { assertNever } from '../../shared/lib/assert-never';
import { Button } from '../ui/button';
import { ErrorState } from '../ui/states';
import { BothLost } from './both-lost';
import { PassphraseForm } from './passphrase-form';
import type { StartProblem } from './start-desk';
import styles from './start-problem.module.css';

type StartProblemPageProps = {
  readonly problem: StartProblem;
  readonly onPassphrase: (passphrase: string) => void;
  /** Keeps the journal aside and starts without it. */
  readonly onSetAside: () => void;
  /** Keeps database and journal aside and starts with nothing. */
  readonly onStartEmpty: () => void;
};

/** Says why the app cannot start and what to do; nothing has been changed. */
export function StartProblemPage(props: StartProblemPageProps) {
  return (
    <main className={styles.page}>
      <ProblemText {...props} />
    </main>
  );
}

function ProblemText({ problem, onPassphrase, onSetAside, onStartEmpty }: StartProblemPageProps) {
  const actions = (
    <Button variant="primary" size="large" onPress={() => window.location.reload()}>
      Try again
    </Button>
  );
  switch (problem.kind) {
    case 'main':
      return (
        <ErrorState
          title="Channel Desk could not start"
          reason={problem.message}
          fix={problem.fix}
          actions={actions}
        />
      );
    case 'playbook':
      return (
        <ErrorState
          title="The playbook has mistakes"
          reason={
            <ul className={styles.problems}>
              {problem.problems.map(({ file, path, line, message }) => (
                <li key={`${file} ${path} ${message}`}>
                  <code className={styles.place}>
                    {file}
                    {line === null ? '' : `:${line}`}
                  </code>{' '}
                  {path === '' ? null : <code className={styles.path}>{path}</code>} {message}
                </li>
              ))}
            </ul>
          }
          fix="Correct these places in the playbook's files, or put the shipped files back, then try again. Your data is untouched."
          actions={actions}
        />
      );
    case 'database':
      return problem.problem.kind === 'newer' ? (
        <ErrorState
          title="This workspace was written by a newer Channel Desk"
          reason={`Its version is ${problem.problem.found}; this app knows versions up to ${problem.problem.known}. It has not been opened, so nothing is changed or lost.`}
          fix="Install the newer app that you used before, and start it again."
        />
      ) : (
        <ErrorState
          title="The workspace could not be opened"
          reason={problem.problem.message}
          fix="Close other windows of Channel Desk, check that the disk is not full, and try again."
          actions={actions}
        />
      );
    case 'journal':
      return (
        <ErrorState
          title="The workspace could not be restored from the journal"
          reason={problem.trouble.message}
          fix={`${problem.trouble.fix} Nothing is lost: the journal is untouched, and the restoration begins again at the next start.`}
          actions={actions}
        />
      );
    case 'both-lost':
      return <BothLost problem={problem} tryAgain={actions} onStartEmpty={onStartEmpty} />;
    case 'in-use':
      // Nothing to press: what the other copy has open must not be touched from here.
      return <ErrorState title="This workspace is open already" reason={problem.message} fix={problem.fix} />;
    case 'locked':
      return <PassphraseForm isWrong={problem.isWrong} onPassphrase={onPassphrase} onSetAside={onSetAside} />;
    case 'unreadable-journal':
      return (
        <ErrorState
          title="The journal of this workspace cannot be read"
          reason={problem.message}
          fix={problem.fix}
          actions={
            <>
              {actions}
              <Button size="large" onPress={onSetAside}>
                Set the journal aside and start
              </Button>
            </>
          }
        />
      );
    default:
      return assertNever(problem);
  }
}
