import { CircleCheck, Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { assertNever } from '../../../shared/lib/assert-never';
import type { Quarantined } from '../../../shared/schema/sync-state';
import { countMissingRecords, markMissingDeleted } from '../../../shared/usecases/sync/mark-missing-deleted';
import { releaseQuarantine } from '../../../shared/usecases/sync/release-quarantine';
import { retryQuarantined } from '../../../shared/usecases/sync/retry-quarantined';
import { useQuarantine } from '../../data/hooks';
import { Button } from '../../ui/button';
import { DataTable } from '../../ui/data-table/data-table';
import type { TableColumn } from '../../ui/data-table/types';
import { ConfirmDialog } from '../../ui/dialog';
import { Inspector } from '../../ui/inspector';
import { Facts, Section, ToolbarSpace } from '../../ui/page-frame';
import { EmptyState, Notice } from '../../ui/states';
import { useProblem } from '../../ui/use-problem';
import { InstantText } from '../../widgets/date-text';
import { useDesk } from '../../widgets/desk-context';
import { useParam } from '../../widgets/navigation';
import { withoutSecrets } from './log-text';
import { markedText, quarantineText, retryWords } from './quarantine-words';
import { saveText } from './save-text';
import styles from './sync-screen.module.css';
import { useSteering } from './use-steering';

const rowId = (item: Quarantined) => item.id;
const none: readonly Quarantined[] = [];

const columns: readonly TableColumn<Quarantined>[] = [
  {
    id: 'what',
    title: 'What',
    width: 260,
    grows: true,
    cell: ({ what }) => what,
    sortBy: ({ what }) => what,
    text: ({ what }) => what,
  },
  {
    id: 'reason',
    title: 'Reason',
    width: 340,
    cell: ({ reason }) => reason,
    sortBy: ({ reason }) => reason,
  },
  {
    id: 'source',
    title: 'Came from',
    width: 110,
    cell: ({ source }) => sourceWords(source),
    sortBy: ({ source }) => sourceWords(source),
  },
  {
    id: 'at',
    title: 'Set aside',
    width: 184,
    cell: ({ at }) => <InstantText at={at} />,
    sortBy: ({ at }) => at,
    sortsDescendingFirst: true,
  },
];

/** What could not be read and was set aside whole (G10): why, as it came, and the ways out of here. */
export function QuarantineTab() {
  const items = useQuarantine();
  const [openId, setOpenId] = useParam('id');
  const open = items?.find(({ id }) => id === openId);
  const { bridge, clock } = useDesk();
  const [unsaved, setUnsaved] = useProblem();

  async function exportAll(): Promise<void> {
    const name = `quarantine-${clock.now().slice(0, 10)}.json`;
    setUnsaved(await saveText(bridge, name, quarantineText(items ?? none)));
  }

  return (
    <div className={styles.tab}>
      {items === undefined || items.length === 0 ? null : (
        <div className={styles.bar}>
          <span className={styles.faint}>Kept whole, as it came. Nothing here was lost.</span>
          <ToolbarSpace />
          <Button icon={<Download aria-hidden />} onPress={() => void exportAll()}>
            Export all
          </Button>
        </div>
      )}
      {unsaved === null ? null : (
        <div className={styles.note}>
          <Notice tone="bad">{unsaved}</Notice>
        </div>
      )}
      <div className={styles.split}>
        <div className={styles.list}>
          <DataTable
            name="sync.quarantine"
            label="Quarantine"
            what="items"
            rows={items ?? none}
            rowId={rowId}
            columns={columns}
            isLoading={items === undefined}
            empty={
              <EmptyState icon={<CircleCheck aria-hidden />} title="Nothing is set aside">
                What comes from Salesforce or GitLab and cannot be read is kept here whole, with the reason.
              </EmptyState>
            }
            openId={openId}
            onOpen={({ id }) => setOpenId(id)}
          />
        </div>
        {open === undefined ? null : (
          <QuarantineInspector key={open.id} item={open} onClose={() => setOpenId(null)} />
        )}
      </div>
    </div>
  );
}

type QuarantineInspectorProps = { readonly item: Quarantined; readonly onClose: () => void };

function QuarantineInspector({ item, onClose }: QuarantineInspectorProps) {
  const desk = useDesk();
  const [asks, setAsks] = useState(false);
  const [marks, setMarks] = useState(false);
  const [unsaved, setUnsaved] = useProblem();
  const { steer, problem, isBusy } = useSteering();
  const missing = useMissingRecords(item);
  const tryWords = retryWords(item);

  async function exportJson(): Promise<void> {
    const name = `quarantine-${item.at.slice(0, 10)}.json`;
    setUnsaved(await saveText(desk.bridge, name, quarantineText([item])));
  }

  return (
    <Inspector
      name="sync"
      title={item.what}
      eyebrow={sourceWords(item.source)}
      onClose={onClose}
      footer={
        <>
          {tryWords === null ? null : (
            <Button
              isDisabled={isBusy}
              onPress={() => void steer(retryQuarantined(desk, item.id), 'It is looked at again')}
            >
              {tryWords.verb}
            </Button>
          )}
          {missing === 0 ? null : (
            <Button isDisabled={isBusy} onPress={() => setMarks(true)}>
              Mark as deleted
            </Button>
          )}
          <Button icon={<Download aria-hidden />} onPress={() => void exportJson()}>
            Export as JSON
          </Button>
          <Button onPress={() => setAsks(true)}>Let go</Button>
        </>
      }
    >
      {unsaved === null ? null : <Notice tone="bad">{unsaved}</Notice>}
      {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
      <Section title="Why it is here">
        <Facts
          items={[
            ['Reason', item.reason],
            ['Set aside', <InstantText at={item.at} />],
          ]}
        />
        <p className={styles.help}>{tryWords?.help ?? 'It stays here until you let it go.'}</p>
      </Section>
      <Section title="As it came">
        <pre className={styles.raw} tabIndex={0} role="region" aria-label="As it came">
          {withoutSecrets(item.raw)}
        </pre>
      </Section>
      <ConfirmDialog
        title={missing === 1 ? 'Mark the record as deleted?' : `Mark ${missing} records as deleted?`}
        isOpen={marks}
        onClose={() => setMarks(false)}
        confirmLabel="Mark as deleted"
        isDangerous
        onConfirm={() =>
          void steer(markMissingDeleted(desk, item.id), markedText).then((done) => {
            if (done) onClose();
          })
        }
      >
        Do this when you know that they were deleted there. What waits to be sent is left alone, and a record
        that shows again in a later sync is taken back as it is then.
      </ConfirmDialog>
      <ConfirmDialog
        title="Let go of this item?"
        isOpen={asks}
        onClose={() => setAsks(false)}
        confirmLabel="Let go"
        isDangerous
        onConfirm={() =>
          void steer(releaseQuarantine(desk, item.id), 'Let go from quarantine').then((done) => {
            if (done) onClose();
          })
        }
      >
        It is removed from this list and cannot be brought back from here. Export it first if somebody should
        look into it. What is in Salesforce and GitLab stays as it is.
      </ConfirmDialog>
    </Inspector>
  );
}

/** How many records here the missing rows stand for; 0 until that is known. */
function useMissingRecords(item: Quarantined): number {
  const desk = useDesk();
  const [count, setCount] = useState(0);
  useEffect(() => {
    let isGone = false;
    void countMissingRecords(desk, item).then((found) => {
      if (!isGone) setCount(found);
    });
    return () => {
      isGone = true;
    };
  }, [desk, item]);
  return count;
}

function sourceWords(source: Quarantined['source']): string {
  switch (source) {
    case 'salesforce':
      return 'Salesforce';
    case 'gitlab':
      return 'GitLab';
    case 'outbox':
      return 'An answer';
    case 'import':
      return 'Import';
    case 'desk':
      return 'This computer';
    default:
      return assertNever(source);
  }
}
