import { z } from '../../../../shared/schema/zod';
import { ApiError } from '../errors';
import type { CsvForm, CsvTable, DelimiterName } from './csv';

/** Where a job is on its way. */
export type JobState = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Aborted' | 'Failed';

const delimiter = z
  .enum(['BACKQUOTE', 'CARET', 'COMMA', 'PIPE', 'SEMICOLON', 'TAB'])
  .default('COMMA') satisfies z.ZodType<DelimiterName>;
const form = {
  contentType: z.literal('CSV').default('CSV'),
  columnDelimiter: delimiter,
  lineEnding: z.enum(['LF', 'CRLF']).default('LF'),
};

/** What a client says when it opens an ingest job. */
export const IngestRequest = z.object({
  object: z.string(),
  operation: z.enum(['insert', 'update', 'upsert', 'delete', 'hardDelete']),
  externalIdFieldName: z.string().nullish(),
  assignmentRuleId: z.string().nullish(),
  ...form,
});
/** What a client says when it opens a query job. */
export const QueryRequest = z.object({
  operation: z.enum(['query', 'queryAll']),
  query: z.string(),
  ...form,
});

interface CommonJob extends CsvForm {
  readonly id: string;
  readonly object: string;
  readonly createdById: string;
  readonly createdDate: string;
  readonly apiVersion: number;
  state: JobState;
  systemModstamp: string;
  errorMessage: string | null;
}

/** A job that writes records. */
export interface IngestJob extends CommonJob {
  readonly kind: 'ingest';
  readonly operation: z.infer<typeof IngestRequest>['operation'];
  readonly externalIdFieldName: string | null;
  data: string;
  succeeded: CsvTable;
  failed: CsvTable;
  unprocessed: CsvTable;
}

/** A job that reads records. */
export interface QueryJob extends CommonJob {
  readonly kind: 'query';
  readonly operation: z.infer<typeof QueryRequest>['operation'];
  readonly result: CsvTable;
}

/** A table without columns and rows. */
export const EMPTY_TABLE: CsvTable = { header: [], rows: [] };

/** 400 for a job request that makes no sense. */
export function invalidJob(message: string): ApiError {
  return new ApiError(400, 'INVALIDJOB', message);
}

/** 400 for a job that is not in a state for what is asked of it. */
export function invalidJobState(message: string): ApiError {
  return new ApiError(400, 'INVALIDJOBSTATE', message);
}

/** A job as its creation and every change of state answer it. */
export function jobBrief(job: IngestJob | QueryJob): Record<string, unknown> {
  return {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: job.createdById,
    createdDate: job.createdDate,
    systemModstamp: job.systemModstamp,
    state: job.state,
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: job.apiVersion,
    ...(job.kind === 'ingest'
      ? {
          ...(job.externalIdFieldName === null ? {} : { externalIdFieldName: job.externalIdFieldName }),
          ...(job.state === 'Open'
            ? { contentUrl: `services/data/v${job.apiVersion}.0/jobs/ingest/${job.id}/batches` }
            : {}),
        }
      : {}),
    lineEnding: job.lineEnding,
    columnDelimiter: job.columnDelimiter,
  };
}

/** A job as reading it answers it, with how far it has come. */
export function jobInfo(job: IngestJob | QueryJob): Record<string, unknown> {
  const common = { ...jobBrief(job), retries: 0, totalProcessingTime: 0 };
  if (job.kind === 'query')
    return {
      ...common,
      jobType: 'V2Query',
      numberRecordsProcessed: job.result.rows.length,
      isPkChunkingSupported: true,
      ...(job.errorMessage === null ? {} : { errorMessage: job.errorMessage }),
    };
  return {
    ...common,
    jobType: 'V2Ingest',
    numberRecordsProcessed: job.succeeded.rows.length + job.failed.rows.length,
    numberRecordsFailed: job.failed.rows.length,
    apiActiveProcessingTime: 0,
    apexProcessingTime: 0,
    ...(job.errorMessage === null ? {} : { errorMessage: job.errorMessage }),
  };
}
