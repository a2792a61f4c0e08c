/** One entry of Salesforce's error array. */
export interface ErrorEntry {
  readonly message: string;
  readonly errorCode: string;
  readonly fields?: readonly string[];
}

/** The same error inside a collections or composite/tree result, where the code is called `statusCode`. */
export interface ResultError {
  readonly statusCode: string;
  readonly message: string;
  readonly fields: readonly string[];
}

/** A refusal that travels as an HTTP status and an error array; thrown by the emulator's own handlers. */
export class ApiError extends Error {
  readonly status: number;
  readonly entry: ErrorEntry;

  constructor(status: number, errorCode: string, message: string, fields?: readonly string[]) {
    super(`${errorCode}: ${message}`);
    this.status = status;
    this.entry = fields ? { message, errorCode, fields } : { message, errorCode };
  }

  /** The body of a stand-alone answer. */
  body(): readonly ErrorEntry[] {
    return [this.entry];
  }

  /** The error as part of a bundled answer. */
  asResult(): ResultError {
    return { statusCode: this.entry.errorCode, message: this.entry.message, fields: this.entry.fields ?? [] };
  }
}

/** 404 for a route, object or record that is not there. */
export function notFound(message = 'The requested resource does not exist'): ApiError {
  return new ApiError(404, 'NOT_FOUND', message);
}

/** 400 INVALID_FIELD for a write that names a field the object does not have. */
export function noSuchColumn(field: string, object: string): ApiError {
  return new ApiError(400, 'INVALID_FIELD', `No such column '${field}' on sobject of type ${object}`);
}

/** 400 MALFORMED_ID for a value that is not an id of the expected kind. */
export function malformedId(label: string, value: string, field: string): ApiError {
  return new ApiError(400, 'MALFORMED_ID', `${label}: id value of incorrect type: ${value}`, [field]);
}

/** 400 for a body that is not the JSON that was asked for. */
export function badJson(message: string): ApiError {
  return new ApiError(400, 'JSON_PARSER_ERROR', message);
}

/** 400 for query parameters and bodies that make no sense to the resource. */
export function badRequest(message: string): ApiError {
  return new ApiError(400, 'BAD_REQUEST', message);
}

/** 401 for an access token that is unknown, revoked or expired. */
export function sessionExpired(): ApiError {
  return new ApiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
}

/** 403 when the org's daily request allocation is spent. */
export function requestLimitExceeded(): ApiError {
  return new ApiError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
}

/** 400 when another transaction holds the row; the real status is not documented. */
export function unableToLockRow(): ApiError {
  return new ApiError(
    400,
    'UNABLE_TO_LOCK_ROW',
    'unable to obtain exclusive access to this record or 1 records',
    [],
  );
}
