import { z } from './zod';

/** Who uses this desk and how; kept locally, never synchronised. */
export const Settings = z.object({
  userName: z.string(),
  email: z.string(),
  /** Roles of the playbook that the person holds; they decide which approval levels are hers (MDF-4). */
  roles: z.array(z.string()),
  /** Regions she works for; empty means all. */
  regions: z.array(z.string()),
  timeZone: z.string(),
  /** BCP 47 tag for dates and money; null follows the system. */
  locale: z.string().nullable(),
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['compact', 'normal', 'roomy']),
});
export type Settings = z.infer<typeof Settings>;
