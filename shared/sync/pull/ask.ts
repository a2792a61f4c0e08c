import { assertNever } from '../../lib/assert-never';
import type { PresenceAnswer, PullPage } from '../../schema/remote-command';
import type { Stream } from '../../schema/sync-state';
import { nextAttempt } from '../backoff';
import type { Pass } from '../pass';
import { remoteOf } from './place';

/** How a stream's turn ended. */
export type Turn = 'complete' | 'stopped';

/** Notes what an answer says about its remote: whether it is there, and whether it asks for patience. */
export function heard<A extends PullPage | PresenceAnswer>(pass: Pass, stream: Stream, answer: A): A {
  const remote = remoteOf(stream);
  switch (answer.kind) {
    case 'unreachable':
      pass.gates.unreachable(remote, answer.why);
      break;
    case 'sign-in':
      pass.gates.signIn(remote, answer.why);
      break;
    case 'wait':
      if (answer.afterMs === null) pass.gates.unreachable(remote, answer.why);
      else pass.gates.waitUntil(remote, answer.why, nextAttempt(pass.clock.now(), 1, 0, answer.afterMs));
      break;
    case 'page':
    case 'absent':
    case 'restart':
    case 'presence':
      pass.gates.answered(remote);
      break;
    case 'held':
      // The remote was not asked, so nothing is known about it, and sending may go on.
      break;
    default:
      assertNever(answer);
  }
  return answer;
}
