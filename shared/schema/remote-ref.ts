import { SalesforceId } from './values';
import { z } from './zod';

/** A record in Salesforce that a local record stands for; `stamp` is its SystemModstamp as the server wrote it. */
export const SalesforceRef = z.object({
  remote: z.literal('salesforce'),
  object: z.string(),
  id: SalesforceId,
  stamp: z.string().nullable(),
  url: z.string().nullable(),
});
export type SalesforceRef = z.infer<typeof SalesforceRef>;

/** An epic, issue, note or upload in GitLab; `id` is global, `iid` the number people see, `stamp` its updated_at. */
export const GitlabRef = z.object({
  remote: z.literal('gitlab'),
  type: z.enum(['epic', 'issue', 'note', 'upload']),
  id: z.int(),
  iid: z.int().nullable(),
  stamp: z.string().nullable(),
  url: z.string().nullable(),
  /** Markdown that embeds an upload in a note; null for everything else. */
  markdown: z.string().nullable(),
});
export type GitlabRef = z.infer<typeof GitlabRef>;

/** A pointer to one remote object. */
export const RemoteRef = z.discriminatedUnion('remote', [SalesforceRef, GitlabRef]);
export type RemoteRef = z.infer<typeof RemoteRef>;
