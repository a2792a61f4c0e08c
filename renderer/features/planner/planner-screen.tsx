import { useMemo, useState } from 'react';
import { quarterRange } from '../../../shared/domain/calendar/fiscal';
import { diffDays } from '../../../shared/domain/calendar/plain-date';
import { useRecords } from '../../data/hooks';
import { useCountText } from '../../widgets/count-text';
import { useDesk } from '../../widgets/desk-context';
import { useNavigation, useParam } from '../../widgets/navigation';
import { useQuarter } from '../../widgets/quarter';
import { Button } from '../../ui/button';
import type { FilterValue } from '../../ui/filter-bar';
import { PageFrame } from '../../ui/page-frame';
import { EmptyState, ErrorState, FilteredToNothing, Skeleton } from '../../ui/states';
import { CalendarRange } from 'lucide-react';
import type { ItemPlace } from './item-values';
import { PlannerBody } from './planner-body';
import { PlannerPanel } from './planner-panel';
import { PlannerToolbar } from './planner-toolbar';
import { PlannerActionsBar } from './planner-actions-bar';
import { usePlan } from './use-planner';
import { usePlanActions } from './use-plan-actions';
import { usePlannerCommands } from './use-planner-commands';

const noFilter: FilterValue = {};

/** The quarter's plan as a timeline by partner (PLAN-3). */
export function PlannerScreen() {
  const { playbook } = useDesk();
  const { quarter } = useQuarter();
  const [openId, setOpenId] = useParam('id');
  const [filter, setFilter] = useState<FilterValue>(noFilter);
  const [partnerId, setPartnerId] = useParam('partner');
  const counted = useCountText();
  const [search, setSearch] = useState('');
  const [place, setPlace] = useState<ItemPlace | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [shown, setShown] = useParam('show');
  const showsGoals = shown === 'goals';
  const [asksToPrint, setAsksToPrint] = useState(false);
  const partners = useRecords('partner');
  const items = useRecords('plan-item');
  const query = { filter, partnerId, search };
  const plan = usePlan(query);
  const actions = usePlanActions();
  const leave = useNavigation((navigation) => navigation.leave);
  const range = quarterRange(quarter, playbook.calendar);
  const inQuarter = useMemo(
    () => plan.items.filter(({ start, end }) => end >= range.start && start <= range.end).length,
    [plan.items, range.start, range.end],
  );

  function show(next: { readonly id?: string; readonly place?: ItemPlace; readonly goals?: boolean }): void {
    setOpenId(next.id ?? null);
    setPlace(next.place ?? null);
    setShown(next.goals === true ? 'goals' : null);
  }
  const open = (id: string) => {
    if (id !== openId) leave(() => show({ id }));
  };
  const create = (next: ItemPlace) =>
    leave(() => {
      setAttempt((before) => before + 1);
      show({ place: next });
    });
  const close = () =>
    leave(() => {
      show({});
      commands.timeline.current?.focus();
    });
  /** Whose goals are typed is said by the filters. */
  const rescope = (then: () => void) => (showsGoals ? leave(then) : then());
  function clear(): void {
    setFilter(noFilter);
    setSearch('');
    setPartnerId(null);
  }
  const commands = usePlannerCommands({
    onNew: create,
    onPrint: () => setAsksToPrint(true),
    partnerId,
  });

  return (
    <PageFrame
      title="Planner"
      meta={
        items.state === 'ready' ? (
          <span role="status">
            {`${counted(inQuarter, 'item')} in the quarter${plan.isFiltered ? ' match' : ''}`}
          </span>
        ) : undefined
      }
      content="fill"
      actions={
        <PlannerActionsBar
          plan={plan}
          query={query}
          asksToPrint={asksToPrint}
          onPrint={setAsksToPrint}
          onNew={commands.createHere}
          showsGoals={showsGoals}
          onGoals={() => leave(() => show({ goals: !showsGoals }))}
        />
      }
      toolbar={
        <PlannerToolbar
          query={query}
          onFilter={(next) => rescope(() => setFilter(next))}
          onPartner={(id) => rescope(() => setPartnerId(id))}
          onSearch={setSearch}
          zoom={commands.zoom}
          onZoom={commands.setZoom}
          onToday={commands.showToday}
        />
      }
      inspector={
        <PlannerPanel
          openId={openId}
          place={place}
          attempt={attempt}
          showsGoals={showsGoals}
          partnerId={partnerId}
          region={onlyOne(filter['region'])}
          plan={plan}
          actions={actions}
          onSaved={(item) => show({ id: item.id })}
          onClose={close}
        />
      }
    >
      {items.state === 'failed' || partners.state === 'failed' ? (
        <ErrorState
          title="The plan could not be read"
          reason={items.problem ?? partners.problem ?? ''}
          fix="Restart the app. Nothing has been changed."
        />
      ) : items.state === 'loading' || partners.state === 'loading' ? (
        <Skeleton label="Loading the plan" rows={10} />
      ) : partners.list.length === 0 && plan.total === 0 ? (
        <EmptyState
          icon={<CalendarRange aria-hidden />}
          title="Nothing planned yet"
          actions={<Button onPress={commands.createHere}>New tactic</Button>}
        >
          Import or sync partners to get a row for each of them, or add the first tactic without one.
        </EmptyState>
      ) : plan.isFiltered && plan.items.length === 0 && (search !== '' || plan.partners.length === 0) ? (
        <FilteredToNothing what="tactics" onClear={clear} />
      ) : (
        <PlannerBody
          plan={plan}
          actions={actions}
          zoom={commands.zoom}
          onZoom={commands.setZoom}
          handle={commands.timeline}
          active={commands.active}
          onActive={commands.setActive}
          openId={openId}
          onOpen={open}
          onCreate={create}
          onNew={commands.createIn}
          onClose={close}
          isSearching={search.trim() !== ''}
          quarterSpan={{ from: range.start, days: diffDays(range.start, range.end) + 1 }}
        />
      )}
    </PageFrame>
  );
}

function onlyOne(chosen: readonly string[] | undefined): string | null {
  return chosen?.length === 1 ? (chosen[0] ?? null) : null;
}
