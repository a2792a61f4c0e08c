import { describe, expect, it } from 'vitest';
import { personalDocuments } from '../../../shared/domain/pop/personal-documents';
import { shippedPlaybook } from '../../support/shipped-playbook';
import { aDocument } from '../../support/records';

const isPersonal = personalDocuments(shippedPlaybook());

const cases = [
  ['text/csv', null, true],
  ['text/csv', 'invoice', true],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', null, true],
  ['application/zip', null, true],
  ['application/pdf', 'lead-list', true],
  ['image/jpeg', 'lead-list', true],
  ['application/pdf', 'invoice', false],
  ['application/pdf', null, true],
  ['image/jpeg', null, true],
  ['application/pdf', 'misplaced', true],
  ['application/pdf', 'other', false],
  ['image/jpeg', 'photo', false],
] as const;

describe('documents that hold personal data', () => {
  it('POP-8 seals what may list people', () => {
    for (const [mediaType, proof, expected] of cases)
      expect(isPersonal(aDocument({ mediaType, proof })), `${mediaType} filed as ${proof}`).toBe(expected);
  });
});
