import type { Claim } from '../../../shared/schema/claim';
import type { StoredDocument } from '../../../shared/schema/document';
import type { PlanItem } from '../../../shared/schema/plan';
import type { Registration } from '../../../shared/schema/registration';
import type { Instant } from '../../../shared/schema/values';
import { aClaim, aDocument, aPlanItem, aRegistration } from '../../support/records';

type Over = Readonly<Record<string, unknown>>;

/** A record before its first change is written. */
function begun(at: Instant) {
  return { rev: 0, createdAt: at, updatedAt: at };
}

/** A claim that came in at an instant. */
export function newClaim(at: Instant, over: Over): Claim {
  return aClaim({ ...begun(at), title: 'Claim for the roadshow', receivedAt: at, ...over });
}

/** A document dropped at an instant. */
export function newDocument(at: Instant, over: Over): StoredDocument {
  return aDocument({
    ...begun(at),
    id: '33333333-0000-4000-8000-000000000001',
    size: 3,
    sha256: 'cd'.repeat(32),
    addedBy: 'Mara',
    ...over,
  });
}

/** A registration for a program. */
export function newRegistration(at: Instant, over: Over): Registration {
  return aRegistration({
    ...begun(at),
    id: '44444444-0000-4000-8000-000000000001',
    date: '2026-11-03',
    ...over,
  });
}

/** A tactic on the timeline. */
export function newPlanItem(at: Instant, over: Over): PlanItem {
  return aPlanItem({
    ...begun(at),
    title: 'Webcast series',
    type: 'webcast',
    start: '2026-11-10',
    end: '2026-11-20',
    ...over,
  });
}
