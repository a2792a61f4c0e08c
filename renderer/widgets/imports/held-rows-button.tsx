import { FormattedNumber } from 'react-intl';
import type { ImportTarget } from '../../../shared/usecases/imports/import-plan';
import { useHeldRows } from '../../data/hooks';
import { Button } from '../../ui/button';
import type { ImportStep } from './import-flow';

type HeldRowsButtonProps = {
  readonly target: ImportTarget;
  readonly onOpen: (step: ImportStep) => void;
};

/** Leads to the imported rows that wait to be fixed; nothing while there are none. */
export function HeldRowsButton({ target, onOpen }: HeldRowsButtonProps) {
  const count = useHeldRows()?.filter((row) => row.target === target).length ?? 0;
  if (count === 0) return null;
  return (
    <Button onPress={() => onOpen({ kind: 'held', target })}>
      Fix <FormattedNumber value={count} /> {count === 1 ? 'row' : 'rows'}
    </Button>
  );
}
