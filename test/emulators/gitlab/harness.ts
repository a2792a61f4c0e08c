import { afterEach, beforeEach } from 'vitest';
import { type GitlabEmulator, type GitlabOptions, startGitlab } from './start';
import { type Answer, defaultSeed, type Row, send, type Sending } from './support';

/** The GitLab of the test that runs, and ways to ask it. */
export interface GitlabUnderTest {
  readonly gitlab: () => GitlabEmulator;
  /** Sends one request below `/api/v4`, as the owner unless told otherwise. */
  call(method: string, path: string, sending?: Sending): Promise<Answer>;
  /** Sends a form beside the API, as a sign-in does. */
  postForm(
    path: string,
    form: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly row: Row }>;
}

/** A GitLab from the default seed for every test, which no other test has touched. */
export function useGitlab(options: Partial<GitlabOptions> = {}): GitlabUnderTest {
  let running: GitlabEmulator | undefined;
  beforeEach(async () => {
    running = await startGitlab({ scenario: { gitlab: defaultSeed() }, ...options });
  });
  afterEach(() => running?.stop());

  function gitlab(): GitlabEmulator {
    if (running === undefined) throw new Error('GitLab is not running');
    return running;
  }

  return {
    gitlab,
    call: (method, path, sending) => send(gitlab(), method, path, sending),
    async postForm(path, form) {
      const response = await fetch(gitlab().url + path, { method: 'POST', body: new URLSearchParams(form) });
      return { status: response.status, row: (await response.json()) as Row };
    },
  };
}
