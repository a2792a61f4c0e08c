import { type Command, useCommands } from '../../widgets/commands';
import type { ShownCheck } from './check-line';

type DeskCommands = {
  readonly turn: (step: 1 | -1) => void;
  readonly checks: readonly ShownCheck[];
  readonly act: (check: ShownCheck) => void;
};

/** What can be done with a claim's documents and checks by key and command palette. */
export function useDeskCommands({ turn, checks, act }: DeskCommands): void {
  useCommands('pop.desk', [
    { id: 'pop.next', label: 'Next document', group: 'POP', shortcut: 'j', run: () => turn(1) },
    { id: 'pop.previous', label: 'Document before', group: 'POP', shortcut: 'k', run: () => turn(-1) },
    ...checks.flatMap((check): Command[] =>
      check.key === null
        ? []
        : [
            {
              id: `pop.check-${check.key}`,
              label: `Check ${check.key}: ${check.finding.message}`,
              group: 'POP checks',
              shortcut: check.key,
              run: () => act(check),
            },
          ],
    ),
  ]);
}
