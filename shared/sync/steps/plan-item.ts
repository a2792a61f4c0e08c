import { fieldsToSend, withoutFields } from '../../domain/merging/field-values';
import { planIssueOf } from '../../domain/merging/plan-item-fields';
import { textOf } from '../../domain/merging/projection';
import { project } from '../../domain/merging/projections';
import type { PlanItem } from '../../schema/plan';
import { baseOf } from '../absorb';
import { blockingConflict, contestedFields } from '../conflicts';
import type { Draft } from '../draft';
import { projectionContext } from '../links';
import { markerOf } from '../markers';
import { absorbConfirmed } from './crm-put';
import { issueOf } from './request-items';
import {
  type Built,
  type Confirmed,
  editable,
  editOf,
  nothing,
  park,
  type StepContext,
  type StepPlan,
} from './step';

/** The item, or why its intent is over or stopped. */
async function load(draft: Draft, context: StepContext): Promise<PlanItem | Built> {
  const record = await draft.get('plan-item', context.intent.subject.id);
  if (!record) return { kind: 'moot', why: 'the plan item is no longer on this device' };
  if (record.deletedRemotely) return { kind: 'moot', why: 'its issue was deleted in GitLab' };
  const conflict = await blockingConflict(draft, { kind: 'plan-item', record }, 'gitlab', false);
  if (!conflict) return record;
  return park(
    'needs-review',
    'Its issue was deleted in GitLab while the item was changed here.',
    'Open the conflict and choose; nothing is sent until then.',
  );
}

async function buildCreate(draft: Draft, context: StepContext): Promise<Built> {
  const item = await load(draft, context);
  if (!('rev' in item)) return item;
  if (item.gitlab !== null) return nothing(item.gitlab);
  const entry = { kind: 'plan-item', record: item } as const;
  const projection = await projectionContext(draft, context.playbook, entry);
  const issue = planIssueOf(item, projection);
  const { title, body, due } = project(entry, 'gitlab', projection);
  return {
    kind: 'send',
    sent: { title: title ?? null, body: body ?? null, due: due ?? null, state: 'opened' },
    // The item's own id, so that an issue seen in a pull is known as this item's.
    write: issueOf(issue, { marker: item.id, since: item.createdAt }),
  };
}

async function buildEdit(draft: Draft, context: StepContext): Promise<Built> {
  const item = await load(draft, context);
  if (!('rev' in item)) return item;
  const issue = editable(item.gitlab);
  if (issue === null) return nothing();
  const entry = { kind: 'plan-item', record: item } as const;
  const mine = project(entry, 'gitlab', await projectionContext(draft, context.playbook, entry));
  const base = await baseOf(draft, entry, 'gitlab');
  // A body that was never agreed, or that people changed since, is theirs.
  const held = new Set(await contestedFields(draft, entry, 'gitlab'));
  if (base.fields.body === undefined) held.add('body');
  const sent = withoutFields(fieldsToSend(base.fields, mine), held);
  if (Object.keys(sent).length === 0) return nothing(issue);
  return {
    kind: 'send',
    sent,
    write: editOf(issue, {
      marker: markerOf(item, 'edit'),
      title: textOf(sent.title),
      body: textOf(sent.body),
      due: 'due' in sent ? item.end : null,
      close: sent.state === 'closed',
      ...(sent.state === 'opened' ? { reopen: true } : {}),
      expectStamp: base.stamp,
    }),
  };
}

async function settle(draft: Draft, context: StepContext, confirmed: Confirmed): Promise<void> {
  const record = await draft.get('plan-item', context.intent.subject.id);
  if (record) await absorbConfirmed(draft, { kind: 'plan-item', record }, confirmed, context);
}

/** A plan item as a GitLab issue: made once, then kept in step (SYNC-2). */
export function planItemSteps(context: StepContext): StepPlan[] {
  return [
    {
      key: 'issue',
      remote: 'gitlab',
      about: context.intent.subject,
      title: 'Open the issue',
      after: [],
      build: (draft) => buildCreate(draft, context),
      settle: (draft, confirmed) => settle(draft, context, confirmed),
    },
    {
      key: 'edit',
      remote: 'gitlab',
      about: context.intent.subject,
      title: 'Bring title, date and state up to date',
      after: ['issue'],
      build: (draft) => buildEdit(draft, context),
      settle: (draft, confirmed) => settle(draft, context, confirmed),
    },
  ];
}
