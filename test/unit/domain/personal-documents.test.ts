import { expect, it } from 'vitest';
import { personalDocuments } from '../../../shared/domain/pop/personal-documents';
import { shippedPlaybook } from '../../support/shipped-playbook';
import { aDocument } from './records';

const isPersonal = personalDocuments(shippedPlaybook());

it.each([
  ['text/csv', null, true],
  ['text/csv', 'invoice', true],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', null, true],
  ['application/pdf', 'lead-list', true],
  ['image/jpeg', 'lead-list', true],
  ['application/pdf', 'invoice', false],
  ['application/pdf', null, false],
  ['image/jpeg', 'photos', false],
])('POP-8 takes %s filed as %s for a list of people: %s', (mediaType, proof, expected) => {
  expect(isPersonal(aDocument({ mediaType, proof }))).toBe(expected);
});
