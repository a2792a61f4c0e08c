import { malformedQuery, noSuchType, type QueryContext } from '../soql/context';
import { parseSoql } from '../soql/parse';
import { json, objectFinder, readContext, type RestApp, type RestContext, type Runtime } from './env';

const PATH = '/services/data/:version/tooling';

/** What an org without code of its own has none of. */
const EMPTY_TYPES = [
  'ApexClass',
  'ApexComponent',
  'ApexLog',
  'ApexPage',
  'ApexTestQueueItem',
  'ApexTestResult',
  'ApexTrigger',
  'AuraDefinitionBundle',
  'Flow',
  'FlowDefinition',
  'InstalledSubscriberPackage',
  'LightningComponentBundle',
  'Package2',
  'Package2Version',
  'SourceMember',
  'StaticResource',
  'TraceFlag',
  'ValidationRule',
];

function query(runtime: Runtime, c: RestContext): Response {
  const text = c.req.query('q');
  if (text === undefined) throw malformedQuery('A query string has to be specified');
  const context: QueryContext = {
    ...readContext(runtime, c),
    text,
    includeDeleted: false,
    userId: c.env.session.userId,
    findObject: objectFinder(runtime, c),
  };
  const wanted = parseSoql(context).sObject ?? '';
  const type = EMPTY_TYPES.find((name) => name.toLowerCase() === wanted.toLowerCase());
  if (type === undefined) throw noSuchType(context, wanted);
  return json({ size: 0, totalSize: 0, done: true, queryLocator: null, entityTypeName: type, records: [] });
}

/** Routes of the tooling API: code may be asked for, and there is none. */
export function addToolingRoutes(rest: RestApp, runtime: Runtime): void {
  rest.get(`${PATH}/query`, (c) => query(runtime, c));
}
