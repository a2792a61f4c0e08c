import { z } from '../../../../shared/schema/zod';

/** Salesforce's error array; every refused request has one. */
export const ErrorList = z
  .array(
    z.object({
      message: z.string().default(''),
      errorCode: z.string(),
      fields: z.array(z.string()).nullish(),
    }),
  )
  .min(1);

/** The other error shape, of the sign-in endpoints. */
export const OAuthError = z.object({ error: z.string(), error_description: z.string().optional() });

/** A token answer; `id` names organisation and user, `refresh_token` comes only when it is new. */
export const TokenAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).nullish(),
  instance_url: z.string().min(1),
  id: z.string(),
  scope: z.string().nullish(),
});
export type TokenAnswer = z.infer<typeof TokenAnswer>;

/** A record as a query gives it: field values by name, parents as objects, null for empty ones. */
export const RawRecord = z.record(z.string(), z.unknown());
export type RawRecord = z.infer<typeof RawRecord>;

/** One batch of a query; rows are read one by one, so that one bad row does not cost the others. */
export const QueryAnswer = z.object({
  done: z.boolean(),
  totalSize: z.int().optional(),
  records: z.array(z.unknown()),
});
export type QueryAnswer = z.infer<typeof QueryAnswer>;

/** Answer to a create or an upsert. */
export const SaveAnswer = z.object({ id: z.string(), success: z.boolean() });

/** Deletions in a window; `latestDateCovered` is where the next window starts. */
export const DeletedAnswer = z.object({
  deletedRecords: z.array(z.object({ id: z.string(), deletedDate: z.string() })),
  earliestDateAvailable: z.string().nullish(),
  latestDateCovered: z.string(),
});
export type DeletedAnswer = z.infer<typeof DeletedAnswer>;

/** Records by their ids, in the order of asking; null for one that is not there or not to be seen. */
export const CollectionAnswer = z.array(z.unknown());

const CompositePart = z.object({
  body: z.unknown(),
  httpStatusCode: z.int(),
  referenceId: z.string(),
});
/** What became of one part of a call with several. */
export type CompositePart = z.infer<typeof CompositePart>;

/** Answer to a call with several parts. */
export const CompositeAnswer = z.object({ compositeResponse: z.array(CompositePart) });

/** API versions of the org. */
export const VersionList = z.array(z.object({ version: z.string(), url: z.string() })).min(1);

/** Who is signed in. */
export const Identity = z.object({ username: z.string().nullish(), display_name: z.string().nullish() });
export type Identity = z.infer<typeof Identity>;

/** A file version's checkable facts. */
export const FileVersion = z.object({
  Id: z.string(),
  ContentDocumentId: z.string(),
  Checksum: z.string().nullable(),
  ContentSize: z.number().nullable(),
  Title: z.string().nullable(),
  SystemModstamp: z.string().nullish(),
  CreatedById: z.string().nullish(),
});
export type FileVersion = z.infer<typeof FileVersion>;
