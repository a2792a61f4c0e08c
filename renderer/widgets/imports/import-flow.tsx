import { lazy, Suspense } from 'react';
import type { ImportTarget } from '../../../shared/usecases/imports/import-plan';

const ImportDialog = lazy(async () => ({ default: (await import('./import-dialog')).ImportDialog }));
const HeldRowsDialog = lazy(async () => ({ default: (await import('./held-rows-dialog')).HeldRowsDialog }));

/** What is imported, and whether a file is being taken or held rows are being fixed. */
export type ImportStep = { readonly kind: 'import' | 'held'; readonly target: ImportTarget };

type ImportFlowProps = {
  /** Null while nothing is open. */
  readonly step: ImportStep | null;
  readonly onStep: (step: ImportStep | null) => void;
};

/** The dialogs of an import, fetched when they are first needed: any screen can open them. */
export function ImportFlow({ step, onStep }: ImportFlowProps) {
  if (step === null) return null;
  const { target } = step;
  const close = () => onStep(null);
  return (
    <Suspense fallback={null}>
      {step.kind === 'import' ? (
        <ImportDialog target={target} onClose={close} onFix={() => onStep({ kind: 'held', target })} />
      ) : (
        <HeldRowsDialog target={target} onClose={close} />
      )}
    </Suspense>
  );
}
