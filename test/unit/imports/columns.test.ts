import { describe, expect, it } from 'vitest';
import { guessColumns } from '../../../shared/domain/imports/columns';
import { shippedPlaybook } from '../../support/shipped-playbook';

const { imports } = shippedPlaybook();

/** The title that is taken for each field, without the fields for which there is none. */
function taken(headers: readonly string[], target: keyof Pick<typeof imports, 'partners' | 'fundRequests'>) {
  const mapping = Object.entries(guessColumns(headers, imports[target]));
  return Object.fromEntries(
    mapping.flatMap(([field, column]) => (column === null ? [] : [[field, headers[column]]])),
  );
}

describe('[import] columns that are guessed from their titles', () => {
  it('[import] are not taken for a name that is only a part of another word', () => {
    const foreign = ['Promotion Code', 'Additional Information', 'Vendor', 'Statement', 'Customer'];
    expect(taken(['Activity Name', 'Partner', ...foreign], 'fundRequests')).toEqual({
      title: 'Activity Name',
      partnerName: 'Partner',
    });
    const others = ['Primary Campaign', 'Homeowner', 'Tracking Code', 'Emailed', 'Geographic Notes'];
    expect(taken(['Account Name', ...others], 'partners')).toEqual({ name: 'Account Name' });
  });

  it('[import] are known with more words around a name, and where words are written together', () => {
    const headers = ['Requested_Amount__c', 'StartDate', 'EndDate', 'TotalCost', 'Activity Region (Geo)'];
    expect(taken(headers, 'fundRequests')).toEqual({
      requested: 'Requested_Amount__c',
      start: 'StartDate',
      end: 'EndDate',
      totalCost: 'TotalCost',
      region: 'Activity Region (Geo)',
    });
    expect(taken(['SFDC ID', 'PartnerTrack', 'CAM'], 'partners')).toEqual({
      salesforceId: 'SFDC ID',
      track: 'PartnerTrack',
      cam: 'CAM',
    });
  });
});
