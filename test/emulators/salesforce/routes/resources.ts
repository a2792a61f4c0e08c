import { json, objectFinder, type RestApp, type RestContext, type Runtime, VERSIONS, versionOf } from './env';

const SEASONS = ['Winter', 'Spring', 'Summer'] as const;
/** Version 31.0 came with Summer '14; three releases a year since. */
const FIRST_RELEASE = { version: 31, season: 2, year: 14 };

function versionLabel(version: number): string {
  const releases = version - FIRST_RELEASE.version + FIRST_RELEASE.season;
  const year = FIRST_RELEASE.year + Math.floor(releases / SEASONS.length);
  return `${SEASONS[releases % SEASONS.length] ?? ''} '${year}`;
}

/** The versions this server speaks, oldest first. */
export function listVersions(): readonly { label: string; url: string; version: string }[] {
  const numbers = Array.from(
    { length: VERSIONS.last - VERSIONS.first + 1 },
    (_, index) => VERSIONS.first + index,
  );
  return numbers.map((number) => ({
    label: versionLabel(number),
    url: `/services/data/v${number}.0`,
    version: `${number}.0`,
  }));
}

/** True for a path segment such as `v62.0` that names a version this server speaks. */
export function isVersion(segment: string): boolean {
  const number = /^v(\d+)\.0$/.exec(segment)?.[1];
  return number !== undefined && Number(number) >= VERSIONS.first && Number(number) <= VERSIONS.last;
}

function resources(runtime: Runtime, c: RestContext): Response {
  const base = `/services/data/${versionOf(c)}`;
  const names = [
    'chatter',
    'composite',
    'jobs',
    'limits',
    'parameterizedSearch',
    'process',
    'query',
    'queryAll',
    'quickActions',
    'recent',
    'search',
    'sobjects',
    'tabs',
    'theme',
    'tooling',
    'ui-api',
  ];
  return json({
    ...Object.fromEntries(names.map((name) => [name, `${base}/${name}`])),
    identity: `${c.env.origin}/id/${runtime.org.id}/${c.env.session.userId}`,
  });
}

function limits(runtime: Runtime): Response {
  const { used, max } = runtime.org.usage;
  const fixed = (size: number): { Max: number; Remaining: number } => ({ Max: size, Remaining: size });
  return json({
    ConcurrentAsyncGetReportInstances: fixed(200),
    ConcurrentSyncReportRuns: fixed(20),
    DailyApiRequests: { Max: max, Remaining: Math.max(0, max - used) },
    DailyAsyncApexExecutions: fixed(250_000),
    DailyBulkApiBatches: fixed(15_000),
    DailyBulkV2QueryFileStorageMB: fixed(976_562),
    DailyBulkV2QueryJobs: fixed(10_000),
    DailyStreamingApiEvents: fixed(10_000),
    DataStorageMB: fixed(1024),
    FileStorageMB: fixed(2048),
    HourlyTimeBasedWorkflow: fixed(50),
    SingleEmail: fixed(15),
  });
}

function recordCount(runtime: Runtime, c: RestContext): Response {
  const find = objectFinder(runtime, c);
  const named = c.req.query('sObjects') ?? '';
  const all = runtime.org.metadata.objects.map(({ name }) => name);
  const wanted = named === '' ? all : named.split(',');
  const sObjects = wanted.flatMap((name) => {
    const def = find(name.trim());
    return def ? [{ count: runtime.org.store.count(def.name), name: def.name }] : [];
  });
  return json({ sObjects });
}

/** Routes for what the version offers and what is left of the org's limits. */
export function addResourceRoutes(rest: RestApp, runtime: Runtime): void {
  rest.get('/services/data/:version', (c) => resources(runtime, c));
  rest.get('/services/data/:version/limits', () => limits(runtime));
  rest.get('/services/data/:version/limits/recordCount', (c) => recordCount(runtime, c));
}
