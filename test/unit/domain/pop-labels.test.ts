import { describe, expect, it } from 'vitest';
import {
  labelOfStage,
  labelScope,
  pickLabel,
  popStages,
  sameLabel,
  stageOfLabels,
} from '../../../shared/domain/pop/labels';
import { shippedPlaybook } from '../../support/shipped-playbook';

const playbook = shippedPlaybook();
const project = [
  'MDF-POP',
  'MDF::POP Pending',
  'MDF::POP Approval Needed',
  'MDF:: POP Approved',
  'MDF:: POP Completed',
];

describe('POP labels', () => {
  it('POP-2 follows the four stages in order', () => {
    expect(popStages.map((stage) => labelOfStage(stage, playbook))).toEqual([
      'MDF::POP Pending',
      'MDF::POP Approval Needed',
      'MDF::POP Approved',
      'MDF::POP Completed',
    ]);
  });

  it('POP-2 reads labels whatever the space around the colons', () => {
    expect(sameLabel('MDF:: POP Approved', 'MDF::POP Approved')).toBe(true);
    expect(sameLabel('MDF ::  POP  Approved ', 'MDF::POP Approved')).toBe(true);
    expect(sameLabel('MDF::POP Approved', 'MDF::POP Approval Needed')).toBe(false);
    expect(sameLabel('MDF-POP', 'MDF::POP')).toBe(false);
    expect(sameLabel('mdf::pop approved', 'MDF::POP Approved')).toBe(false);
  });

  it('POP-2 writes the spelling that exists in the project', () => {
    expect(pickLabel(project, labelOfStage('approved', playbook))).toBe('MDF:: POP Approved');
    expect(pickLabel(project, labelOfStage('pending', playbook))).toBe('MDF::POP Pending');
    expect(pickLabel([], 'MDF::POP Approved')).toBe('MDF::POP Approved');
    expect(pickLabel(['MDF:: POP Approved', 'MDF::POP Approved'], 'MDF::POP Approved')).toBe(
      'MDF::POP Approved',
    );
  });

  it('POP-2 tells the stage from the labels of an issue', () => {
    expect(stageOfLabels(['MDF-POP', 'MDF:: POP Completed'], playbook)).toBe('completed');
    expect(stageOfLabels(['MDF-POP', 'MDF::POP Pending'], playbook)).toBe('pending');
    expect(stageOfLabels(['MDF-POP', 'MDF::Other'], playbook)).toBeNull();
    expect(stageOfLabels(['MDF::POP Pending', 'MDF:: POP Approved'], playbook)).toBe('approved');
  });

  it('POP-2 knows the scope of a label, and that a plain one has none', () => {
    expect(labelScope('a::b::c')).toBe('a::b');
    expect(labelScope('plain')).toBeNull();
  });
});
