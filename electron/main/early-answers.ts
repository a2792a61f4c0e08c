import { ok } from '../../shared/lib/result';
import type { Caller, CallerOf } from '../ipc/register';
import type { AppFacts } from '../ipc/handlers/app';
import type { EarlyListeners } from '../ipc/doors';
import { openPlaybookMemory } from '../platform/playbook-memory';
import { findProcessFiles, type ProcessFolders } from '../platform/process-files';

/**
 * What the page asks before it can show anything, answered without a schema, so that none has to be made first; the
 * page parses the answers. Whatever is not as usual is left to the real listeners.
 */
export function earlyListeners(options: {
  callerOf: CallerOf;
  /** Null when they are not known yet. */
  facts: AppFacts | null;
  folders: ProcessFolders;
  show: () => void;
  memory: { readonly file: string; readonly program: string };
}): EarlyListeners {
  const { callerOf, facts, folders, memory } = options;
  const isDesk = (event: Parameters<CallerOf>[0], input: unknown): boolean =>
    input === undefined && callerOf(event) === ('desk' satisfies Caller);
  return {
    'app.info': (event, input) => (facts !== null && isDesk(event, input) ? ok(facts) : undefined),
    'app.ready': (event, input) => {
      if (!isDesk(event, input)) return undefined;
      options.show();
      return ok(undefined);
    },
    'playbook.load': (event, input) => {
      if (facts === null || !isDesk(event, input)) return undefined;
      const text = openPlaybookMemory(memory.file, memory.program).recall(findProcessFiles(folders).stamp);
      return text === null ? undefined : ok(text);
    },
  };
}
