import type { SalesforceMapping } from '../../../shared/playbook/playbook';
import type { Describe, DescribeField } from './dto/describe';

/** The entities that live in Salesforce, by the names the mapping uses. */
export type CrmEntity = keyof SalesforceMapping['entities'];

/** One domain field and where Salesforce keeps it; `field` is null for a parent's field such as `Owner.Name`. */
export type Slot = { readonly domain: string; readonly path: string; readonly field: DescribeField | null };

/** How a record carries this app's id. */
export type KeyHolder =
  /** A real external id: upserts go straight to it. */
  | {
      readonly kind: 'external-id';
      readonly field: string;
      readonly updateable: boolean;
      readonly unique: boolean;
    }
  /** A plain text field: looked up before creating. */
  | { readonly kind: 'field'; readonly field: string; readonly updateable: boolean }
  /** No field at all: a last line in the record's long text. */
  | { readonly kind: 'text'; readonly slot: Slot }
  | { readonly kind: 'none' };

/** How one entity looks in the connected org: the playbook's mapping cut down to what describe offers. */
export type EntityShape = {
  /** What it was made from. */
  readonly describe: Describe;
  readonly entity: CrmEntity;
  readonly object: string;
  readonly label: string;
  readonly where: string | null;
  readonly slots: readonly Slot[];
  readonly key: KeyHolder;
  /** `CurrencyIsoCode` exists: the org keeps several currencies. */
  readonly currency: DescribeField | null;
  /** A calendar event: dates go into start time and duration. */
  readonly calendar: boolean;
  /** Old rows hide from plain queries. */
  readonly archives: boolean;
  readonly replicateable: boolean;
  /** Tells when this person last looked at a record in Salesforce; null where the object does not keep it. */
  readonly viewed: string | null;
  /** Domain status to Salesforce's word; null where the entity has none. */
  readonly statuses: Readonly<Record<string, string>> | null;
};

/** A field of the mapping that this org does not have. */
export type Missing = { readonly object: string; readonly path: string; readonly domain: string };

function fieldNamed(describe: Describe, name: string): DescribeField | null {
  const wanted = name.toLowerCase();
  return describe.fields.find((field) => field.name.toLowerCase() === wanted) ?? null;
}

function slotOf(describe: Describe, domain: string, path: string): Slot | null {
  const [head = '', ...rest] = path.split('.');
  if (rest.length === 0) {
    const field = fieldNamed(describe, head);
    return field === null ? null : { domain, path: field.name, field };
  }
  const parent = describe.fields.some(
    (field) => field.relationshipName?.toLowerCase() === head.toLowerCase(),
  );
  return parent ? { domain, path, field: null } : null;
}

/** Long texts by domain name, in which a hidden line can carry the id. */
const LONG_TEXTS = ['description', 'note'];

function keyHolder(describe: Describe, externalIdField: string, slots: readonly Slot[]): KeyHolder {
  const field = fieldNamed(describe, externalIdField);
  if (field?.createable && field.filterable) {
    const { name, updateable } = field;
    return field.externalId
      ? { kind: 'external-id', field: name, updateable, unique: field.unique }
      : { kind: 'field', field: name, updateable };
  }
  const slot = slots.find(({ domain, field: text }) => LONG_TEXTS.includes(domain) && text?.createable);
  return slot ? { kind: 'text', slot } : { kind: 'none' };
}

/** Cuts an entity's mapping down to what the org has; `unusable` names paths that queries have refused. */
export function shapeOf(
  entity: CrmEntity,
  mapping: SalesforceMapping,
  describe: Describe,
  unusable: ReadonlySet<string>,
): { shape: EntityShape; missing: Missing[] } | null {
  const wanted = mapping.entities[entity];
  if (wanted === null) return null;
  const missing: Missing[] = [];
  const slots: Slot[] = [];
  for (const [domain, path] of Object.entries(wanted.fields)) {
    const slot = unusable.has(path.toLowerCase()) ? null : slotOf(describe, domain, path);
    if (slot === null) missing.push({ object: describe.name, path, domain });
    else slots.push(slot);
  }
  const shape: EntityShape = {
    describe,
    entity,
    object: describe.name,
    label: describe.label,
    where: wanted.where,
    slots,
    key: keyHolder(describe, mapping.externalIdField, slots),
    currency: fieldNamed(describe, 'CurrencyIsoCode'),
    calendar:
      fieldNamed(describe, 'DurationInMinutes') !== null && fieldNamed(describe, 'IsAllDayEvent') !== null,
    archives: fieldNamed(describe, 'IsArchived') !== null,
    replicateable: describe.replicateable,
    viewed: fieldNamed(describe, 'LastViewedDate')?.name ?? null,
    statuses: 'statuses' in wanted ? wanted.statuses : null,
  };
  return { shape, missing };
}

/** Whether the org lets two records have the same id of this app; a unique field forbids it. */
export function mayComeTwice({ key }: EntityShape): boolean {
  return key.kind === 'field' || key.kind === 'text' || (key.kind === 'external-id' && !key.unique);
}

/** All columns that a row of this entity is read from. */
export function columnsOf(shape: EntityShape): string[] {
  const own = shape.key.kind === 'external-id' || shape.key.kind === 'field' ? [shape.key.field] : [];
  const currency = shape.currency === null ? [] : [shape.currency.name];
  return ['Id', 'SystemModstamp', ...own, ...currency, ...shape.slots.map(({ path }) => path)];
}
