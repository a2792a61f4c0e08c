import { Download, ScrollText } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { assertNever } from '../../../shared/lib/assert-never';
import { foldText } from '../../../shared/lib/text';
import type { SyncLogEntry } from '../../../shared/schema/sync-state';
import { useSyncLog } from '../../data/hooks';
import { Button } from '../../ui/button';
import { DataTable } from '../../ui/data-table/data-table';
import type { TableColumn } from '../../ui/data-table/types';
import { FilterBar, hasFilter, passesFilter } from '../../ui/filter-bar';
import { Inspector } from '../../ui/inspector';
import { ToolbarSpace } from '../../ui/page-frame';
import { SearchField } from '../../ui/search-field';
import { EmptyState, Notice } from '../../ui/states';
import { Status, type StatusTone } from '../../ui/status';
import { useProblem } from '../../ui/use-problem';
import { InstantText } from '../../widgets/date-text';
import { useDesk } from '../../widgets/desk-context';
import { logText } from './log-text';
import { saveText } from './save-text';
import styles from './sync-screen.module.css';

/** As many lines as the workspace keeps. */
const LINES = 2000;

type LogLine = SyncLogEntry & { readonly n: number };
const rowId = (line: LogLine) => String(line.n);

const columns: readonly TableColumn<LogLine>[] = [
  {
    id: 'at',
    title: 'When',
    width: 200,
    cell: ({ at }) => <InstantText at={at} toSecond />,
    sortBy: ({ n }) => n,
    sortsDescendingFirst: true,
  },
  {
    id: 'level',
    title: 'Kind',
    width: 104,
    cell: ({ level }) => <Status tone={levelTone(level)}>{levelWords[level]}</Status>,
    sortBy: ({ level }) => levelWords[level],
  },
  {
    id: 'text',
    title: 'What happened',
    width: 480,
    grows: true,
    cell: ({ text }) => text,
    sortBy: ({ text }) => text,
    text: ({ text }) => text,
  },
];

const levelWords = { info: 'Note', warning: 'Warning', error: 'Problem' } as const;

const filters = [
  {
    id: 'level',
    title: 'Kind',
    options: Object.entries(levelWords).map(([id, label]) => ({ id, label })),
  },
];

/** What the sync did, newest first; exported without secrets. */
export function LogTab() {
  const { bridge, clock } = useDesk();
  const stored = useSyncLog(LINES);
  const [query, setQuery] = useState('');
  const [filter, setFilter] = useState<Parameters<typeof hasFilter>[0]>({});
  const [unsaved, setUnsaved] = useProblem();
  const lines = useMemo(() => (stored ?? []).map((row) => ({ ...row, n: row.n ?? 0 })), [stored]);
  const shown = useMemo(() => {
    const wanted = foldText(query);
    return lines.filter(
      ({ level, text }) => passesFilter(filter, 'level', level) && foldText(text).includes(wanted),
    );
  }, [lines, query, filter]);
  const [openLine, setOpenLine] = useState<string | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  const open = shown.find((line) => rowId(line) === openLine);
  const isFiltered = query.trim() !== '' || hasFilter(filter);

  async function save(): Promise<void> {
    const name = `sync-log-${clock.now().slice(0, 10)}.txt`;
    setUnsaved(await saveText(bridge, name, logText(shown)));
  }

  function close(): void {
    setOpenLine(null);
    frame.current?.querySelector<HTMLElement>('[role="grid"]')?.focus({ preventScroll: true });
  }

  return (
    <div className={styles.tab} ref={frame}>
      <div className={styles.bar}>
        <SearchField label="Search the log" value={query} onChange={setQuery} findsRows />
        <FilterBar filters={filters} value={filter} onChange={setFilter} />
        <ToolbarSpace />
        <Button icon={<Download aria-hidden />} isDisabled={shown.length === 0} onPress={() => void save()}>
          Export
        </Button>
      </div>
      {unsaved === null ? null : (
        <div className={styles.note}>
          <Notice tone="bad">{unsaved}</Notice>
        </div>
      )}
      <div className={styles.split}>
        <div className={styles.list}>
          <DataTable
            name="sync.log"
            label="Sync log"
            what="lines"
            rows={shown}
            rowId={rowId}
            columns={columns}
            openId={open === undefined ? null : rowId(open)}
            onOpen={(line) => setOpenLine(rowId(line))}
            isLoading={stored === undefined}
            empty={
              <EmptyState icon={<ScrollText aria-hidden />} title="The log is empty">
                What is sent to and received from Salesforce and GitLab is written down here.
              </EmptyState>
            }
            onClearFilter={
              isFiltered
                ? () => {
                    setQuery('');
                    setFilter({});
                  }
                : undefined
            }
          />
        </div>
        {open === undefined ? null : <LineInspector line={open} onClose={close} />}
      </div>
    </div>
  );
}

/** One line in full, however long it is. */
function LineInspector({ line, onClose }: { readonly line: LogLine; readonly onClose: () => void }) {
  const { at, level, text } = line;
  return (
    <Inspector
      name="sync"
      title={levelWords[level]}
      eyebrow={<InstantText at={at} toSecond />}
      onClose={onClose}
    >
      <p className={styles.line}>{text}</p>
    </Inspector>
  );
}

function levelTone(level: SyncLogEntry['level']): StatusTone {
  switch (level) {
    case 'info':
      return 'info';
    case 'warning':
      return 'waiting';
    case 'error':
      return 'bad';
    default:
      return assertNever(level);
  }
}
