import type { RemoteFailure } from './failure';
import type { Complaint } from './ports';

/** What a failure while connecting means for the person. */
export function complaintOf(failure: RemoteFailure): Complaint {
  const network = failure.kind === 'not-sent' || failure.kind === 'lost' || failure.kind === 'wait';
  return {
    message: failure.kind === 'denied' ? failure.message : failure.why,
    fix: network
      ? 'Check the network and the address, then try again.'
      : 'Check what you entered and try again.',
  };
}
