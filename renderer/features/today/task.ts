import type { Lookup } from '../../../shared/lib/lookup';
import type { Deadline } from '../../../shared/domain/calendar/clock';
import { addDays, startOfWeek } from '../../../shared/domain/calendar/plain-date';
import type { PopNotice } from '../../../shared/domain/pop/deadlines';
import { assertNever } from '../../../shared/lib/assert-never';
import type { Holidays, Playbook } from '../../../shared/playbook/playbook';
import type { Claim } from '../../../shared/schema/claim';
import type { StoredDocument } from '../../../shared/schema/document';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { HeldRow } from '../../../shared/schema/held-row';
import type { Intent } from '../../../shared/schema/intent';
import type { Partner } from '../../../shared/schema/partner';
import type { QuarterPlan } from '../../../shared/schema/plan';
import type { Settings } from '../../../shared/schema/settings';
import type { Conflict } from '../../../shared/schema/sync-state';
import type { Instant, Money, PlainDate, QuarterId } from '../../../shared/schema/values';
import type { StatusTone } from '../../ui/status';
import type { ScreenName } from '../../widgets/navigation';

/** When something is to be done, as the list is divided. */
export type TaskGroup = 'overdue' | 'today' | 'week' | 'later' | 'came-overdue';

/** Where a task is done: on a screen, or in the dialog of held rows. */
export type TaskTarget =
  | {
      readonly kind: 'screen';
      readonly screen: ScreenName;
      readonly params: Readonly<Record<string, string>>;
      /** The quarter that the screen has to show; left out where any will do. */
      readonly quarter?: QuarterId;
    }
  | { readonly kind: 'held'; readonly target: HeldRow['target'] };

/** One thing that waits for the person. */
export type Task = {
  readonly id: string;
  readonly group: TaskGroup;
  /** What to do, as a verb. */
  readonly todo: string;
  /** Everything that stands in its way, one reason a line; empty for nothing. */
  readonly why: string;
  readonly tone: StatusTone;
  /** What it is about. */
  readonly title: string;
  readonly who: string;
  readonly amount: Money | null;
  /** Null for what has no date of its own. */
  readonly deadline: Deadline | null;
  readonly counts: 'business-days' | 'days';
  readonly target: TaskTarget;
  /** The reminder that can go out for it (POP-7). */
  readonly notice:
    | (PopNotice & {
        readonly request: FundRequest;
        readonly due: PlainDate;
      })
    | null;
};

/** Everything that tasks come from. */
export type TaskSources = {
  readonly requests: readonly FundRequest[];
  readonly partners: Lookup<Partner>;
  readonly claims: readonly Claim[];
  readonly documents: readonly StoredDocument[];
  readonly plans: readonly QuarterPlan[];
  readonly conflicts: readonly Conflict[];
  readonly intents: readonly Intent[];
  readonly heldRows: readonly HeldRow[];
  readonly playbook: Playbook;
  readonly holidays: Holidays;
  readonly settings: Settings;
  readonly now: Instant;
  /** Where the person is. */
  readonly today: PlainDate;
};

/** The part of the list in which a deadline stands: the week ends with Sunday. */
export function groupOf(deadline: Deadline, today: PlainDate): TaskGroup {
  switch (deadline.state) {
    case 'overdue':
      return 'overdue';
    case 'today':
      return 'today';
    case 'ahead':
      return deadline.due <= addDays(startOfWeek(today), 6) ? 'week' : 'later';
    default:
      return assertNever(deadline.state);
  }
}
