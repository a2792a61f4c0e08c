import { toId18 } from './ids';
import type { FieldDef, FieldType, ObjectDef } from './metadata/types';
import type { JsonValue, ReadContext } from './records/read';

type Json = Record<string, JsonValue>;

const SOAP_TYPES: Partial<Record<FieldType, string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  currency: 'xsd:double',
  double: 'xsd:double',
  percent: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  base64: 'xsd:base64Binary',
  address: 'urn:address',
};

function byteLength(field: FieldDef): number {
  return field.type === 'id' || field.type === 'reference' ? 18 : field.length * 3;
}

function describeField(field: FieldDef): Json {
  return {
    aggregatable: field.type !== 'boolean' && field.sortable,
    aiPredictionField: false,
    autoNumber: field.autoNumber !== null,
    byteLength: byteLength(field),
    calculated: field.calculated,
    calculatedFormula: field.calculatedFormula,
    cascadeDelete: field.cascadeDelete,
    caseSensitive: field.caseSensitive,
    compoundFieldName: field.compoundFieldName,
    controllerName: null,
    createable: field.createable,
    custom: field.custom,
    defaultValue: field.defaultValue,
    defaultValueFormula: null,
    defaultedOnCreate: field.defaultedOnCreate,
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: field.digits,
    displayLocationInDecimal: false,
    encrypted: false,
    externalId: field.externalId,
    extraTypeInfo: field.extraTypeInfo,
    filterable: field.filterable,
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: false,
    groupable: field.groupable,
    highScaleNumber: false,
    htmlFormatted: false,
    idLookup: field.idLookup,
    inlineHelpText: null,
    label: field.label,
    length: field.length,
    mask: null,
    maskType: null,
    name: field.name,
    nameField: field.nameField,
    namePointing: field.polymorphic,
    nillable: field.nillable,
    permissionable: field.custom || (field.nillable && (field.createable || field.updateable)),
    picklistValues: field.picklist.map((choice) => ({
      active: choice.active,
      defaultValue: choice.defaultValue,
      label: choice.label,
      validFor: null,
      value: choice.value,
    })),
    polymorphicForeignKey: field.polymorphic,
    precision: field.precision,
    queryByDistance: field.type === 'address',
    referenceTargetField: null,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    relationshipOrder: null,
    restrictedDelete: false,
    restrictedPicklist: field.restrictedPicklist,
    scale: field.scale,
    searchPrefilterable: false,
    soapType: SOAP_TYPES[field.type] ?? 'xsd:string',
    sortable: field.sortable,
    type: field.type,
    unique: field.unique,
    updateable: field.updateable,
    writeRequiresMasterRead: false,
  };
}

function objectUrls(context: ReadContext, def: ObjectDef): Record<string, string> {
  const base = `/services/data/${context.version}/sobjects/${def.name}`;
  return {
    compactLayouts: `${base}/describe/compactLayouts`,
    rowTemplate: `${base}/{ID}`,
    approvalLayouts: `${base}/describe/approvalLayouts`,
    listviews: `${base}/listviews`,
    describe: `${base}/describe`,
    quickActions: `${base}/quickActions`,
    layouts: `${base}/describe/layouts`,
    sobject: base,
  };
}

/** The short description of an object in the list of all objects. */
export function describeBrief(context: ReadContext, def: ObjectDef): Json {
  return {
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    createable: def.createable,
    custom: def.custom,
    customSetting: false,
    deepCloneable: false,
    deletable: def.deletable,
    deprecatedAndHidden: false,
    feedEnabled: def.feedEnabled,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix: def.keyPrefix,
    label: def.label,
    labelPlural: def.labelPlural,
    layoutable: def.layoutable,
    mergeable: def.mergeable,
    mruEnabled: def.layoutable,
    name: def.name,
    queryable: true,
    replicateable: def.replicateable,
    retrieveable: true,
    searchable: def.searchable,
    triggerable: def.triggerable,
    undeletable: def.deletable,
    updateable: def.updateable,
    urls: objectUrls(context, def),
  };
}

function recordTypeInfos(context: ReadContext, def: ObjectDef): Json[] {
  const layouts = `/services/data/${context.version}/sobjects/${def.name}/describe/layouts`;
  const own = context.org.seed.recordTypes.filter((type) => type.object === def.name);
  const info = (
    recordTypeId: string,
    developerName: string,
    name: string,
    isDefault: boolean,
    master: boolean,
  ): Json => ({
    active: true,
    available: true,
    defaultRecordTypeMapping: isDefault,
    developerName,
    master,
    name,
    recordTypeId,
    urls: { layout: `${layouts}/${recordTypeId}` },
  });
  return [
    ...own.map((type) =>
      info(toId18(type.id) ?? type.id, type.developerName, type.name, type.isDefault, false),
    ),
    info('012000000000000AAA', 'Master', 'Master', !own.some((type) => type.isDefault), true),
  ];
}

/** The whole description of an object with its fields and children. */
export function describeObject(context: ReadContext, def: ObjectDef): Json {
  const instance = context.instanceUrl;
  return {
    actionOverrides: [],
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    childRelationships: context.org.metadata.references(def).map(({ child, field }) => ({
      cascadeDelete: field.cascadeDelete,
      childSObject: child.name,
      deprecatedAndHidden: false,
      field: field.name,
      junctionIdListNames: [],
      junctionReferenceTo: [],
      relationshipName: field.childRelationship,
      restrictedDelete: false,
    })),
    compactLayoutable: def.layoutable,
    createable: def.createable,
    custom: def.custom,
    customSetting: false,
    deepCloneable: false,
    defaultImplementation: null,
    deletable: def.deletable,
    deprecatedAndHidden: false,
    extendedBy: null,
    extendsInterfaces: null,
    feedEnabled: def.feedEnabled,
    fields: context.org.metadata.seenFields(def).map(describeField),
    hasSubtypes: false,
    implementedBy: null,
    implementsInterfaces: null,
    isInterface: false,
    isSubtype: false,
    keyPrefix: def.keyPrefix,
    label: def.label,
    labelPlural: def.labelPlural,
    layoutable: def.layoutable,
    listviewable: null,
    lookupLayoutable: null,
    mergeable: def.mergeable,
    mruEnabled: def.layoutable,
    name: def.name,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    queryable: true,
    recordTypeInfos: recordTypeInfos(context, def),
    replicateable: def.replicateable,
    retrieveable: true,
    searchLayoutable: def.layoutable,
    searchable: def.searchable,
    sobjectDescribeOption: 'FULL',
    supportedScopes: [
      { label: `All ${def.labelPlural.toLowerCase()}`, name: 'everything' },
      { label: `My ${def.labelPlural.toLowerCase()}`, name: 'mine' },
    ],
    triggerable: def.triggerable,
    undeletable: def.deletable,
    updateable: def.updateable,
    urls: {
      ...objectUrls(context, def),
      uiDetailTemplate: `${instance}/{ID}`,
      uiEditTemplate: `${instance}/{ID}/e`,
      uiNewRecord: `${instance}/${def.keyPrefix}/e`,
    },
  };
}
