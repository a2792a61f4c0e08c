// The layers as law: one rule per row of the import table, one per package with a single door. Type-only imports count.
// The rules do not overlap, so that a wrong import names exactly one of them; test/architecture proves each with a
// planted violation. A row lists what it allows; what the rules further down forbid everywhere it leaves to them.

const testFolder = '^test/';
const doors = ['node_modules/zod/', 'node_modules/yaml/'];

/** A row for shared/: nothing but these folders, no npm package, nothing of Node. */
function sharedRow(name, from, allowed, comment) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from },
    to: { pathNot: [...allowed.map((folder) => `^${folder}`), testFolder, ...doors] },
  };
}

/** A row for renderer/: of the project's own code only these folders; packages and Node have rules of their own. */
function rendererRow(name, from, allowed, comment) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from },
    to: { path: '^(shared|renderer|electron)/', pathNot: allowed.map((folder) => `^${folder}`) },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    sharedRow('lib-imports-nothing', '^shared/lib/', ['shared/lib/'], 'shared/lib imports nothing.'),
    sharedRow('schema-imports', '^shared/schema/', ['shared/(lib|schema)/'], 'shared/schema: lib and zod.'),
    sharedRow(
      'playbook-imports',
      '^shared/playbook/',
      ['shared/(lib|schema|playbook)/'],
      'shared/playbook: lib, schema and zod; its loader reads YAML.',
    ),
    sharedRow(
      'domain-imports',
      '^shared/domain/',
      ['shared/(lib|schema|playbook|domain)/'],
      'shared/domain: lib, schema, types of the playbook; no package, nothing of Node.',
    ),
    {
      name: 'domain-takes-playbook-types-only',
      comment: 'Business numbers reach the domain as an argument, never as an import.',
      severity: 'error',
      from: { path: '^shared/domain/' },
      to: { path: '^shared/playbook/', dependencyTypesNot: ['type-only'] },
    },
    sharedRow(
      'ports-imports',
      '^shared/ports/',
      ['shared/(lib|schema|ports)/'],
      'shared/ports: lib and schema.',
    ),
    sharedRow(
      'usecases-imports',
      '^shared/usecases/',
      ['shared/(lib|schema|playbook|domain|ports|usecases)/'],
      'shared/usecases: lib, schema, playbook, domain, ports; never sync.',
    ),
    sharedRow(
      'sync-imports',
      '^shared/sync/',
      ['shared/(lib|schema|playbook|domain|ports|sync)/'],
      'shared/sync: lib, schema, playbook, domain, ports; never use cases.',
    ),
    sharedRow(
      'ipc-contract-imports',
      '^shared/ipc/',
      ['shared/(lib|schema|playbook|ports|ipc)/'],
      'shared/ipc: the contract is made of lib, schema, playbook and ports.',
    ),

    {
      name: 'remotes-journal-imports',
      comment:
        'electron/remotes and electron/journal: shared, Node and themselves; never Electron nor each other.',
      severity: 'error',
      from: { path: '^electron/(remotes|journal)/' },
      to: {
        pathNot: ['^shared/', '^electron/$1/', testFolder, ...doors],
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'preload-imports',
      comment: 'electron/preload runs in the sandbox: Electron and the names and types of shared/ipc.',
      severity: 'error',
      from: { path: '^electron/preload/' },
      to: {
        pathNot: [
          '^shared/(ipc|lib|schema)/',
          '^electron/preload/',
          'node_modules/electron/',
          testFolder,
          ...doors,
        ],
      },
    },
    {
      name: 'main-never-renderer',
      comment:
        'electron/main, ipc and platform: shared, remotes, journal, Electron; never renderer nor preload.',
      severity: 'error',
      from: { path: '^electron/(main|ipc|platform)/' },
      to: { path: ['^renderer/', '^electron/(preload|runtime)/'] },
    },
    {
      name: 'main-is-the-root',
      comment: 'electron/main puts the parts together, so no part imports it.',
      severity: 'error',
      from: { path: '^electron/(ipc|platform)/' },
      to: { path: '^electron/main/' },
    },
    {
      name: 'runtime-stands-alone',
      comment:
        'electron/runtime runs before anything is installed: Node and itself. Holidays are made by developers.',
      severity: 'error',
      from: { path: '^electron/runtime/', pathNot: '^electron/runtime/(default-app/|make-holidays\\.mjs$)' },
      to: { pathNot: ['^electron/runtime/', testFolder, ...doors], dependencyTypesNot: ['core'] },
    },

    rendererRow(
      'ui-imports',
      '^renderer/ui/',
      ['renderer/ui/', 'shared/lib/'],
      'renderer/ui: packages and shared/lib.',
    ),
    rendererRow(
      'widgets-imports',
      '^renderer/widgets/',
      ['renderer/(widgets|ui|data|bridge|workers)/', 'shared/'],
      'renderer/widgets: ui, data, bridge, the clients of workers, shared; never a feature.',
    ),
    rendererRow(
      'features-imports',
      '^renderer/features/',
      ['renderer/(features|ui|widgets|data|bridge)/', 'shared/'],
      'renderer/features: ui, widgets, data, bridge, shared.',
    ),
    {
      name: 'features-are-strangers',
      comment: 'A feature never imports another one; what two share is a widget.',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/' },
      to: { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
    },
    rendererRow(
      'data-imports',
      '^renderer/data/',
      ['renderer/data/', 'shared/'],
      'renderer/data: shared and Dexie.',
    ),
    rendererRow(
      'bridge-imports',
      '^renderer/bridge/',
      ['renderer/bridge/', 'shared/'],
      'renderer/bridge: shared.',
    ),
    rendererRow(
      'workers-imports',
      '^renderer/workers/',
      ['renderer/(workers|data|bridge)/', 'shared/'],
      'renderer/workers: data, bridge, shared; no screen.',
    ),
    rendererRow(
      'app-imports',
      '^renderer/(app/|[^/]+$)',
      ['renderer/', 'shared/'],
      'renderer/app puts the pages together: renderer and shared, never electron.',
    ),
    {
      name: 'renderer-without-node',
      comment: 'The pages are sandboxed: nothing of Node.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },

    {
      name: 'every-folder-has-a-row',
      comment: 'Code of a folder that the table does not name may import nothing: first give it a row.',
      severity: 'error',
      from: {
        path: '^(shared|electron|renderer)/',
        pathNot: [
          '^shared/(lib|schema|playbook|domain|ports|usecases|sync|ipc)/',
          '^electron/(main|ipc|remotes|journal|platform|preload|runtime)/',
          '^renderer/((app|bridge|data|features|ui|widgets|workers)/|[^/]+$)',
        ],
      },
      to: {},
    },
    {
      name: 'product-never-imports-test',
      comment: 'Nothing but test imports test.',
      severity: 'error',
      from: { path: '^(shared|electron|renderer)/' },
      to: { path: testFolder },
    },
    {
      name: 'emulators-know-no-client',
      comment:
        'An emulator that shares code with the client it answers proves nothing about the real system.',
      severity: 'error',
      from: { path: '^test/emulators/', pathNot: '\\.test\\.tsx?$' },
      to: {
        path: ['^(electron|renderer)/', '^shared/(domain|usecases|sync|ipc|ports)/'],
        pathNot: '^electron/runtime/',
      },
    },
    {
      name: 'electron-one-home',
      comment:
        'Nothing but electron/ imports Electron; what starts an app for a test or a measurement is an app itself.',
      severity: 'error',
      from: {
        path: '^(renderer|test)/',
        pathNot: '^test/(bench/(empty|observed)-app|e2e/support/held-start)/main\\.cjs$',
      },
      to: { path: 'node_modules/electron/' },
    },
    {
      name: 'zod-one-door',
      comment: 'zod is set up once, in shared/schema/zod.ts; everything takes it from there.',
      severity: 'error',
      from: { pathNot: '^shared/schema/zod\\.ts$' },
      to: { path: 'node_modules/zod/' },
    },
    {
      name: 'yaml-one-door',
      comment: 'Only the playbook loader reads YAML.',
      severity: 'error',
      from: { path: '^(shared|electron|renderer)/', pathNot: '^shared/playbook/loader\\.ts$' },
      to: { path: 'node_modules/yaml/' },
    },
    {
      name: 'dexie-one-home',
      comment: 'The store is Dexie only to renderer/data; the rest uses what data exports.',
      severity: 'error',
      from: { path: '^(renderer|electron/(main|ipc|platform))/', pathNot: '^renderer/data/' },
      to: { path: 'node_modules/dexie(-react-hooks)?/' },
    },
    {
      name: 'product-without-dev-packages',
      comment:
        'What the product imports is a dependency of it. Electron is the exception: the packager adds it.',
      severity: 'error',
      from: { path: '^(renderer|electron/(main|ipc|platform))/' },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/electron/',
      },
    },
    {
      name: 'packages-are-declared',
      comment: 'A package that only another package brings may be gone tomorrow.',
      severity: 'error',
      from: { path: '^(renderer|electron/(main|ipc|platform)|test)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'imports-resolve',
      comment: 'An import that leads nowhere would slip past every other rule.',
      severity: 'error',
      from: { path: '^(renderer|electron/(main|ipc|platform)|test)/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'no-cycles',
      comment: 'Modules that need each other are one module.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist|\\.cache|artifacts)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
      extensions: ['.ts', '.tsx', '.mts', '.d.ts', '.mjs', '.js', '.cjs', '.json'],
    },
  },
};
