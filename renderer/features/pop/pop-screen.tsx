import { useEffect, useMemo, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { useRecords } from '../../data/hooks';
import { Button } from '../../ui/button';
import { PageFrame } from '../../ui/page-frame';
import { SearchField } from '../../ui/search-field';
import { Segmented } from '../../ui/segmented';
import { EmptyState, ErrorState, FilteredToNothing, Skeleton } from '../../ui/states';
import { Spoken } from '../../ui/spoken';
import { useCommands } from '../../widgets/commands';
import { useCountText } from '../../widgets/count-text';
import { useDesk, useNow } from '../../widgets/desk-context';
import { useNavigation, useParam } from '../../widgets/navigation';
import styles from './pop-screen.module.css';
import { type Bucket, matchesSearch, popQueue, type QueueRow } from './queue';
import queueStyles from './queue.module.css';
import { QueueList } from './queue-list';
import { ReviewDesk } from './review-desk';
import { useKept } from './use-kept';

const buckets: readonly { readonly id: Bucket; readonly label: string; readonly nothing: string }[] = [
  { id: 'to-review', label: 'To review', nothing: 'Nothing waits for your review.' },
  { id: 'overdue', label: 'Overdue', nothing: 'No partner is late.' },
  { id: 'waiting', label: 'Waiting', nothing: 'No approved activity waits for its proof of performance.' },
  { id: 'to-pay', label: 'To pay', nothing: 'No accepted claim waits for its payment.' },
  { id: 'done', label: 'Done', nothing: 'No claim has been finished yet.' },
];

function partOf({ bucket }: QueueRow): string {
  return buckets.find(({ id }) => id === bucket)?.label ?? bucket;
}

/** Review of proofs of performance: the queue of approved requests, and the desk for the open one (POP-1 to POP-9). */
export function PopScreen() {
  const { formatNumber } = useIntl();
  const counted = useCountText();
  const queue = useQueue();
  const [id, setId] = useParam('id');
  const setParams = useNavigation((navigation) => navigation.setParams);
  const [show, setShow] = useParam('show');
  const [search, setSearch] = useState('');
  const rowOf = (one: string | null) => queue.rows.find(({ request }) => request.id === one);
  const chosen = rowOf(id);
  const [kept, keep] = useKept([id ?? '', show ?? '', search].join(' '));
  const opened = chosen ?? rowOf(kept);
  const bucket: Bucket =
    buckets.find((one) => one.id === show)?.id ?? opened?.bucket ?? firstFull(queue.rows);
  const isSearching = search.trim() !== '';
  const found = queue.rows.filter((row) => matchesSearch(row, search));
  // A search looks everywhere; hits in other parts stand below those of the chosen one.
  const rows = isSearching
    ? [bucket, ...buckets.map((one) => one.id).filter((one) => one !== bucket)].flatMap((part) =>
        found.filter((row) => row.bucket === part),
      )
    : found.filter((row) => row.bucket === bucket || row === opened);
  const open = opened ?? rows[0];
  const openId = open?.request.id ?? null;
  // What is there before all of it was read is no order yet.
  keep(queue.isLoading ? null : openId);
  const queuePane = useRef<HTMLElement>(null);
  const takesFocus = useRef(false);
  // The desk of the claim before has gone with what was focused in it; the row of the new one is the place that stays.
  useEffect(() => {
    if (!takesFocus.current) return;
    takesFocus.current = false;
    queuePane.current?.querySelector<HTMLElement>('[aria-current="true"]')?.focus();
  }, [openId]);

  function step(by: 1 | -1): void {
    const next = rows[rows.findIndex(({ request }) => request.id === openId) + by];
    if (next === undefined) return;
    takesFocus.current = true;
    openRow(next.request.id);
  }

  function look(text: string): void {
    setSearch(text);
    // Out of a search the queue shows the part in which the found claim is.
    if (text.trim() === '' && chosen !== undefined) setShow(chosen.bucket);
  }

  function openRow(next: string): void {
    // The filter stays what it was, also when it only followed the open claim.
    setParams({ id: next, document: null, show: bucket });
  }

  useCommands('pop', [
    { id: 'pop.next-claim', label: 'Next claim', group: 'POP', shortcut: 'shift+j', run: () => step(1) },
    {
      id: 'pop.previous-claim',
      label: 'Claim before',
      group: 'POP',
      shortcut: 'shift+k',
      run: () => step(-1),
    },
  ]);

  const title = 'POP review';
  if (queue.problem !== null) {
    return (
      <PageFrame title={title}>
        <ErrorState
          title="The claims could not be read"
          reason={queue.problem}
          fix="Close Channel Desk and start it again; what was saved stays saved."
        />
      </PageFrame>
    );
  }
  if (queue.isLoading) {
    return (
      <PageFrame title={title}>
        <Skeleton label="Loading claims" rows={12} />
      </PageFrame>
    );
  }
  if (queue.rows.length === 0) return <NothingApproved title={title} />;
  return (
    <PageFrame
      title={title}
      content="fill"
      toolbar={
        <>
          <Segmented
            label="Show"
            segments={buckets.map((one) => ({
              id: one.id,
              label: `${one.label} ${formatNumber(found.filter((row) => row.bucket === one.id).length)}`,
            }))}
            value={bucket}
            onChange={(next) => {
              setShow(next);
              setId(null);
            }}
          />
          <SearchField
            label="Search claims"
            placeholder="Partner, activity or number"
            value={search}
            onChange={look}
          />
        </>
      }
    >
      <div className={styles.screen}>
        <Spoken>{isSearching ? `${counted(rows.length, 'claim')} found` : ''}</Spoken>
        <nav ref={queuePane} className={queueStyles.queuePane} aria-label="Queue">
          {rows.length > 0 ? (
            <QueueList rows={rows} openId={openId} onOpen={openRow} partOf={isSearching ? partOf : null} />
          ) : search === '' ? (
            <p className={queueStyles.nothing}>{buckets.find((one) => one.id === bucket)?.nothing}</p>
          ) : (
            <FilteredToNothing what="claims" onClear={() => look('')} />
          )}
        </nav>
        {open === undefined ? (
          <div className={queueStyles.noneOpen}>
            <EmptyState title="No claim is open">
              Choose another part of the queue above, or drop documents on a request in MDF.
            </EmptyState>
          </div>
        ) : (
          <ReviewDesk key={open.request.id} row={open} />
        )}
      </div>
    </PageFrame>
  );
}

function NothingApproved({ title }: { readonly title: string }) {
  const go = useNavigation((navigation) => navigation.go);
  return (
    <PageFrame title={title}>
      <EmptyState
        title="Nothing to review yet"
        actions={
          <Button variant="primary" size="large" onPress={() => go('mdf')}>
            Go to MDF
          </Button>
        }
      >
        Proof of performance is reviewed here once a fund request is approved. Approve one in MDF, or import
        what you have.
      </EmptyState>
    </PageFrame>
  );
}

/** The part of the queue to begin with: the first that has something in it. */
function firstFull(rows: readonly QueueRow[]): Bucket {
  return buckets.find(({ id }) => rows.some(({ bucket }) => bucket === id))?.id ?? 'to-review';
}

function useQueue() {
  const { playbook, holidays } = useDesk();
  const now = useNow();
  const requests = useRecords('fund-request');
  const claims = useRecords('claim');
  const partners = useRecords('partner');
  const rows = useMemo(
    () =>
      popQueue({
        requests: requests.list,
        claims: claims.list,
        partners: partners.byId,
        playbook,
        holidays,
        now,
      }),
    [requests.list, claims.list, partners.byId, playbook, holidays, now],
  );
  return {
    rows,
    isLoading: requests.state === 'loading' || claims.state === 'loading' || partners.state === 'loading',
    problem: requests.problem ?? claims.problem ?? partners.problem,
  };
}
