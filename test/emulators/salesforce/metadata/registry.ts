import type { FieldPermission, FieldSeed, ObjectSeed, SalesforceSeed } from '../../scenario/salesforce-seed';
import { currencyIsoCode, choices, externalId, field, readOnly, required, systemFields } from './fields';
import { ACTIVITY_OBJECTS } from './objects-activity';
import { CORE_OBJECTS, object } from './objects-core';
import { APPROVAL_OBJECTS } from './objects-approvals';
import { FILE_OBJECTS } from './objects-files';
import { FUND_OBJECTS } from './objects-funds';
import { PROGRAM_OBJECTS } from './objects-programs';
import type { FieldDef, ObjectDef } from './types';

/** A list of children as the parent sees it. */
export interface ChildRelationship {
  readonly name: string;
  readonly child: ObjectDef;
  readonly field: FieldDef;
}

/** The org's objects and fields; names are found without regard to case and answered as they are written. */
export interface Metadata {
  readonly objects: readonly ObjectDef[];
  object(name: string): ObjectDef | null;
  /** The field as this login sees it; null also for one that it may not read. */
  field(object: ObjectDef, name: string): FieldDef | null;
  /** All fields that this login may read, with what it may do with them. */
  seenFields(object: ObjectDef): readonly FieldDef[];
  /** Field-level security: what the login may do with a field from now on; false when there is no such field. */
  permit(permission: FieldPermission): boolean;
  /** When objects, fields or rights last changed, in milliseconds. */
  changedAt(): number;
  /** Does something with all rights, as others have them. */
  unrestricted<T>(work: () => T): T;
  /** The object whose key prefix an id carries. */
  ofId(id: string): ObjectDef | null;
  /** References to `object` from others, with or without a name for the list. */
  references(object: ObjectDef): readonly { readonly child: ObjectDef; readonly field: FieldDef }[];
  childRelationship(object: ObjectDef, name: string): ChildRelationship | null;
  /** The lookup behind a relationship name such as `Account` or `Owner`. */
  parentField(object: ObjectDef, relationship: string): FieldDef | null;
  /** True for an object or field that the seed took away on purpose, so that its records may still name it. */
  isOmitted(object: string, field?: string): boolean;
}

const EXTERNAL_ID_OBJECTS = new Set(['PartnerFundRequest', 'PartnerFundClaim', 'Event', 'ContentVersion']);

function fromSeed(seed: FieldSeed): FieldDef {
  const options = {
    ...(seed.label === undefined ? {} : { label: seed.label }),
    ...(seed.length === undefined ? {} : { length: seed.length }),
    ...(seed.default === undefined ? {} : { defaultValue: seed.default, defaultedOnCreate: true }),
  };
  if (seed.externalId) return externalId(seed.name, { ...options, unique: seed.unique ?? true });
  return field(seed.name, seed.type, {
    ...options,
    nillable: !seed.required && seed.type !== 'boolean',
    unique: seed.unique ?? false,
    restrictedPicklist: seed.restricted,
    picklist: choices(seed.values, typeof seed.default === 'string' ? seed.default : null),
    referenceTo: seed.referenceTo === undefined ? [] : [seed.referenceTo],
    relationshipName: seed.referenceTo === undefined ? null : seed.name.replace(/__c$/, '__r'),
    childRelationship: seed.childRelationship === undefined ? null : `${seed.childRelationship}__r`,
  });
}

function nameOf(seed: ObjectSeed): FieldDef {
  const name = required(
    field('Name', 'string', { length: 80, nameField: true, label: `${seed.label} Name`, idLookup: true }),
  );
  return seed.autoNumber === undefined
    ? name
    : readOnly({ ...name, autoNumber: seed.autoNumber, defaultedOnCreate: true });
}

function customObject(seed: ObjectSeed): ObjectDef {
  return object(
    seed.name,
    seed.keyPrefix,
    [
      ...systemFields(seed.label, { viewed: true }),
      nameOf(seed),
      currencyIsoCode(),
      ...seed.fields.map(fromSeed),
    ],
    { label: seed.label, labelPlural: seed.labelPlural ?? `${seed.label}s` },
  );
}

function isOmitted(seed: SalesforceSeed, objectName: string, def: FieldDef): boolean {
  return seed.omitFields.some((pattern) => {
    const [onObject, onField] = pattern.split('.');
    if (onObject !== '*' && onObject !== objectName) return false;
    return onField === '*' ? def.custom : onField === def.name;
  });
}

function objectsOf(seed: SalesforceSeed): readonly ObjectDef[] {
  const custom = seed.customObjects.map(customObject);
  const linkable = custom.map(({ name }) => name);
  return [
    ...CORE_OBJECTS,
    ...ACTIVITY_OBJECTS,
    ...FUND_OBJECTS,
    ...PROGRAM_OBJECTS,
    ...APPROVAL_OBJECTS,
    ...FILE_OBJECTS,
    ...custom,
  ]
    .filter(({ name }) => !seed.omitObjects.includes(name))
    .map((def) => {
      const added = seed.customFields
        .filter((entry) => entry.object === def.name)
        .flatMap((entry) => entry.fields.map(fromSeed));
      const own = EXTERNAL_ID_OBJECTS.has(def.name)
        ? [externalId(seed.externalIdField, { label: 'Channel Desk ID' })]
        : [];
      const fields = [...def.fields, ...own, ...added]
        .filter((candidate) => !isOmitted(seed, def.name, candidate))
        .filter(
          ({ referenceTo }) =>
            referenceTo.length === 0 || referenceTo.some((name) => !seed.omitObjects.includes(name)),
        )
        .map((candidate) =>
          candidate.polymorphic && candidate.name !== 'WhoId'
            ? {
                ...candidate,
                referenceTo: [...candidate.referenceTo, ...linkable].filter(
                  (name) => !seed.omitObjects.includes(name),
                ),
              }
            : candidate,
        );
      return { ...def, fields };
    });
}

/** Builds the org's metadata from what every org has and what the seed adds and takes away. */
export function buildMetadata(seed: SalesforceSeed, now: () => number): Metadata {
  const objects = objectsOf(seed);
  const byName = new Map(objects.map((def) => [def.name.toLowerCase(), def]));
  const byPrefix = new Map(objects.map((def) => [def.keyPrefix, def]));
  const fieldMaps = new Map(
    objects.map((def) => [def.name, new Map(def.fields.map((item) => [item.name.toLowerCase(), item]))]),
  );
  const references = new Map(
    objects.map((def) => [
      def.name,
      objects.flatMap((child) =>
        child.fields
          .filter((item) => item.referenceTo.includes(def.name))
          .map((item) => ({ child, field: item })),
      ),
    ]),
  );
  const everything = new Map(
    objectsOf({ ...seed, omitObjects: [], omitFields: [] }).map((def) => [def.name, def]),
  );
  const permissions = new Map<string, FieldPermission>();
  let isRestricted = true;
  let changedAt = now();

  function seen(def: ObjectDef, field: FieldDef): FieldDef | null {
    const own = isRestricted ? permissions.get(`${def.name}.${field.name}`) : undefined;
    if (own === undefined) return field;
    if (own.readable === false) return null;
    return {
      ...field,
      createable: field.createable && own.createable !== false,
      updateable: field.updateable && own.updateable !== false,
      picklist: own.values === undefined ? field.picklist : choices(own.values, null),
    };
  }

  return {
    objects,
    isOmitted(objectName, fieldName) {
      if (!byName.has(objectName.toLowerCase())) return everything.has(objectName);
      const had = everything.get(objectName)?.fields.some((item) => item.name === fieldName) ?? false;
      return had && !fieldMaps.get(objectName)?.has((fieldName ?? '').toLowerCase());
    },
    object: (name) => byName.get(name.toLowerCase()) ?? null,
    field(def, name) {
      const field = fieldMaps.get(def.name)?.get(name.toLowerCase());
      return field === undefined ? null : seen(def, field);
    },
    seenFields: (def) => def.fields.flatMap((field) => seen(def, field) ?? []),
    permit(permission) {
      const def = byName.get(permission.object.toLowerCase());
      const field = def && fieldMaps.get(def.name)?.get(permission.field.toLowerCase());
      if (!def || !field) return false;
      const path = `${def.name}.${field.name}`;
      permissions.set(path, { ...permissions.get(path), ...permission });
      changedAt = now();
      return true;
    },
    changedAt: () => changedAt,
    unrestricted(work) {
      isRestricted = false;
      try {
        return work();
      } finally {
        isRestricted = true;
      }
    },
    ofId: (id) => byPrefix.get(id.slice(0, 3)) ?? null,
    references: (def) => references.get(def.name) ?? [],
    childRelationship(def, name) {
      const wanted = name.toLowerCase();
      const found = (references.get(def.name) ?? []).find(
        (entry) => entry.field.childRelationship?.toLowerCase() === wanted,
      );
      return found
        ? { name: found.field.childRelationship ?? name, child: found.child, field: found.field }
        : null;
    },
    parentField(def, relationship) {
      const wanted = relationship.toLowerCase();
      return def.fields.find((item) => item.relationshipName?.toLowerCase() === wanted) ?? null;
    },
  };
}
