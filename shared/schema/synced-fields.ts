/**
 * Domain names of the fields that travel between a local record and its remote twin: the words in which
 * `electron/remotes` answers and `shared/sync` merges. What a remote cannot hold is simply missing.
 */
export const syncedFields = {
  /** Account; read only. `salesforceOwner` is the owner's name. */
  partner: [
    'name',
    'recordType',
    'partnerType',
    'track',
    'status',
    'region',
    'country',
    'cam',
    'camEmail',
    'contactEmail',
  ],
  /** `partner` is the Account's 18-character id; `status` is draft, approved or rejected; `state` is this app's finer state; `declineReason` is null for all that is not declined; `campaign` is the Campaign's id, which is only read, like its name. */
  'fund-request': [
    'title',
    'partner',
    'activityType',
    'description',
    'start',
    'end',
    'totalCost',
    'requested',
    'approvedAmount',
    'gtmMotion',
    'region',
    'portalNumber',
    'status',
    'state',
    'declineReason',
    'campaign',
    'campaignName',
  ],
  /** `request` is the fund request's 18-character id; `status` is draft, approved, rejected or paid. */
  claim: ['title', 'request', 'amount', 'description', 'status', 'invoiceNumber', 'invoiceDate'],
  /** `partner` is the Account's id; `type` and `reminder` are what PROG-2 demands. */
  registration: ['subject', 'partner', 'date', 'note', 'type', 'reminder'],
  budget: ['title', 'amount', 'start', 'end', 'partner', 'region'],
  /** GitLab issue or epic; `body` is only the part between this app's fences; `state` is opened or closed. */
  'gitlab-item': ['title', 'body', 'labels', 'start', 'due', 'state', 'assignees', 'kind'],
} as const;
