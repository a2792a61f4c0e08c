import { err, ok, type Result } from '../lib/result';
import { PullPage } from '../schema/remote-command';
import { describeIssues } from './failure';

/** Writes a page of a feed as one text. */
export function writePullPage(page: PullPage): string {
  return JSON.stringify(page);
}

/** Reads a page of a feed from its text, or says what is wrong with it. */
export function readPullPage(text: string): Result<PullPage, string> {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    return err(String(cause));
  }
  const parsed = PullPage.safeParse(raw);
  return parsed.success ? ok(parsed.data) : err(describeIssues(parsed.error.issues));
}
