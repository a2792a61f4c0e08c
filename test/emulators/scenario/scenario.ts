import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from '../../../shared/schema/zod';
import { resolveRelativeDates } from '../shared-http/relative-dates';
import { GitlabSeed } from './gitlab-seed';
import { People } from './people';
import { SalesforceSeed } from './salesforce-seed';

/** Everything that both emulators start with. */
export const Scenario = z
  .object({ people: People, salesforce: SalesforceSeed, gitlab: GitlabSeed })
  .superRefine((scenario, context) => {
    const people = new Set(scenario.people.map(({ key }) => key));
    const usernames = new Set(scenario.gitlab.users.map(({ username }) => username));
    scenario.salesforce.users.forEach(({ person }, index) => {
      if (!people.has(person)) {
        context.addIssue({
          code: 'custom',
          path: ['salesforce', 'users', index, 'person'],
          message: `no person with key "${person}"`,
        });
      }
    });
    scenario.people.forEach(({ gitlabUsername }, index) => {
      if (gitlabUsername !== undefined && !usernames.has(gitlabUsername)) {
        context.addIssue({
          code: 'custom',
          path: ['people', index, 'gitlabUsername'],
          message: `no GitLab user "${gitlabUsername}"`,
        });
      }
    });
  });
export type Scenario = z.infer<typeof Scenario>;

/** The scenario that is run when none is named. */
export const DEFAULT_SCENARIO = fileURLToPath(new URL('./default.json', import.meta.url));
/** A scenario whose Salesforce org has objects of its own instead of the standard fund objects. */
export const CUSTOM_OBJECTS_SCENARIO = fileURLToPath(new URL('./custom-objects.json', import.meta.url));

function readJsonFile(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(
      `scenario ${path} can't be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Error(
      `scenario ${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** A part of a scenario may stand in a file of its own, named relative to the scenario. */
function withParts(value: unknown, folder: string): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      typeof part === 'string' ? readJsonFile(resolve(folder, part)) : part,
    ]),
  );
}

/**
 * Reads a scenario file, its relative dates counted from `now`. Throws an error that names the file, the place
 * and the reason of every mistake in it.
 */
export function loadScenario(path: string = DEFAULT_SCENARIO, now: Date = new Date()): Scenario {
  const whole = withParts(readJsonFile(path), dirname(path));
  const parsed = Scenario.safeParse(resolveRelativeDates(whole, now));
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map(
    (issue) => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`,
  );
  throw new Error(`scenario ${path} has ${mistakes.length} mistake(s):\n${mistakes.join('\n')}`);
}
