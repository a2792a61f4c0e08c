import { useState } from 'react';
import { useParam } from '../../widgets/navigation';
import type { OpenDialog } from './request-dialogs';

/** The dialog that asks for a new request. */
export const NEW: OpenDialog = { kind: 'new' };

/** Which dialog of the requests is open; other screens ask for a new request by the address (`new`). */
export function useRequestDialog(): readonly [OpenDialog | null, (next: OpenDialog | null) => void] {
  const [asked, setAsked] = useParam('new');
  const [chosen, setChosen] = useState<OpenDialog | null>(null);
  return [
    chosen ?? (asked === null ? null : NEW),
    (next) => {
      setChosen(next);
      if (asked !== null) setAsked(null);
    },
  ];
}
