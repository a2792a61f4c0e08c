import type { Result } from '../../lib/result';
import type { FieldMap } from '../../schema/field-value';
import { PlanItem, type PlanStatus } from '../../schema/plan';
import { PlainDate } from '../../schema/values';
import type { IssueDraft } from '../mdf/epic';
import { sameValue } from './field-values';
import { planIssueDraft, titleFromIssue } from './plan-issue';
import {
  changesOf,
  differing,
  fitted,
  type Misfit,
  type ProjectionContext,
  type Setters,
  textOf,
} from './projection';

type PlanContext = Pick<ProjectionContext, 'playbook' | 'links'>;

function partnerNameOf(item: PlanItem, { links }: PlanContext): string | null {
  return item.partnerId === null ? null : links.partnerNameOf(item.partnerId);
}

/** The issue that a plan item shall have now (SYNC-2). */
export function planIssueOf(item: PlanItem, context: PlanContext): IssueDraft {
  return planIssueDraft(item, partnerNameOf(item, context), context.playbook);
}

function isClosed(status: PlanStatus): boolean {
  return status === 'done' || status === 'cancelled';
}

/** The synchronised fields of a plan item's GitLab issue (SYNC-2); GitLab issues have no start date, so the body tells it. */
export function projectPlanItem(item: PlanItem, context: PlanContext): FieldMap {
  const draft = planIssueOf(item, context);
  return {
    title: draft.title,
    body: draft.body,
    due: item.end,
    state: isClosed(item.status) ? 'closed' : 'opened',
  };
}

/**
 * The part of a GitLab issue that a plan item merges. A body that people changed, such as ticking a box of
 * its checklist, is theirs from then on and not compared any more.
 */
export function canonicalPlanIssue(fields: FieldMap, agreed: FieldMap): FieldMap {
  const kept: FieldMap = {};
  for (const name of ['title', 'due', 'state'] as const) {
    const value = fields[name];
    if (value !== undefined) kept[name] = value;
  }
  const { body } = fields;
  const untouched = body !== undefined && agreed.body !== undefined && sameValue(body, agreed.body);
  return untouched ? { ...kept, body } : kept;
}

function settersFor(item: PlanItem, context: PlanContext): Setters {
  return {
    title: (value) => {
      const title = textOf(value);
      return title === null
        ? {}
        : {
            title: titleFromIssue(title, item, partnerNameOf(item, context), context.playbook).slice(0, 255),
          };
    },
    due: (value) => {
      const due = PlainDate.safeParse(value);
      if (!due.success) return {};
      // A milestone is a single day, and a bar never ends before it starts.
      const movesStart = item.kind === 'milestone' || due.data < item.start;
      return { end: due.data, start: movesStart ? due.data : item.start };
    },
    state: (value) => {
      if (value === 'closed') return isClosed(item.status) ? {} : { status: 'done' };
      return isClosed(item.status) ? { status: 'planned' } : {};
    },
  };
}

/** The plan item with the issue's title, due date and state in place of its own. */
export function applyToPlanItem(
  item: PlanItem,
  fields: FieldMap,
  context: PlanContext,
): Result<PlanItem, Misfit> {
  const changed = differing(projectPlanItem(item, context), fields);
  return fitted(PlanItem, { ...item, ...changesOf(settersFor(item, context), changed) });
}
