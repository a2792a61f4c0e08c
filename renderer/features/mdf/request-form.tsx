import { zodResolver } from '@hookform/resolvers/zod';
import { useId, useRef, useState } from 'react';
import { useForm } from 'react-hook-form';
import type { FundRequest } from '../../../shared/schema/fund-request';
import { type MoveProblem, moveFundRequest } from '../../../shared/usecases/mdf/move-fund-request';
import { FundRequestForm, saveFundRequest } from '../../../shared/usecases/mdf/save-fund-request';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { showFirstMistake } from '../../ui/first-mistake';
import { Notice } from '../../ui/states';
import { holdsUnreadable } from '../../ui/unreadable';
import { useProblem } from '../../ui/use-problem';
import { useDesk } from '../../widgets/desk-context';
import { followedText, useFollowRecord } from '../../widgets/follow-record';
import { useWayOut } from '../../widgets/navigation';
import { LiveEligibility } from './live-eligibility';
import styles from './request-form.module.css';
import { RequestFields } from './request-fields';
import { emptyValues, type RequestValues, valuesOf } from './request-values';

/** What came of the form: the saved request, and why it could not be submitted if that was asked for too. */
export type FormOutcome = {
  /** The request as the save found it; null for a new one. */
  readonly before: FundRequest | null;
  readonly request: FundRequest;
  readonly submitted: boolean;
  readonly refusal: MoveProblem | null;
};

type RequestFormProps = {
  /** The request to edit; null makes a new one. */
  readonly request: FundRequest | null;
  readonly onClose: () => void;
  readonly onDone: (outcome: FormOutcome) => void;
};

/** Makes or changes a fund request, with what the rules say beside it; saving never waits for them, submitting does. */
export function RequestForm({ request, onClose, onDone }: RequestFormProps) {
  const desk = useDesk();
  const formId = useId();
  const form = useRef<HTMLFormElement>(null);
  const [initial] = useState(() =>
    request === null ? emptyValues(desk.playbook, desk.settings) : valuesOf(request, desk.playbook),
  );
  const { control, handleSubmit, formState, setError, setValue, getValues, reset } = useForm<
    RequestValues,
    unknown,
    FundRequestForm
  >({
    defaultValues: initial,
    resolver: zodResolver<RequestValues, unknown, FundRequestForm>(FundRequestForm),
  });
  // Read while drawing, because the form only follows what is asked for here.
  const { isDirty, isSubmitting } = formState;
  const wayOut = useWayOut(isDirty, onClose);
  const followed = useFollowRecord<FundRequest, RequestValues>(
    request,
    (stored) => valuesOf(stored, desk.playbook),
    { isDirty, getValues, setValue, reset, setError },
  );
  const [problem, setProblem] = useProblem();
  const canSubmit =
    request === null || request.approval.kind === 'draft' || request.approval.kind === 'sent-back';

  async function save(values: FundRequestForm, thenSubmit: boolean): Promise<void> {
    setProblem(null);
    const saved = await saveFundRequest(desk, { opened: followed.opened(), form: values });
    if (!saved.ok) {
      followed.mark(saved.error);
      setProblem(`${saved.error.message} ${saved.error.fix}`);
      return;
    }
    const { before, after } = saved.value;
    if (!thenSubmit) return onDone({ before, request: after, submitted: false, refusal: null });
    const moved = await moveFundRequest(desk, { seen: after, move: { kind: 'submit' } });
    if (moved.ok) onDone({ before, request: moved.value, submitted: true, refusal: null });
    else onDone({ before, request: after, submitted: false, refusal: moved.error });
  }

  function submit(thenSubmit: boolean): void {
    if (holdsUnreadable(form.current)) return;
    void handleSubmit(
      (values) => save(values, thenSubmit),
      () => {
        setProblem(followed.hasFollowed() ? followedText : null);
        showFirstMistake(form.current);
      },
    )();
  }

  return (
    <>
      <Dialog
        title={request === null ? 'New fund request' : 'Edit fund request'}
        size="wide"
        isOpen
        onClose={wayOut}
        canDismiss={!isSubmitting}
        footer={
          <>
            <Button size="large" onPress={wayOut} isDisabled={isSubmitting}>
              Cancel
            </Button>
            {canSubmit ? (
              <Button size="large" onPress={() => submit(true)} isDisabled={isSubmitting}>
                Save and submit
              </Button>
            ) : null}
            <Button size="large" variant="primary" type="submit" form={formId} isPending={isSubmitting}>
              {request === null ? 'Save draft' : 'Save'}
            </Button>
          </>
        }
      >
        <div className={styles.sides}>
          <form
            id={formId}
            ref={form}
            noValidate
            className={styles.form}
            onSubmit={(event) => {
              event.preventDefault();
              submit(false);
            }}
          >
            {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
            <RequestFields control={control} setValue={setValue} getValues={getValues} />
          </form>
          <LiveEligibility control={control} request={request} />
        </div>
      </Dialog>
    </>
  );
}
