import type { RemoteFailure } from './failure';
import type { Complaint } from './ports';

/** What a failure while connecting means for the person. */
export function complaintOf(failure: RemoteFailure): Complaint {
  const network = failure.kind === 'not-sent' || failure.kind === 'lost' || failure.kind === 'wait';
  const usual = network
    ? 'Check the network and the address, then try again.'
    : 'Check what you entered and try again.';
  if (failure.kind === 'denied') return { message: failure.message, fix: usual };
  if (failure.kind === 'unreadable') return { message: failure.why, fix: usual };
  return { message: failure.why, fix: failure.fix ?? usual };
}
