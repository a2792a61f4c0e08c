import { z } from '../../../shared/schema/zod';

/** Somebody who has a login in one or both systems; seeds refer to people by `key`. */
export const Person = z.object({
  key: z.string().regex(/^[a-z][a-z0-9-]*$/),
  firstName: z.string(),
  lastName: z.string(),
  email: z.email(),
  /** Role key of the playbook, such as `cmm` or `cam`. */
  role: z.string(),
  timeZone: z.string().default('Europe/Berlin'),
  locale: z.string().default('en_US'),
  /** User name in GitLab; absent for those who have none. */
  gitlabUsername: z.string().optional(),
});
export type Person = z.infer<typeof Person>;

/** The people of a scenario. */
export const People = z.array(Person).min(1);
export type People = z.infer<typeof People>;
