import { CircleCheck, Download } from 'lucide-react';
import { useState } from 'react';
import { assertNever } from '../../../shared/lib/assert-never';
import type { Quarantined } from '../../../shared/schema/sync-state';
import { releaseQuarantine } from '../../../shared/usecases/sync/release-quarantine';
import { useQuarantine } from '../../data/hooks';
import { Button } from '../../ui/button';
import { DataTable } from '../../ui/data-table/data-table';
import type { TableColumn } from '../../ui/data-table/types';
import { ConfirmDialog } from '../../ui/dialog';
import { Inspector } from '../../ui/inspector';
import { Facts, Section } from '../../ui/page-frame';
import { EmptyState, Notice } from '../../ui/states';
import { InstantText } from '../../widgets/date-text';
import { useDesk } from '../../widgets/desk-context';
import { useParam } from '../../widgets/navigation';
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
  return (
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
  );
}

type QuarantineInspectorProps = { readonly item: Quarantined; readonly onClose: () => void };

function QuarantineInspector({ item, onClose }: QuarantineInspectorProps) {
  const desk = useDesk();
  const [asks, setAsks] = useState(false);
  const [unsaved, setUnsaved] = useState<string | null>(null);
  const { steer, problem } = useSteering();

  async function exportJson(): Promise<void> {
    const name = `quarantine-${item.at.slice(0, 10)}.json`;
    setUnsaved(await saveText(desk.bridge, name, `${JSON.stringify(item, null, 2)}\n`));
  }

  return (
    <Inspector
      name="sync"
      title={item.what}
      eyebrow={sourceWords(item.source)}
      onClose={onClose}
      footer={
        <>
          <Button icon={<Download aria-hidden />} onPress={() => void exportJson()}>
            Export as JSON
          </Button>
          <Button onPress={() => setAsks(true)}>Let go</Button>
        </>
      }
    >
      {unsaved === null ? null : <Notice tone="bad">{unsaved}</Notice>}
      {problem === null ? null : (
        <Notice tone="bad">
          {problem.message} {problem.fix}
        </Notice>
      )}
      <Section title="Why it is here">
        <Facts
          items={[
            ['Reason', item.reason],
            ['Set aside', <InstantText at={item.at} />],
          ]}
        />
        <p className={styles.faint}>
          It is read anew whenever it changes there, and leaves this list by itself once it can be read.
        </p>
      </Section>
      <Section title="As it came">
        <pre className={styles.raw} tabIndex={0} aria-label="As it came">
          {item.raw}
        </pre>
      </Section>
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
