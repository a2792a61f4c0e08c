/** Records of each kind that wait on both servers: fund requests in Salesforce, dated issues in GitLab. */
export const OF_EACH = 500;
