import { useEffect, useState } from 'react';
import type { JournalState } from '../../shared/schema/journal';
import { useDesk } from './desk-context';

/** How the journal lies on the disk (G11); null until it is known. */
export function useJournalProtection(): JournalState['protection'] | null {
  const { bridge } = useDesk();
  const [protection, setProtection] = useState<JournalState['protection'] | null>(null);
  useEffect(() => {
    let isGone = false;
    void bridge.call('journal.state', undefined).then((answer) => {
      if (answer.ok && !isGone) setProtection(answer.value.protection);
    });
    return () => {
      isGone = true;
    };
  }, [bridge]);
  return protection;
}
