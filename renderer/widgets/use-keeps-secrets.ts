import { useEffect, useState } from 'react';
import { useDesk } from './desk-context';

/** Whether this computer has a key store that keeps keys beyond the run of the app (G11); null until it is known. */
export function useKeepsSecrets(): boolean | null {
  const { bridge } = useDesk();
  const [keeps, setKeeps] = useState<boolean | null>(null);
  useEffect(() => {
    let isGone = false;
    void bridge.call('app.secrets', undefined).then((secrets) => {
      if (secrets.ok && !isGone) setKeeps(secrets.value.durable);
    });
    return () => {
      isGone = true;
    };
  }, [bridge]);
  return keeps;
}
