import type { FieldDef, ObjectDef } from '../metadata/types';
import { describeObject } from '../describe';
import { notFound } from '../errors';
import {
  json,
  objectFinder,
  objectOf,
  readContext,
  type RestApp,
  type RestContext,
  type Runtime,
} from './env';

const BASE = '/services/data/:version';
const OBJECT = `${BASE}/sobjects/:object`;
const MASTER_LAYOUT = '00h000000000000AAA';

function layoutItem(field: FieldDef): Record<string, unknown> {
  return {
    editableForNew: field.createable,
    editableForUpdate: field.updateable,
    label: field.label,
    layoutComponents: [{ displayLines: 1, tabOrder: 0, type: 'Field', value: field.name }],
    placeholder: false,
    required: !field.nillable && field.createable && field.type !== 'boolean',
  };
}

/** One section with every field in two columns, which is what a new object has. */
function section(def: ObjectDef, fields: readonly FieldDef[]): Record<string, unknown> {
  const rows: Record<string, unknown>[] = [];
  for (let at = 0; at < fields.length; at += 2)
    rows.push({ layoutItems: fields.slice(at, at + 2).map(layoutItem), numItems: 2 });
  return {
    collapsed: false,
    columns: 2,
    heading: `${def.label} Information`,
    layoutRows: rows,
    layoutSectionId: '01B000000000000AAA',
    parentLayoutId: MASTER_LAYOUT,
    rows: rows.length,
    tabOrder: 'LeftToRight',
    useCollapsibleSection: false,
    useHeading: true,
  };
}

function layout(runtime: Runtime, def: ObjectDef): Record<string, unknown> {
  const fields = runtime.org.metadata
    .seenFields(def)
    .filter(({ type }) => type !== 'id' && type !== 'base64');
  const editable = fields.filter(({ createable, updateable }) => createable || updateable);
  return {
    buttonLayoutSection: { detailButtons: [] },
    detailLayoutSections: [section(def, fields)],
    editLayoutSections: [section(def, editable)],
    feedView: null,
    highlightsPanelLayoutSection: null,
    id: MASTER_LAYOUT,
    multirowEditLayoutSections: [],
    offlineLinks: [],
    quickActionList: { quickActionListItems: [] },
    relatedContent: null,
    relatedLists: [],
    saveOptions: [],
  };
}

function layouts(runtime: Runtime, c: RestContext): Response {
  const def = objectOf(runtime, c);
  const described = describeObject(readContext(runtime, c), def);
  const types = described['recordTypeInfos'] as readonly Record<string, unknown>[];
  return json({
    layouts: [layout(runtime, def)],
    recordTypeMappings: types.map((type) => ({
      ...type,
      layoutId: MASTER_LAYOUT,
      picklistsForRecordType: [],
    })),
    recordTypeSelectorRequired: [types.filter((type) => type['master'] !== true).length > 1],
  });
}

function compactLayouts(runtime: Runtime, c: RestContext): Response {
  const def = objectOf(runtime, c);
  const name = runtime.org.metadata.seenFields(def).filter(({ nameField }) => nameField);
  const system = {
    actions: [],
    fieldItems: name.map(layoutItem),
    id: null,
    imageItems: [],
    label: 'System Default',
    name: 'SYSTEM',
    objectType: def.name,
  };
  return json({
    compactLayouts: [system],
    defaultCompactLayoutId: null,
    recordTypeCompactLayoutMappings: [],
    urls: { primary: null },
  });
}

function tabs(runtime: Runtime, c: RestContext): Response {
  const find = objectFinder(runtime, c);
  const shown = runtime.org.metadata.objects.filter((def) => def.layoutable && find(def.name));
  return json(
    shown.map((def) => ({
      colors: [],
      custom: def.custom,
      iconUrl: `${c.env.origin}/img/icon/${def.name.toLowerCase()}32.png`,
      icons: [],
      label: def.labelPlural,
      miniIconUrl: `${c.env.origin}/img/icon/${def.name.toLowerCase()}16.png`,
      name: def.name,
      sobjectName: def.name,
      timeStyle: null,
      url: `${c.env.origin}/${def.keyPrefix}/o`,
    })),
  );
}

/** Routes for how records are laid out: one plain layout an object; no list views and no quick actions. */
export function addLayoutRoutes(rest: RestApp, runtime: Runtime): void {
  rest.get(`${OBJECT}/describe/layouts`, (c) => layouts(runtime, c));
  rest.get(`${OBJECT}/describe/layouts/:type`, (c) => {
    const def = objectOf(runtime, c);
    const types = describeObject(readContext(runtime, c), def)['recordTypeInfos'] as readonly Record<
      string,
      unknown
    >[];
    if (!types.some((type) => type['recordTypeId'] === c.req.param('type'))) throw notFound();
    return json(layout(runtime, def));
  });
  rest.get(`${OBJECT}/describe/compactLayouts`, (c) => compactLayouts(runtime, c));
  rest.get(`${OBJECT}/describe/approvalLayouts`, (c) => {
    objectOf(runtime, c);
    return json({ approvalLayouts: [] });
  });
  rest.get(`${OBJECT}/listviews`, (c) =>
    json({
      done: true,
      listviews: [],
      nextRecordsUrl: null,
      size: 0,
      sobjectType: objectOf(runtime, c).name,
    }),
  );
  rest.get(`${OBJECT}/quickActions`, (c) => {
    objectOf(runtime, c);
    return json([]);
  });
  rest.get(`${BASE}/quickActions`, () => json([]));
  rest.get(`${BASE}/tabs`, (c) => tabs(runtime, c));
  rest.get(`${BASE}/theme`, () => json({ themeItems: [] }));
}
