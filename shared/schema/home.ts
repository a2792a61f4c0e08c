import { z } from './zod';

/** The org or instance that a workspace's data is from; stays when the connection goes. */
export const Home = z.object({
  /** Salesforce's organisation id, or the address of the GitLab instance. */
  id: z.string(),
  /** How to name it to the person. */
  name: z.string(),
});
export type Home = z.infer<typeof Home>;

/** Where a workspace's data is from, in both systems; null before anything was exchanged. */
export const Homes = z.object({ salesforce: Home.nullable(), gitlab: Home.nullable() });
export type Homes = z.infer<typeof Homes>;
