import { Download, FileInput, Plus } from 'lucide-react';
import { useRef } from 'react';
import { FormattedNumber } from 'react-intl';
import type { FundRequest } from '../../../shared/schema/fund-request';
import { moveFundRequest } from '../../../shared/usecases/mdf/move-fund-request';
import { Button } from '../../ui/button';
import { PageFrame } from '../../ui/page-frame';
import { showToast } from '../../ui/toast-store';
import { BudgetStrip } from '../../widgets/budget-strip';
import { orProblem } from '../../widgets/broken-off';
import { useDesk } from '../../widgets/desk-context';
import { HeldRowsButton } from '../../widgets/imports/held-rows-button';
import { ImportDrop } from '../../widgets/imports/import-drop';
import { ImportFlow, type ImportStep } from '../../widgets/imports/import-flow';
import { useImportStep } from '../../widgets/imports/use-import-step';
import { useParam } from '../../widgets/navigation';
import styles from './mdf-screen.module.css';
import { QuarterScope } from './quarter-scope';
import { type RequestAction, useRequestActions } from './request-actions';
import { RequestDialogs } from './request-dialogs';
import { RequestInspector } from './request-inspector';
import type { RequestRow } from './request-rows';
import { RequestTable } from './request-table';
import { RequestToolbar } from './request-toolbar';
import { useMdfCommands } from './use-mdf-commands';
import { useReport } from './use-report';
import { NEW, useRequestDialog } from './use-request-dialog';
import { useRequestList } from './use-request-list';
import { useRequestRows } from './use-request-rows';

const IMPORT: ImportStep = { kind: 'import', target: 'fund-requests' };

/** Fund requests: the list with its filters, one request beside it, and everything that is done with it. */
export function MdfScreen() {
  const desk = useDesk();
  const search = useRef<HTMLInputElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const records = useRequestRows();
  const { rows, rowById, filters } = records;
  const list = useRequestList(rows);
  const [openId, setOpenId] = useParam('id');
  const [dialog, setDialog] = useRequestDialog();
  const [importStep, setImportStep] = useImportStep('fund-requests');
  const report = useReport();
  const open = openId === null ? undefined : rowById.get(openId);
  const actions = {
    onNew: () => setDialog(NEW),
    onImport: () => setImportStep(IMPORT),
    onExport: () => void report.save(list.shown),
  };

  function close(): void {
    setOpenId(null);
    frame.current?.querySelector<HTMLElement>('[role="grid"]')?.focus({ preventScroll: true });
  }

  // A second press, before the screen shows what the first one did, asks for nothing more.
  const submitted = useRef<FundRequest | null>(null);
  async function submit({ request }: RequestRow): Promise<void> {
    if (submitted.current === request) return;
    submitted.current = request;
    const done = await orProblem(moveFundRequest(desk, { seen: request, move: { kind: 'submit' } }));
    if (done.ok) return showToast('Submitted to level 1', { tone: 'good' });
    submitted.current = null;
    setDialog({ kind: 'refused', id: request.id, problem: done.error });
  }

  function run(action: RequestAction): void {
    if (open === undefined) return;
    if (action === 'submit') void submit(open);
    else setDialog({ kind: action, id: open.id });
  }

  useMdfCommands({ ...actions, onSearch: () => search.current?.focus() });
  const { footer, menu } = useRequestActions(open, run);

  return (
    <PageFrame
      title="MDF"
      meta={<Count shown={list.shown.length} all={rows.length} />}
      content="fill"
      actions={
        <>
          <HeldRowsButton target="fund-requests" onOpen={setImportStep} />
          <Button icon={<FileInput aria-hidden />} onPress={actions.onImport}>
            Import
          </Button>
          <Button
            icon={<Download aria-hidden />}
            onPress={actions.onExport}
            isDisabled={list.shown.length === 0}
          >
            Export
          </Button>
          <Button variant="primary" icon={<Plus aria-hidden />} shortcut="N" onPress={actions.onNew}>
            New request
          </Button>
        </>
      }
      toolbar={<RequestToolbar list={list} filters={filters} search={search} />}
      inspector={
        open === undefined ? null : (
          <RequestInspector key={open.id} row={open} actions={menu} footer={footer} onClose={close} />
        )
      }
    >
      <BudgetStrip />
      {rows.length === 0 ? null : (
        <QuarterScope
          chosen={list.filter['quarter'] ?? []}
          onChange={(quarter) => list.setFilter({ ...list.filter, quarter })}
        />
      )}
      {report.notice}
      <div
        ref={frame}
        className={styles.list}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.defaultPrevented && open !== undefined) close();
        }}
      >
        <ImportDrop target="fund-requests" onImport={setImportStep}>
          <RequestTable
            list={list}
            records={records}
            openId={openId}
            onOpen={setOpenId}
            onNew={actions.onNew}
            onImport={actions.onImport}
            onExport={(some) => void report.save(some)}
          />
        </ImportDrop>
      </div>
      <ImportFlow step={importStep} onStep={setImportStep} />
      <RequestDialogs
        dialog={dialog}
        setDialog={setDialog}
        rowOf={(id) => rowById.get(id)}
        onShow={setOpenId}
      />
    </PageFrame>
  );
}

type CountProps = { readonly shown: number; readonly all: number };

/** How many requests are listed, and out of how many. */
function Count({ shown, all }: CountProps) {
  return (
    <span role="status">
      {shown === all ? null : (
        <>
          <FormattedNumber value={shown} /> of{' '}
        </>
      )}
      <FormattedNumber value={all} /> {all === 1 ? 'request' : 'requests'}
    </span>
  );
}
