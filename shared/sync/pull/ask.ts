import { causeText } from '../../lib/cause';
import type { RemoteName } from '../../domain/merging/projections';
import { assertNever } from '../../lib/assert-never';
import type { PresenceAnswer, PullPage } from '../../schema/remote-command';
import type { Stream } from '../../schema/sync-state';
import { nextAttempt } from '../backoff';
import { commitDraft, type Pass } from '../pass';
import { remoteOf } from './place';

/** How a stream's turn ended. */
export type Turn = 'complete' | 'stopped';

/** Minutes after which an answer counts as lost; the remote gives up each request long before. */
const PATIENCE = 10;

async function answerOf<A>(pass: Pass, stream: Stream, call: () => Promise<A>): Promise<A | string> {
  try {
    return await pass.patience.within<A | string>(
      call(),
      PATIENCE,
      () => `nothing came within ${PATIENCE} minutes.`,
    );
  } catch (cause) {
    const why = causeText(cause);
    pass.log.error(`reading ${stream} broke off: ${why}`);
    return `the call broke off: ${why}`;
  }
}

/** Closes the remote's gate for the time that it named, and keeps it for the next start. */
async function waitAsAsked(pass: Pass, remote: RemoteName, why: string, afterMs: number): Promise<void> {
  const until = nextAttempt(pass.clock.now(), 1, 0, afterMs);
  pass.gates.waitUntil(remote, why, until);
  await commitDraft(pass, async (draft) => draft.keepWait({ remote, until }));
}

/** Asks for something of a feed, and notes what the answer says about its remote: whether it is there, and whether it asks for patience. */
export async function ask<A extends PullPage | PresenceAnswer>(
  pass: Pass,
  stream: Stream,
  call: () => Promise<A>,
): Promise<A | Extract<A, { kind: 'unreachable' }>> {
  const remote = remoteOf(stream);
  const heard = await answerOf(pass, stream, call);
  if (typeof heard === 'string') {
    pass.gates.unreachable(remote, heard);
    return { kind: 'unreachable', why: heard } as Extract<A, { kind: 'unreachable' }>;
  }
  const answer: PullPage | PresenceAnswer = heard;
  switch (answer.kind) {
    case 'unreachable':
      pass.gates.unreachable(remote, answer.why);
      break;
    case 'sign-in':
      pass.gates.signIn(remote, answer.why);
      break;
    case 'wait':
      if (answer.afterMs === null) pass.gates.unreachable(remote, answer.why);
      else await waitAsAsked(pass, remote, answer.why, answer.afterMs);
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
  return heard;
}
