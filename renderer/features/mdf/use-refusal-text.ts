import type { UseCaseProblem } from '../../../shared/usecases/problem';
import { fieldLabel } from '../../widgets/field-label';
import { useOwnFormats } from '../../widgets/own-formats';

/** Why a step was refused and what to do, with the terms that somebody else changed by name (G4). */
export function useRefusalText(): (problem: UseCaseProblem) => string {
  const own = useOwnFormats();
  return ({ message, fix, clashes = [] }) => {
    const fields = [...new Set(clashes.map((field) => fieldLabel(field, 'fund-request')))];
    const which = fields.length === 0 ? [] : [`Changed: ${fields.join(', ')}.`];
    return own([message, ...which, fix].join(' '));
  };
}
