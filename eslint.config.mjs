// What the compiler and the layers cannot say. No inline comment switches a rule off: a rule that is wrong is changed
// here, for everyone. test/architecture proves each restriction with a planted violation.
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { house } from './test/support/lint-rules.mjs';

const code = ['**/*.{ts,tsx,mts,mjs,cjs}'];
const product = ['shared/**/*.ts', 'electron/**/*.ts', 'renderer/**/*.{ts,tsx}'];
const configs = ['*.config.{ts,mjs}', '.dependency-cruiser.cjs'];

/** Syntax that is forbidden everywhere. */
const everywhere = [
  { selector: 'TSEnumDeclaration', message: 'No enums: use a union of string literals.' },
  { selector: 'ExportAllDeclaration', message: 'No `export *`: name what is exported.' },
  {
    selector: 'TSModuleDeclaration[kind="namespace"]',
    message: 'No namespaces: a module is one.',
  },
];
const noDefault = [
  { selector: 'ExportDefaultDeclaration', message: 'No default exports: export it by name.' },
  {
    selector: 'ExportSpecifier[exported.name="default"]',
    message: 'No default exports: export it by name.',
  },
];

/** A pure layer gets time, ids and chance from its caller. */
const pure = [
  {
    selector: 'MemberExpression[object.name="Date"][property.name="now"]',
    message: 'No clock here: take the instant as an argument or from the Clock port.',
  },
  {
    selector: 'NewExpression[callee.name="Date"]:not([arguments.length=1])',
    message: 'No clock and no machine time zone here: only new Date(instant) or Date.UTC.',
  },
  {
    selector: 'CallExpression[callee.name="Date"]',
    message: 'No clock here: take the instant as an argument or from the Clock port.',
  },
  {
    selector:
      'MemberExpression[property.name=/^(get|set)(FullYear|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds|TimezoneOffset)$/]',
    message: 'No machine time zone here: use the UTC methods or the calendar of the domain.',
  },
  {
    selector: 'MemberExpression[object.name="Math"][property.name="random"]',
    message: 'No chance here: take it as an argument or from a port.',
  },
  {
    selector: 'MemberExpression[property.name=/^(randomUUID|getRandomValues|randomBytes)$/]',
    message: 'No chance here: take ids from the Ids port.',
  },
];

/** The domain is synchronous and total: it answers with values. */
const domain = [
  { selector: 'ThrowStatement', message: 'The domain does not throw: return a Result, or use assertNever.' },
  { selector: 'AwaitExpression', message: 'The domain is synchronous: load first, then decide.' },
  { selector: ':function[async=true]', message: 'The domain is synchronous: load first, then decide.' },
];

function ipcOf(name) {
  return [
    {
      selector: `ImportSpecifier[imported.name="${name}"]`,
      message: `${name} stays behind its one door: ipcMain in electron/ipc, ipcRenderer in electron/preload.`,
    },
    {
      selector: `MemberExpression[property.name="${name}"]`,
      message: `${name} stays behind its one door: ipcMain in electron/ipc, ipcRenderer in electron/preload.`,
    },
    {
      selector: `ObjectPattern > Property[key.name="${name}"]`,
      message: `${name} stays behind its one door: ipcMain in electron/ipc, ipcRenderer in electron/preload.`,
    },
  ];
}
const noIpcMain = ipcOf('ipcMain');
/** The composition root hands ipcMain to electron/ipc, and does nothing else with it. */
const noIpcMainUse = [
  {
    selector: 'MemberExpression[object.name="ipcMain"]',
    message: 'Handlers are registered in electron/ipc only, where sender and input are checked.',
  },
];
const noIpcRenderer = ipcOf('ipcRenderer');

const noWindowApi = [
  {
    selector: 'MemberExpression[object.name=/^(window|globalThis|self)$/][property.name="api"]',
    message: 'Only renderer/bridge reads window.api: use the bridge.',
  },
  {
    selector:
      'VariableDeclarator[init.name=/^(window|globalThis|self)$/] > ObjectPattern > Property[key.name="api"]',
    message: 'Only renderer/bridge reads window.api: use the bridge.',
  },
];
const noNetwork = [
  {
    selector:
      'MemberExpression[object.name=/^(window|globalThis|self|navigator)$/][property.name=/^(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon)$/]',
    message: 'The pages have no network: remote work goes through the bridge.',
  },
];
const networkGlobals = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource'].map((name) => ({
  name,
  message: 'The pages have no network: remote work goes through the bridge.',
}));

/** Tests wait for what they want to see, and run or do not exist. */
const honestTests = [
  {
    selector: 'CallExpression[callee.name=/^(setTimeout|sleep|delay|wait|pause)$/][arguments.0.value>=100]',
    message: 'No fixed sleeps: wait for the condition itself.',
  },
  {
    selector:
      'CallExpression:matches([callee.name="setTimeout"], [callee.property.name="setTimeout"])[arguments.1.value>=100]',
    message: 'No fixed sleeps: wait for the condition itself.',
  },
  {
    selector: 'CallExpression[callee.property.name="waitForTimeout"]',
    message: 'No fixed sleeps: wait for the condition itself.',
  },
  {
    selector:
      'MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(skip|only|todo|fixme|fails|skipIf|runIf)$/]',
    message: 'A test runs, or is not there.',
  },
];

const zodPaths = {
  regex: '^zod(/|$)',
  message: 'Take z from shared/schema/zod, where it is set up.',
};
const dexiePaths = {
  regex: '^dexie(-react-hooks)?(/|$)',
  message: 'Only renderer/data knows Dexie: use the hooks and functions it exports.',
};

function imports(...patterns) {
  return {
    'no-restricted-imports': 'off',
    '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
  };
}

/** Of several matching entries the last sets the rule, so each names all that holds for its files. */
function syntax(...groups) {
  return { 'no-restricted-syntax': ['error', ...everywhere, ...groups.flat()] };
}

export default tseslint.config(
  {
    ignores: [
      'node_modules/**',
      'out/**',
      'dist/**',
      '.cache/**',
      'artifacts/**',
      'coverage/**',
      'test-results/**',
      'playwright-report/**',
    ],
  },
  {
    files: code,
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
    languageOptions: { ecmaVersion: 2023, sourceType: 'module' },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 500 }],
      'no-debugger': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/*.{ts,tsx,mts}'],
    plugins: { '@typescript-eslint': tseslint.plugin, house },
    languageOptions: { parser: tseslint.parser },
    rules: {
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-check': true, 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-expressions': 'error',
      '@typescript-eslint/no-require-imports': 'error',
      'house/no-directives': 'error',
      'no-console': 'error',
      ...syntax(noDefault),
      ...imports(zodPaths),
    },
  },
  {
    files: product,
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false, requireDefaultForNonUnion: true },
      ],
    },
  },

  {
    files: ['shared/**/*.ts'],
    rules: {
      'house/documented-exports': 'error',
      ...syntax(noDefault, noIpcMain, noIpcRenderer),
      ...imports(zodPaths, dexiePaths),
    },
  },
  { files: ['shared/{usecases,sync}/**/*.ts'], rules: syntax(noDefault, pure) },
  { files: ['shared/domain/**/*.ts'], rules: syntax(noDefault, pure, domain) },
  { files: ['shared/schema/zod.ts'], rules: imports(dexiePaths) },

  { files: ['electron/**/*.ts'], rules: syntax(noDefault, noIpcMain, noIpcRenderer) },
  { files: ['electron/ipc/**/*.ts'], rules: syntax(noDefault, noIpcRenderer) },
  { files: ['electron/main/**/*.ts'], rules: syntax(noDefault, noIpcRenderer, noIpcMainUse) },
  { files: ['electron/preload/**/*.ts'], rules: syntax(noDefault, noIpcMain) },
  { files: ['electron/**/*.ts'], rules: imports(zodPaths, dexiePaths) },

  {
    files: ['renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...imports(zodPaths, dexiePaths),
      ...syntax(noDefault, noIpcMain, noIpcRenderer, noWindowApi, noNetwork),
      'no-restricted-globals': ['error', ...networkGlobals],
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
    },
  },
  { files: ['renderer/data/**/*.{ts,tsx}'], rules: imports(zodPaths) },
  {
    files: ['renderer/bridge/**/*.{ts,tsx}'],
    rules: syntax(noDefault, noIpcMain, noIpcRenderer, noNetwork),
  },

  { files: ['test/**/*.{ts,tsx}'], rules: syntax(noDefault, honestTests) },
  // Programs that people run from a terminal speak to it.
  {
    files: ['test/{bench,emulators,architecture}/**/*.ts', 'test/e2e/tour/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  { files: configs, rules: { 'no-restricted-syntax': ['error', ...everywhere], 'max-lines': 'off' } },
);
