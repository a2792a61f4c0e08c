import type { MoveProblem } from '../../../shared/usecases/mdf/move-fund-request';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { FindingList } from '../../widgets/finding-list';
import { useRefusalText } from './use-refusal-text';

type SubmitRefusedDialogProps = {
  readonly problem: MoveProblem;
  readonly onEdit: () => void;
  readonly onClose: () => void;
};

/** Why a request was not submitted, rule by rule, and the way to put it right (MDF-4). */
export function SubmitRefusedDialog({ problem, onEdit, onClose }: SubmitRefusedDialogProps) {
  const refusalText = useRefusalText();
  const findings = problem.findings ?? [];
  return (
    <Dialog
      title="It was not submitted"
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button size="large" onPress={onClose}>
            Close
          </Button>
          <Button size="large" variant="primary" onPress={onEdit}>
            Edit request
          </Button>
        </>
      }
    >
      {findings.length > 0 ? (
        <FindingList label="Refusals" findings={findings} />
      ) : (
        <p>{refusalText(problem)}</p>
      )}
    </Dialog>
  );
}
