import type { Playbook } from '../../shared/playbook/playbook';
import type { Clock } from '../../shared/ports/clock';
import type { Log } from '../../shared/ports/log';
import { Settings } from '../../shared/schema/settings';
import { z } from '../../shared/schema/zod';
import type { Remotes } from '../remotes/remotes';

/** The demo workspace: where its Salesforce and GitLab are and how to sign in, as the emulators announce it. */
export const Demo = z.object({
  gitlab: z.object({ url: z.url(), token: z.string(), group: z.string(), project: z.string() }),
  salesforce: z.object({
    loginUrl: z.url(),
    clientId: z.string(),
    refreshToken: z.string(),
    fundRequestObject: z.string(),
  }),
  /** Who the person of the demo is, for what the workspace does not say itself. */
  settings: Settings.partial().optional(),
});
export type Demo = z.infer<typeof Demo>;

const RETRY_AFTER = 2_000;

/** Reads the demo workspace from the environment; null when none is asked for, or what is there cannot be read. */
export function readDemo(text: string | undefined, log: Log): Demo | null {
  if (!text) return null;
  try {
    const parsed = Demo.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    log.error(`CHANNEL_DESK_DEMO is not as expected: ${z.prettifyError(parsed.error)}`);
  } catch (error) {
    log.error(`CHANNEL_DESK_DEMO is not JSON: ${String(error)}`);
  }
  return null;
}

/** The playbook with the places that the demo workspace uses. */
export function inDemo(playbook: Playbook, demo: Demo): Playbook {
  const { group, project } = demo.gitlab;
  const mapping = playbook.salesforce.mappings.find(
    ({ entities }) => entities['fund-request'].object === demo.salesforce.fundRequestObject,
  );
  return {
    ...playbook,
    gitlab: { ...playbook.gitlab, group, project },
    salesforce: mapping ? { ...playbook.salesforce, mapping: mapping.key } : playbook.salesforce,
  };
}

/**
 * Signs in to both demo systems where the last start left no sign-in, trying again until they can be reached; ends
 * when both are, or when `stopped` says so.
 */
export async function signInToDemo(
  remotes: Remotes,
  demo: Demo,
  { clock, stopped }: { clock: Clock; stopped: () => boolean },
): Promise<void> {
  await remotes.ready();
  const { salesforce, gitlab } = demo;
  while (!stopped()) {
    const missing = remotes
      .connections()
      .filter(({ state }) => state === 'not-set-up' || state === 'signed-out')
      .map(({ remote }) => remote);
    if (missing.length === 0) return;
    await Promise.all(
      missing.map((remote) =>
        remote === 'salesforce'
          ? remotes.connect({ remote, ...salesforce })
          : remotes.connect({ remote, url: gitlab.url, token: gitlab.token, clientId: null }),
      ),
    );
    await clock.sleep(RETRY_AFTER);
  }
}
