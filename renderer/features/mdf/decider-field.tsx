import { useState } from 'react';
import { type Authority, authorityFor } from '../../../shared/domain/mdf/approval-track';
import { roleLabel } from '../../../shared/domain/lookup';
import { Checkbox } from '../../ui/checkbox';
import { TextField } from '../../ui/text-field';
import { useDesk } from '../../widgets/desk-context';
import { useApprover } from '../../widgets/use-approver';

/** Who decides: the person, or somebody else whose decision is recorded. */
export type Decider = {
  /** The level is not hers to decide, so that a name is needed. */
  readonly mustName: boolean;
  readonly isOther: boolean;
  readonly name: string;
  readonly setOther: (isOther: boolean) => void;
  readonly setName: (name: string) => void;
  readonly role: string;
  /** By what right the person would decide herself (MDF-10). */
  readonly right: Authority;
  /** Name for the use case: null while the person decides herself. */
  readonly onBehalfOf: string | null;
  /** What is missing, null when complete. */
  readonly problem: string | null;
};

/** State of `DeciderField` for what one of these roles decides about a request in a region. */
export function useDecider(roles: readonly string[], region: string): Decider {
  const { playbook } = useDesk();
  const approver = useApprover();
  const [isOther, setOther] = useState(false);
  const [name, setName] = useState('');
  const mayDecide = (one: string): boolean => authorityFor(approver, one, region, playbook).kind !== 'none';
  const role = roles.find(mayDecide) ?? roles[0] ?? '';
  const right = authorityFor(approver, role, region, playbook);
  const mustName = right.kind === 'none';
  const names = mustName || isOther;
  return {
    mustName,
    isOther: names,
    name,
    setOther,
    setName,
    role,
    right,
    onBehalfOf: names ? name : null,
    problem: names && name.trim() === '' ? 'Write the name of the person who decided.' : null,
  };
}

type DeciderFieldProps = { readonly decider: Decider; readonly showProblem: boolean };

/** Lets the person record a decision that the holder of the level's role made elsewhere (MDF-4, MDF-10). */
export function DeciderField({ decider, showProblem }: DeciderFieldProps) {
  const { playbook } = useDesk();
  const role = roleLabel(playbook, decider.role);
  const { right } = decider;
  const misses = right.kind === 'none' && right.misses === 'region' ? ' in this region' : '';
  return (
    <>
      {decider.mustName ? null : (
        <Checkbox isSelected={decider.isOther} onChange={decider.setOther}>
          Record the decision of somebody else
        </Checkbox>
      )}
      {right.kind === 'lent' && !decider.isOther ? (
        <p>{right.of} is away; you decide in that place, and the decision is recorded so.</p>
      ) : null}
      {decider.isOther ? (
        <TextField
          label="Decided by"
          isRequired
          help={
            decider.mustName
              ? `This is decided by the role ${role}, which is not yours${misses}. You record the decision of someone who holds it.`
              : `Someone who holds the role ${role}. Your own name is kept beside it.`
          }
          value={decider.name}
          onChange={decider.setName}
          error={showProblem ? decider.problem : null}
        />
      ) : null}
    </>
  );
}
