import { lazy, Suspense, useState } from 'react';
import type { ImportTarget } from '../../../shared/usecases/imports/import-plan';

const ImportDialog = lazy(async () => ({ default: (await import('./import-dialog')).ImportDialog }));
const HeldRowsDialog = lazy(async () => ({ default: (await import('./held-rows-dialog')).HeldRowsDialog }));

/** What is imported, and whether a file is being taken or held rows are being fixed. */
export type ImportStep = {
  readonly kind: 'import' | 'held';
  readonly target: ImportTarget;
  /** A file that was dropped on the screen. */
  readonly file?: File;
};

type ImportFlowProps = {
  /** Null while nothing is open. */
  readonly step: ImportStep | null;
  readonly onStep: (step: ImportStep | null) => void;
};

/** The dialogs of an import, fetched when they are first needed: any screen can open them. */
export function ImportFlow({ step, onStep }: ImportFlowProps) {
  // Set while partners are imported over an import of requests; called when that is over.
  const [partnersDone, setPartnersDone] = useState<(() => void) | null>(null);
  if (step === null) return null;
  const { target } = step;
  const close = () => onStep(null);
  const partnersFirst = () =>
    new Promise<void>((resolve) => {
      setPartnersDone(() => () => {
        setPartnersDone(null);
        resolve();
      });
    });
  return (
    <Suspense fallback={null}>
      {step.kind === 'import' ? (
        <>
          <ImportDialog
            target={target}
            file={step.file}
            onClose={close}
            onFix={() => onStep({ kind: 'held', target })}
            {...(target === 'fund-requests' ? { onPartnersFirst: partnersFirst } : {})}
          />
          {partnersDone === null ? null : (
            <ImportDialog target="partners" file={undefined} onClose={partnersDone} />
          )}
        </>
      ) : (
        <HeldRowsDialog
          target={target}
          onClose={close}
          onPartners={() => onStep({ kind: 'import', target: 'partners' })}
        />
      )}
    </Suspense>
  );
}
