import { toDecimalString } from '../../../shared/domain/money/money';
import { type CalendarEntry, calendarFile } from '../../../shared/domain/planning/icalendar';
import { quarterLabel, quarterRange } from '../../../shared/domain/calendar/fiscal';
import { assertNever } from '../../../shared/lib/assert-never';
import type { PlanItem } from '../../../shared/schema/plan';
import { useRecords } from '../../data/hooks';
import { showToast } from '../../ui/toast-store';
import { useDesk } from '../../widgets/desk-context';
import { useQuarter } from '../../widgets/quarter';
import { planStatus } from '../../widgets/status-of';
import { fundsOf } from './bar-text';
import type { PlanView } from './use-planner';

type Exports = {
  readonly saveCsv: () => Promise<void>;
  readonly saveCalendar: () => Promise<void>;
};

/** Saves what the planner shows of the quarter as a table or a calendar where the person says (PLAN-4). */
export function useExports(plan: PlanView): Exports {
  const { playbook, bridge, clock } = useDesk();
  const { quarter } = useQuarter();
  const partners = useRecords('partner');
  const requests = useRecords('fund-request');

  function shown(): PlanItem[] {
    const { start, end } = quarterRange(quarter, playbook.calendar);
    return plan.items
      .filter((item) => item.end >= start && item.start <= end)
      .sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.title < b.title ? -1 : 1));
  }
  function partnerName(item: PlanItem): string {
    return item.partnerId === null ? '' : (partners.byId.get(item.partnerId)?.name ?? 'Unknown partner');
  }
  function typeLabel(item: PlanItem): string {
    return playbook.planning.tacticTypes.find(({ key }) => key === item.type)?.label ?? item.type;
  }

  async function save(suggestedName: string, text: string, count: number): Promise<void> {
    const answer = await bridge.call('file.save', { suggestedName, bytes: new TextEncoder().encode(text) });
    if (!answer.ok) showToast(`Not saved. ${answer.error.message} ${answer.error.fix}`, { tone: 'bad' });
    else if (answer.value !== null)
      showToast(`${count} ${count === 1 ? 'item' : 'items'} saved to ${answer.value.path}`);
  }

  async function saveCsv(): Promise<void> {
    const { default: papa } = await import('papaparse');
    const items = shown();
    const rows = items.map((item) => {
      const funds = fundsOf(item, requests.byId);
      return {
        Partner: partnerName(item),
        Name: item.title,
        Kind: item.kind,
        Type: typeLabel(item),
        Status: planStatus(item.status, playbook).word,
        Start: item.start,
        End: item.end,
        Region: item.region,
        Owner: item.owner ?? '',
        Budget: item.budget === null ? '' : toDecimalString(item.budget),
        'Budget currency': item.budget?.currency ?? '',
        MDF: funds === null ? '' : toDecimalString(funds),
        'MDF currency': funds?.currency ?? '',
        Issue: item.gitlab?.url ?? '',
        Notes: item.notes,
      };
    });
    // A cell that a spreadsheet would run as a formula becomes text; the mark makes names in any script readable.
    await save(
      `plan-${quarter}.csv`,
      `\u{feff}${papa.unparse(rows, { escapeFormulae: true })}`,
      items.length,
    );
  }

  async function saveCalendar(): Promise<void> {
    const items = shown();
    const entries = items.map(
      (item): CalendarEntry => ({
        uid: `${item.id}@channel-desk`,
        title: item.partnerId === null ? item.title : `${partnerName(item)}: ${item.title}`,
        start: item.start,
        end: item.end,
        description: [`${typeLabel(item)}, ${planStatus(item.status, playbook).word}`, item.notes]
          .filter((part) => part !== '')
          .join('\n'),
        categories: [typeLabel(item)],
        state: calendarState(item.status),
        sequence: item.rev,
        changedAt: item.updatedAt,
      }),
    );
    const name = `Channel plan ${quarterLabel(quarter)}`;
    await save(`plan-${quarter}.ics`, calendarFile(name, entries, clock.now()), items.length);
  }

  return { saveCsv, saveCalendar };
}

function calendarState(status: PlanItem['status']): CalendarEntry['state'] {
  switch (status) {
    case 'idea':
    case 'planned':
      return 'tentative';
    case 'committed':
    case 'running':
    case 'done':
      return 'confirmed';
    case 'cancelled':
      return 'cancelled';
    default:
      return assertNever(status);
  }
}
