import { findActivityType } from '../../../shared/domain/lookup';
import { INVOICE_PROOF, MISPLACED_PROOF, OTHER_PROOF } from '../../../shared/schema/proof-value';
import type { StoredDocument } from '../../../shared/schema/document';
import { assignProof } from '../../../shared/usecases/pop/file-document';
import { useRecords } from '../../data/hooks';
import { Select } from '../../ui/select';
import { useDesk } from '../desk-context';
import { undoAnswerOf, useUndo } from '../undo';

type ServesAsProps = {
  readonly document: StoredDocument;
  readonly isReadOnly: boolean;
  /** Why the choice was refused; null once one was taken. */
  readonly onProblem: (problem: string | null) => void;
};

const NOT_FILED = 'not-filed';

/** Files a document under a line of its activity's checklist, as no proof, or as not for this request (POP-3). */
export function ServesAs({ document, isReadOnly, onProblem }: ServesAsProps) {
  const desk = useDesk();
  const undo = useUndo();
  const request = useRecords('fund-request').byId.get(document.requestId);
  const { playbook } = desk;
  const lines = [
    { id: INVOICE_PROOF, label: playbook.pop.invoice.label },
    ...(findActivityType(playbook, request?.activityType ?? '')?.proofs ?? []).map(({ key, label }) => ({
      id: key,
      label,
    })),
    { id: OTHER_PROOF, label: 'Other document' },
    { id: MISPLACED_PROOF, label: 'Not for this request' },
  ];
  const { id, proof: before } = document;

  async function file(proof: string | null): Promise<void> {
    const done = await assignProof(desk, { id, proof });
    onProblem(done.ok ? null : `${done.error.message} ${done.error.fix}`);
    if (!done.ok) return;
    const again = async (one: string | null) => {
      const put = await assignProof(desk, { id, proof: one });
      return undoAnswerOf(put);
    };
    undo.getState().did({ label: 'Document filed', undo: () => again(before), redo: () => again(proof) });
  }

  return (
    <Select
      label="Serves as"
      actsAtOnce
      hideLabel
      size="small"
      isDisabled={isReadOnly}
      options={[{ id: NOT_FILED, label: 'Not filed' }, ...lines]}
      value={lines.some((line) => line.id === before) ? (before ?? NOT_FILED) : NOT_FILED}
      onChange={(key) => void file(key === NOT_FILED ? null : key)}
    />
  );
}
