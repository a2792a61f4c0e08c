import type { FieldMap } from '../../schema/field-value';
import type { Intent } from '../../schema/intent';
import type { AnyRecord } from '../../schema/record';
import type { Conflict, ConflictField } from '../../schema/sync-state';
import { conflictSubjects, decisionFields, decisiveFields } from './decisive';
import { sameValue } from './field-values';
import { verdictWaits } from './verdicts';

/** A record's fields as they were agreed, as they are here, and as the remote has them. */
type Values = { readonly agreed: FieldMap; readonly mine: FieldMap; readonly theirs: FieldMap };

type Staleness = { readonly held: ReadonlySet<string>; readonly fields: readonly ConflictField[] };

function isNews({ agreed, mine, theirs }: Values, field: string): boolean {
  const [was, own, their] = [agreed[field], mine[field], theirs[field]];
  if (own === undefined || their === undefined || sameValue(own, their)) return false;
  return was === undefined || !sameValue(was, their);
}

/** The verdict as one field to choose; the finer state tells more, unless somebody moved only the coarse status. */
function verdictField(values: Values): ConflictField {
  const { agreed, mine, theirs } = values;
  const moved = isNews(values, 'status');
  return {
    field: conflictSubjects.decision,
    base: agreed.state ?? agreed.status ?? null,
    mine: mine.state ?? mine.status ?? null,
    theirs: (moved ? theirs.status : (theirs.state ?? theirs.status)) ?? agreed.status ?? null,
  };
}

/**
 * Whether a request stands under a verdict of others alone, agreed on already, while a change of hers still waits: of that
 * there is nothing to look at again.
 */
function isTheirs(entry: AnyRecord, { agreed, mine, theirs }: Values): boolean {
  if (entry.kind !== 'fund-request' || entry.record.decisions.length > 0) return false;
  const { status } = agreed;
  if (status === undefined || mine.status !== status) return false;
  return status !== 'draft' && (theirs.status === undefined || theirs.status === status);
}

/** The facts under a waiting verdict that others changed meanwhile, and the verdict itself as one more field to choose (G4). */
export function staleness(entry: AnyRecord, intents: readonly Intent[], values: Values): Staleness {
  const decisive = decisiveFields(entry.kind);
  // An empty state says nothing that the status does not.
  const saidMore = (field: string): boolean => field !== 'state' || values.theirs.state !== null;
  if (
    !verdictWaits(entry, intents) ||
    isTheirs(entry, values) ||
    ![...decisive].some((field) => saidMore(field) && isNews(values, field))
  )
    return { held: new Set(), fields: [] };
  const all = new Set([...decisive, ...decisionFields(entry.kind)]);
  const held = [...all].filter((field) => isNews(values, field));
  const facts = held.filter((field) => field !== 'status' && field !== 'state');
  const fields = facts.map((field) => ({
    field,
    base: values.agreed[field] ?? null,
    mine: values.mine[field] ?? null,
    theirs: values.theirs[field] ?? null,
  }));
  return { held: new Set(held), fields: [...fields, verdictField(values)] };
}

/** The question that asks for a decision too, and what is left of the one about values; null for nothing. */
export type AskedAgain = { readonly decision: Conflict; readonly left: Omit<Conflict, 'id'> | null };

/**
 * What an open question about values has become because a decision was made over them before anybody chose: it asks for
 * the decision too (SY-53). Null where no decision waits for it, or is asked about already; `open` are the questions about
 * the record.
 */
export function askedAgain(
  conflict: Conflict,
  entry: AnyRecord,
  waiting: { readonly intents: readonly Intent[]; readonly open: readonly Conflict[] },
  { agreed, mine }: Omit<Values, 'theirs'>,
): AskedAgain | null {
  const { remote, theirs } = conflict;
  if (conflict.kind !== 'fields' || remote !== 'salesforce') return null;
  if (waiting.open.some((other) => other.remote === remote && other.kind === 'stale-decision')) return null;
  const { fields } = staleness(entry, waiting.intents, { agreed, mine, theirs });
  const asked = new Set(fields.map(({ field }) => field));
  const left = conflict.fields.filter(({ field }) => !asked.has(field));
  if (left.length === conflict.fields.length) return null;
  const { id: _, ...rest } = conflict;
  return {
    decision: { ...conflict, kind: 'stale-decision', fields: [...fields] },
    left: left.length === 0 ? null : { ...rest, fields: left },
  };
}
