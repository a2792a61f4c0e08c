import { useEffect, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { missingColumns } from '../../../shared/domain/imports/columns';
import type { ColumnMapping, ImportFields } from '../../../shared/domain/imports/columns';
import type { DateOrders } from '../../../shared/domain/imports/read-date';
import type { ImportProgress, ImportTarget } from '../../../shared/usecases/imports/import-plan';
import { Button } from '../../ui/button';
import { cx } from '../../ui/cx';
import { Dialog } from '../../ui/dialog';
import { FileDrop } from '../../ui/file-drop';
import { ProgressBar } from '../../ui/progress-bar';
import { Spoken } from '../../ui/spoken';
import { Notice } from '../../ui/states';
import { useCountText } from '../count-text';
import { useDesk } from '../desk-context';
import { ImportResult } from './import-result';
import styles from './imports.module.css';
import { MappingStep } from './mapping-step';
import { oneOf } from './one-of';
import { PreviewStep } from './preview-step';
import { type ImportState, useImport } from './use-import';

type ImportDialogProps = {
  readonly target: ImportTarget;
  /** A file that was dropped on the screen, read at once. */
  readonly file: File | undefined;
  readonly onClose: () => void;
  /** Shows the rows that wait to be fixed; absent where something else has to be finished first. */
  readonly onFix?: () => void;
  /** Imports partners over this dialog and resolves when that is over. */
  readonly onPartnersFirst?: () => Promise<void>;
};

const titles: Readonly<Record<ImportTarget, string>> = {
  partners: 'Import partner accounts',
  'fund-requests': 'Import fund requests',
};

const steps: Readonly<Record<ImportState['step'], string>> = {
  file: 'Step 1 of 3: choose the file',
  mapping: 'Step 2 of 3: check the columns',
  preview: 'Step 3 of 3: check the rows',
  done: 'Done',
};

const WORKING = 'Working …';

/** Takes a CSV or XLSX export from file to records: mapping, preview with every problem, import of the good rows. */
export function ImportDialog({ target, file, onClose, onFix, onPartnersFirst }: ImportDialogProps) {
  const { playbook } = useDesk();
  const { state, problem, isBusy, progress, read, plan, commit, back } = useImport(target);
  const [mapping, setMapping] = useState<ColumnMapping | null>(null);
  const [orders, setOrders] = useState<DateOrders>({});
  const fields = target === 'partners' ? playbook.imports.partners : playbook.imports.fundRequests;
  const shown = state.step === 'mapping' ? (mapping ?? state.file.mapping) : null;
  const shownOrders = state.step === 'mapping' ? { ...state.file.dateOrders, ...orders } : {};
  const isWide = state.step === 'mapping' || state.step === 'preview';

  async function choose(files: readonly File[]): Promise<void> {
    const file = oneOf(files);
    if (file === undefined) return;
    setMapping(null);
    setOrders({});
    await read(file);
  }

  const isTaken = useRef(false);
  useEffect(() => {
    if (file === undefined || isTaken.current) return;
    isTaken.current = true;
    void read(file);
  }, [file, read]);

  const head = useRef<HTMLParagraphElement>(null);
  const shownStep = useRef(state.step);
  useEffect(() => {
    if (shownStep.current === state.step) return;
    shownStep.current = state.step;
    // What was pressed went with the step before; the keyboard goes on at the top of the new one.
    head.current?.focus();
  }, [state.step]);

  async function partnersFirst(importPartners: () => Promise<void>): Promise<void> {
    await importPartners();
    if (state.step === 'preview') await plan(state.file.mapping, state.file.dateOrders);
  }

  return (
    <Dialog
      title={titles[target]}
      isOpen
      onClose={onClose}
      canDismiss={!isBusy}
      size={isWide ? 'full' : 'normal'}
      footer={
        <Footer
          state={state}
          isBusy={isBusy}
          canPlan={shown !== null && missingColumns(shown, fields).length === 0}
          onBack={back}
          onPlan={() => {
            if (shown !== null) void plan(shown, shownOrders);
          }}
          onCommit={() => void commit()}
          onClose={onClose}
          onFix={onFix}
        />
      }
    >
      <div className={cx(styles.body)}>
        {/* It takes the focus with each new step and is read by that. */}
        <p ref={head} tabIndex={-1} className={cx(styles.step)}>
          {isBusy ? WORKING : steps[state.step]}
        </p>
        <Spoken>{isBusy ? WORKING : ''}</Spoken>
        {isBusy ? <Progress progress={progress} /> : null}
        {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
        <Step
          state={state}
          fields={fields}
          isBusy={isBusy}
          mapping={shown}
          dateOrders={shownOrders}
          onMapping={setMapping}
          onDateOrders={setOrders}
          onFiles={(files) => void choose(files)}
          target={target}
          onPartnersFirst={onPartnersFirst === undefined ? null : () => void partnersFirst(onPartnersFirst)}
        />
      </div>
    </Dialog>
  );
}

function Step(props: {
  readonly state: ImportState;
  readonly fields: ImportFields;
  readonly isBusy: boolean;
  readonly mapping: ColumnMapping | null;
  readonly dateOrders: DateOrders;
  readonly onMapping: (mapping: ColumnMapping) => void;
  readonly onDateOrders: (order: DateOrders) => void;
  readonly onFiles: (files: readonly File[]) => void;
  readonly target: ImportTarget;
  readonly onPartnersFirst: (() => void) | null;
}) {
  const { state } = props;
  if (state.step === 'file') {
    return (
      <FileDrop
        title="Drop a CSV or XLSX export here"
        help="Reports with footers and any delimiter are fine. A date or an amount that cannot be read for sure is shown to be fixed, never guessed. Nothing is written before you have seen every row."
        accept={['.csv', '.txt', '.tsv', '.xlsx']}
        allowsMany={false}
        takesPaste
        isBusy={props.isBusy}
        onFiles={props.onFiles}
      />
    );
  }
  if (state.step === 'mapping') {
    return (
      <MappingStep
        file={state.file}
        fields={props.fields}
        mapping={props.mapping ?? state.file.mapping}
        onMapping={props.onMapping}
        dateOrders={props.dateOrders}
        onDateOrders={props.onDateOrders}
      />
    );
  }
  if (state.step === 'preview') {
    return (
      <PreviewStep
        preview={state.preview}
        footers={state.file.footers}
        onPartnersFirst={props.onPartnersFirst}
        isBusy={props.isBusy}
      />
    );
  }
  return <ImportResult target={props.target} counts={state.counts} name={state.name} />;
}

/** How far a long step has come; what is done at once shows nothing of it. */
function Progress({ progress }: { readonly progress: ImportProgress | null }) {
  const intl = useIntl();
  if (progress === null) return null;
  const [done, of] = [intl.formatNumber(progress.done), intl.formatNumber(progress.of)];
  return progress.phase === 'checking' ? (
    <ProgressBar label="Checking rows" value={progress.done / progress.of} valueText={`${done} of ${of}`} />
  ) : (
    <ProgressBar label={`Writing ${of} records`} value={null} />
  );
}

function Footer(props: {
  readonly state: ImportState;
  readonly isBusy: boolean;
  readonly canPlan: boolean;
  readonly onBack: () => void;
  readonly onPlan: () => void;
  readonly onCommit: () => void;
  readonly onClose: () => void;
  readonly onFix: (() => void) | undefined;
}) {
  const { state, isBusy } = props;
  const counted = useCountText();
  if (state.step === 'done') {
    return (
      <>
        {state.counts.bad > 0 && props.onFix !== undefined ? (
          <Button size="large" onPress={props.onFix}>
            {`Fix ${counted(state.counts.bad, 'row')}`}
          </Button>
        ) : null}
        <Button size="large" variant="primary" onPress={props.onClose}>
          Close
        </Button>
      </>
    );
  }
  const counts = state.step === 'preview' ? state.preview.counts : null;
  const taken = counts === null ? 0 : counts.new + counts.changed;
  return (
    <>
      <Button size="large" isDisabled={isBusy} onPress={state.step === 'file' ? props.onClose : props.onBack}>
        {state.step === 'file' ? 'Cancel' : 'Back'}
      </Button>
      {state.step === 'mapping' ? (
        <Button size="large" variant="primary" isDisabled={isBusy || !props.canPlan} onPress={props.onPlan}>
          Check the rows
        </Button>
      ) : null}
      {state.step === 'preview' ? (
        <Button size="large" variant="primary" isDisabled={isBusy} onPress={props.onCommit}>
          {taken > 0 ? `Import ${counted(taken, 'row')}` : 'Finish'}
        </Button>
      ) : null}
    </>
  );
}
