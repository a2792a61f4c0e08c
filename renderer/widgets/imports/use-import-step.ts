import { useState } from 'react';
import type { ImportTarget } from '../../../shared/usecases/imports/import-plan';
import { useParam } from '../navigation';
import type { ImportStep } from './import-flow';

/** Where a screen's import stands; other screens ask for one by the address (`import`). */
export function useImportStep(target: ImportTarget): [ImportStep | null, (step: ImportStep | null) => void] {
  const [asked, setAsked] = useParam('import');
  const [step, setStep] = useState<ImportStep | null>(null);
  return [
    step ?? (asked === null ? null : { kind: 'import', target }),
    (next) => {
      setStep(next);
      if (asked !== null) setAsked(null);
    },
  ];
}
