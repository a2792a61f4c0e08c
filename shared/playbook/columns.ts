/** Fields of a partner that an import can fill. */
export const partnerColumns = [
  'salesforceId',
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
  'lastModified',
] as const;

/** Fields of a fund request that an import can fill. */
export const fundRequestColumns = [
  'portalNumber',
  'salesforceId',
  'title',
  'activityType',
  'partnerName',
  'partnerSalesforceId',
  'delivery',
  'description',
  'start',
  'end',
  'totalCost',
  'requested',
  'currency',
  'targetContacts',
  'estimatedPipeline',
  'gtmMotion',
  'region',
  'status',
  'submittedOn',
] as const;
