import type { Channel, ChannelOut } from './contract';
import type { IpcFailure } from './result-of';

/** A failure in the shape that the channel answers with. */
export function failureOf<C extends Channel>(channel: C, error: IpcFailure): ChannelOut<C> {
  const answer =
    channel === 'playbook.load'
      ? {
          ok: false,
          error: { problems: [{ file: '', path: '', line: null, message: `${error.message} ${error.fix}` }] },
        }
      : { ok: false, error };
  return answer as ChannelOut<C>;
}

/** What was wrong with a value that did not parse: the first places in it and the reasons, as one line. */
export function describeIssues(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): string {
  const shown = issues.slice(0, 3).map(({ path, message }) => {
    const place = path.map(String).join('.');
    return place === '' ? message : `${place}: ${message}`;
  });
  const rest = issues.length - shown.length;
  return rest > 0 ? `${shown.join('; ')}; and ${rest} more` : shown.join('; ');
}
