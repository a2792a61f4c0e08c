import { CircleCheck, ListChecks } from 'lucide-react';
import { useMemo, useState } from 'react';
import { foldText } from '../../../shared/lib/text';
import type { Intent } from '../../../shared/schema/intent';
import {
  useFinishedIntents,
  useIntent,
  useOpenConflicts,
  useOpenIntents,
  useQuarantine,
} from '../../data/hooks';
import { Button } from '../../ui/button';
import { DataTable } from '../../ui/data-table/data-table';
import { ToolbarSpace } from '../../ui/page-frame';
import { SearchField } from '../../ui/search-field';
import { Segmented } from '../../ui/segmented';
import { EmptyState } from '../../ui/states';
import { useCountText } from '../../widgets/count-text';
import { useNow } from '../../widgets/desk-context';
import { useNavigation, useParam } from '../../widgets/navigation';
import { IntentInspector } from './intent-inspector';
import { intentWords, queueState, queueWords } from './intent-words';
import { type QueueRow, queueColumns } from './queue-columns';
import { RehearsalDialog } from './rehearsal-dialog';
import { LastSync } from './sync-head';
import { Uploads } from './uploads';
import styles from './sync-screen.module.css';

const views = [
  { id: 'open', label: 'Open' },
  { id: 'finished', label: 'Finished' },
] as const;

const RECENT = 500;
const rowId = (row: QueueRow) => row.intent.id;
const groupOf = (row: QueueRow) => row.state;
const groups = Object.entries(queueWords).map(([id, { word }]) => ({ id, title: word }));

/** What waits for Salesforce and GitLab, is on its way, or needs the person; one change beside the list. */
export function QueueTab() {
  const now = useNow();
  const open = useOpenIntents();
  const finished = useFinishedIntents(RECENT);
  const [view, setView] = useState<(typeof views)[number]['id']>('open');
  const [query, setQuery] = useState('');
  const [openId, setOpenId] = useParam('id');
  const [isRehearsing, setRehearsing] = useState(false);
  const intents = view === 'open' ? open : finished;
  const rows = useMemo(
    () => (intents ?? []).map((intent) => ({ intent, state: queueState(intent, now) })),
    [intents, now],
  );
  const shown = useMemo(() => rows.filter(({ intent }) => matches(intent, query)), [rows, query]);
  // A change that has just arrived stays beside the list until it is closed, also between the two lists.
  const opened = useIntent(openId);
  const listed = [...(open ?? []), ...(finished ?? [])].find(({ id }) => id === openId);
  const chosen = listed ?? (opened?.id === openId ? opened : undefined);

  return (
    <div className={styles.tab}>
      <div className={styles.bar}>
        <SearchField label="Search changes" value={query} onChange={setQuery} findsRows />
        <ToolbarSpace />
        <Button
          icon={<ListChecks aria-hidden />}
          isDisabled={open === undefined || open.length === 0}
          onPress={() => setRehearsing(true)}
        >
          What would be sent
        </Button>
        <Segmented label="Changes" segments={views} value={view} onChange={setView} />
      </div>
      <Uploads />
      {isRehearsing ? <RehearsalDialog onClose={() => setRehearsing(false)} /> : null}
      <div className={styles.split}>
        <div className={styles.list}>
          <DataTable
            name={`sync.queue.${view}`}
            label={view === 'open' ? 'Open changes' : 'Finished changes'}
            what="changes"
            rows={shown}
            rowId={rowId}
            columns={queueColumns}
            isLoading={intents === undefined}
            empty={<NothingWaits view={view} />}
            onClearFilter={query.trim() === '' ? undefined : () => setQuery('')}
            groupOf={groupOf}
            groups={groups}
            openId={openId}
            onOpen={(row) => setOpenId(row.intent.id)}
          />
        </div>
        {chosen === undefined ? null : (
          <IntentInspector
            key={chosen.id}
            row={{ intent: chosen, state: queueState(chosen, now) }}
            onClose={() => setOpenId(null)}
          />
        )}
      </div>
    </div>
  );
}

function matches(intent: Intent, query: string): boolean {
  const wanted = foldText(query);
  const text = foldText(`${intent.label} ${intentWords(intent.kind)} ${intent.problem?.message ?? ''}`);
  return text.includes(wanted);
}

function NothingWaits({ view }: { readonly view: 'open' | 'finished' }) {
  if (view === 'finished')
    return (
      <EmptyState icon={<CircleCheck aria-hidden />} title="Nothing was sent yet">
        Changes that Salesforce and GitLab have confirmed are kept here.
      </EmptyState>
    );
  return <NothingToSend />;
}

/** An empty queue; what asks for the person in another tab is said here, so that nothing looks settled that is not. */
function NothingToSend() {
  const conflicts = useOpenConflicts()?.length;
  const setAside = useQuarantine()?.length;
  const setParams = useNavigation((navigation) => navigation.setParams);
  const counted = useCountText();
  if (conflicts === undefined || setAside === undefined) return null;
  if (conflicts === 0 && setAside === 0)
    return (
      <EmptyState icon={<CircleCheck aria-hidden />} title="Nothing waits">
        <LastSync /> What you save goes out by itself, also after a time offline.
      </EmptyState>
    );
  const show = (tab: 'conflicts' | 'quarantine') => setParams({ tab, id: null }, 'push');
  return (
    <EmptyState
      title="Nothing waits to be sent"
      actions={
        <>
          {conflicts === 0 ? null : <Button onPress={() => show('conflicts')}>Show conflicts</Button>}
          {setAside === 0 ? null : <Button onPress={() => show('quarantine')}>Show quarantine</Button>}
        </>
      }
    >
      {conflicts === 0
        ? null
        : `${counted(conflicts, 'conflict')} ${conflicts === 1 ? 'asks' : 'ask'} for your choice. `}
      {setAside === 0
        ? null
        : `${counted(setAside, 'thing')} ${setAside === 1 ? 'was' : 'were'} set aside; see what can be done.`}
    </EmptyState>
  );
}
