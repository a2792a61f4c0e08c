import { z } from '../schema/zod';

/** A key by which other parts of the playbook and records refer to an entry. */
export const key = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'expected a key of lower-case letters, digits and hyphens');
/** A name for people. */
export const label = z.string().min(1);

/** Whether a name is a time zone of the IANA database. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
