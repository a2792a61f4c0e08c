import { CircleCheck, Mail } from 'lucide-react';
import { useMemo, useState } from 'react';
import { FormattedDate, FormattedNumber } from 'react-intl';
import { useHeldRows, useOpenConflicts, useOpenIntents, useRecords } from '../../data/hooks';
import { Button } from '../../ui/button';
import { cx } from '../../ui/cx';
import { DataTable } from '../../ui/data-table/data-table';
import type { TableColumn, TableGroup } from '../../ui/data-table/types';
import { PageFrame } from '../../ui/page-frame';
import { EmptyState, ErrorState } from '../../ui/states';
import { Status } from '../../ui/status';
import { BudgetStrip } from '../../widgets/budget-strip';
import { DeadlineText } from '../../widgets/date-text';
import { useDesk, useNow, useToday } from '../../widgets/desk-context';
import { ImportFlow, type ImportStep } from '../../widgets/imports/import-flow';
import { NoticeMail } from '../../widgets/notice-mail';
import { MoneyText, moneyOrder } from '../../widgets/money-text';
import { useOwnFormats } from '../../widgets/own-formats';
import { useNavigation } from '../../widgets/navigation';
import { useQuarter } from '../../widgets/quarter';
import { FirstDay } from './first-day';
import type { Task } from './task';
import { tasksOf } from './tasks';
import styles from './today-screen.module.css';
import { WhoYouAre } from './who-you-are';

const groups = [
  { id: 'overdue', title: 'Overdue' },
  { id: 'today', title: 'Today' },
  { id: 'week', title: 'This week' },
  { id: 'later', title: 'Later' },
  {
    id: 'came-overdue',
    title: 'Overdue on arrival',
    meta: 'Their time was up before they came to this desk; what is due now comes first.',
  },
] as const satisfies readonly (TableGroup & { id: Task['group'] })[];

const rowId = (task: Task) => task.id;
const groupOf = (task: Task) => task.group;

/** What waits for the person, by deadline. */
export function TodayScreen() {
  const { state, problem, tasks, isFirstDay } = useTasks();
  const go = useNavigation((navigation) => navigation.go);
  const today = useToday();
  const { setQuarter } = useQuarter();
  const [mailTask, setMailTask] = useState<Task | null>(null);
  const [importStep, setImportStep] = useState<ImportStep | null>(null);
  const columns = useMemo(() => taskColumns(setMailTask), []);
  const due = tasks.filter(({ group }) => group === 'overdue' || group === 'today').length;
  const cameOverdue = tasks.filter(({ group }) => group === 'came-overdue').length;
  function open({ target }: Task): void {
    if (target.kind === 'held') return setImportStep(target);
    if (target.quarter !== undefined) setQuarter(target.quarter);
    go(target.screen, target.params);
  }

  return (
    <PageFrame
      title="Today"
      content="fill"
      meta={
        <>
          <FormattedDate
            value={`${today}T00:00:00.000Z`}
            timeZone="UTC"
            weekday="long"
            day="numeric"
            month="long"
          />
          {isFirstDay ? null : (
            <span role="status">
              {state === 'ready' ? <DueWords due={due} cameOverdue={cameOverdue} /> : null}
            </span>
          )}
        </>
      }
    >
      {isFirstDay ? (
        <FirstDay onImport={(target) => setImportStep({ kind: 'import', target })} />
      ) : (
        <>
          <div className={styles.who}>
            <WhoYouAre />
          </div>
          <BudgetStrip />
          <div className={styles.list}>
            <DataTable
              label="What waits for you"
              what="tasks"
              rows={tasks}
              rowId={rowId}
              columns={columns}
              groupOf={groupOf}
              groups={groups}
              isLoading={state === 'loading'}
              error={
                problem === null ? null : (
                  <ErrorState
                    title="Your work could not be read"
                    reason={problem}
                    fix="Close the app and open it again. What was saved stays saved."
                  />
                )
              }
              empty={
                <EmptyState
                  icon={<CircleCheck aria-hidden />}
                  title="Nothing waits for you"
                  actions={
                    <>
                      <Button size="large" onPress={() => go('mdf')}>
                        Look at all requests
                      </Button>
                      <Button size="large" onPress={() => go('planner')}>
                        Plan the quarter
                      </Button>
                    </>
                  }
                >
                  No request is at your level, no proof of performance is due, and nothing is stuck.
                </EmptyState>
              }
              onOpen={open}
              autoFocus
            />
          </div>
        </>
      )}
      <ImportFlow step={importStep} onStep={setImportStep} />
      {mailTask === null ? null : <TaskMail task={mailTask} onClose={() => setMailTask(null)} />}
    </PageFrame>
  );
}

type DueWordsProps = { readonly due: number; readonly cameOverdue: number };

/** How much is due, as numbers are written where the person is. */
function DueWords({ due, cameOverdue }: DueWordsProps) {
  return (
    <>
      · {due === 0 ? 'nothing due' : <FormattedNumber value={due} />}
      {due === 0 ? null : ' due'}
      {cameOverdue === 0 ? null : (
        <>
          {' '}
          · <FormattedNumber value={cameOverdue} /> overdue on arrival
        </>
      )}
    </>
  );
}

function taskColumns(onMail: (task: Task) => void): readonly TableColumn<Task>[] {
  return [
    {
      id: 'title',
      title: 'What',
      width: 320,
      least: 228,
      grows: true,
      cell: ({ title }) => title,
      text: ({ title }) => title,
      sortBy: ({ title }) => title,
    },
    {
      id: 'todo',
      title: 'To do',
      width: 208,
      least: 172,
      cell: ({ tone, todo, why }) => <Todo tone={tone} todo={todo} why={why} />,
      sortBy: ({ todo }) => todo,
    },
    {
      id: 'who',
      title: 'Who',
      width: 208,
      least: 176,
      grows: true,
      cell: ({ who }) => who,
      sortBy: ({ who }) => who || null,
    },
    {
      id: 'deadline',
      title: 'Deadline',
      width: 266,
      cell: ({ deadline, counts }) =>
        deadline === null ? null : <DeadlineText deadline={deadline} counts={counts} form="short" />,
      sortBy: ({ deadline }) => deadline?.dueAt ?? null,
    },
    {
      id: 'amount',
      title: 'Amount',
      width: 124,
      align: 'end',
      cell: ({ amount }) => (amount === null ? null : <MoneyText form="column" money={amount} />),
      sortBy: ({ amount }) => moneyOrder(amount),
      sortsDescendingFirst: true,
    },
    {
      id: 'action',
      title: 'Message',
      width: 136,
      cell: (task) =>
        task.notice === null ? null : (
          <Button
            variant="quiet"
            icon={<Mail aria-hidden />}
            aria-label={`Draft ${task.notice.kind === 'reminder' ? 'a reminder' : 'the last notice'} for ${task.title}`}
            onPress={() => onMail(task)}
          >
            {task.notice.kind === 'reminder' ? 'Reminder' : 'Last notice'}
          </Button>
        ),
    },
  ];
}

function Todo({ tone, todo, why }: Pick<Task, 'tone' | 'todo' | 'why'>) {
  const own = useOwnFormats();
  return (
    <Status tone={tone}>
      {todo}
      {why === '' ? null : <span className={cx(styles.why)}> {own(why)}</span>}
    </Status>
  );
}

function TaskMail({ task, onClose }: { readonly task: Task; readonly onClose: () => void }) {
  const { byId } = useRecords('partner');
  const { notice } = task;
  const partner = notice === null ? undefined : byId.get(notice.request.partnerId);
  if (notice === null || partner === undefined) return null;
  const { request, due } = notice;
  return <NoticeMail notice={notice} request={request} partner={partner} due={due} onClose={onClose} />;
}

function useTasks() {
  const { playbook, holidays, settings } = useDesk();
  const now = useNow();
  const today = useToday();
  const requests = useRecords('fund-request');
  const partners = useRecords('partner');
  const claims = useRecords('claim');
  const documents = useRecords('document');
  const plans = useRecords('quarter-plan');
  const conflicts = useOpenConflicts();
  const intents = useOpenIntents();
  const heldRows = useHeldRows();
  const isLoading =
    [requests, partners, claims, documents, plans].some(({ state }) => state === 'loading') ||
    conflicts === undefined ||
    intents === undefined ||
    heldRows === undefined;
  const tasks = useMemo(
    () =>
      isLoading
        ? []
        : tasksOf({
            requests: requests.list,
            partners: partners.byId,
            claims: claims.list,
            documents: documents.list,
            plans: plans.list,
            conflicts: conflicts ?? [],
            intents: intents ?? [],
            heldRows: heldRows ?? [],
            playbook,
            holidays,
            settings,
            now,
            today,
          }),
    [
      isLoading,
      requests.list,
      partners.byId,
      claims.list,
      documents.list,
      plans.list,
      conflicts,
      intents,
      heldRows,
      playbook,
      holidays,
      settings,
      now,
      today,
    ],
  );
  const problem =
    requests.problem ?? partners.problem ?? claims.problem ?? documents.problem ?? plans.problem;
  return {
    tasks,
    state: problem === null ? (isLoading ? ('loading' as const) : ('ready' as const)) : ('failed' as const),
    problem,
    isFirstDay:
      !isLoading && requests.list.length === 0 && partners.list.length === 0 && heldRows.length === 0,
  };
}
