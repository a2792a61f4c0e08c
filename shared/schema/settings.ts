import { PlainDate } from './values';
import { z } from './zod';

/** A role that somebody lends to this person while she or he is away, both days included (MDF-10). */
export const Delegation = z
  .object({
    role: z.string().min(1),
    /** Name of the person who is away. */
    of: z.string().trim().min(1, 'Write who is away.'),
    /** Regions for which it is lent; empty means all. */
    regions: z.array(z.string()),
    from: PlainDate,
    until: PlainDate,
  })
  .refine(({ from, until }) => from <= until, {
    path: ['until'],
    message: 'The last day is before the first.',
  });
export type Delegation = z.infer<typeof Delegation>;

/** Who uses this desk and how; kept locally, never synchronised. */
export const Settings = z.object({
  userName: z.string(),
  /** Roles of the playbook that the person holds; they decide which approval levels are hers (MDF-4). */
  roles: z.array(z.string()),
  /** Regions she works for; empty means all. */
  regions: z.array(z.string()),
  /** What others lend her while they are away; settings from before know of none. */
  delegations: z.array(Delegation).default([]),
  timeZone: z.string(),
  /** BCP 47 tag for dates and money; null follows the system. */
  locale: z.string().nullable(),
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['compact', 'normal', 'roomy']),
});
export type Settings = z.infer<typeof Settings>;
