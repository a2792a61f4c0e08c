import path from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { projectRoot } from './cruise';

type Part = 'shared' | 'electron' | 'renderer' | 'test';

function optionsOf(part: Part): ts.CompilerOptions {
  const host: ts.ParseConfigFileHost = {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
      throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'));
    },
  };
  const parsed = ts.getParsedCommandLineOfConfigFile(
    path.join(projectRoot, part, 'tsconfig.json'),
    undefined,
    host,
  );
  if (parsed === undefined) throw new Error(`No compiler settings for ${part}.`);
  return parsed.options;
}

const librarySources = new Map<string, ts.SourceFile | undefined>();

/** Compiles one planted module as if it lay in this part, and answers what the compiler says about it. */
function complaintsOn(part: Part, code: string): string[] {
  const options = optionsOf(part);
  const file = path.join(projectRoot, part, 'planted.ts');
  const host = ts.createCompilerHost(options);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (name, languageVersion) => {
    if (name === file) return ts.createSourceFile(name, code, languageVersion);
    if (!librarySources.has(name)) librarySources.set(name, getSourceFile(name, languageVersion));
    return librarySources.get(name);
  };
  const fileExists = host.fileExists.bind(host);
  host.fileExists = (name) => name === file || fileExists(name);
  const program = ts.createProgram([file], options, host);
  const source = program.getSourceFile(file);
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
    ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'),
  );
}

/** Names that do not exist in a part: what is not there cannot be used. */
const absent: Readonly<Record<'shared' | 'electron' | 'renderer', readonly string[]>> = {
  shared: [
    'fetch',
    'window',
    'document',
    'process',
    'setTimeout',
    'setInterval',
    'queueMicrotask',
    'performance',
    'crypto',
    'localStorage',
    'indexedDB',
    'console',
    'Buffer',
    'require',
  ],
  electron: ['window', 'document', 'localStorage', 'indexedDB'],
  renderer: ['process', 'Buffer', 'require', '__dirname', 'setImmediate'],
};

const present: Readonly<Record<Part, string>> = {
  shared: 'export const a = new Map([[Math.max(1, 2), new Date(0).toISOString()]]);',
  electron:
    "import { readFileSync } from 'node:fs';\nexport const a = [process.pid, readFileSync, setTimeout];",
  renderer: 'export const a = [document.body, window.innerWidth, indexedDB];',
  test: "import { test } from 'node:test';\nexport const a = [test, document.body, process.pid];",
};

const strictness = [
  {
    setting: 'strict',
    code: 'export function a(b) {\n  return b;\n}',
    says: "Parameter 'b' implicitly has an 'any' type.",
  },
  {
    setting: 'noUncheckedIndexedAccess',
    code: 'export const a = (b: number[]): number => b[0];',
    says: "Type 'undefined' is not assignable to type 'number'",
  },
  {
    setting: 'exactOptionalPropertyTypes',
    code: 'export const a: { b?: number } = { b: undefined };',
    says: "'exactOptionalPropertyTypes: true'",
  },
] as const;

const parts = Object.keys(present) as Part[];

describe('what does not exist in a part does not compile there', () => {
  for (const [part, names] of Object.entries(absent) as [keyof typeof absent, readonly string[]][]) {
    test(`types: ${part} has no ${names.join(', ')}`, () => {
      const complaints = complaintsOn(
        part,
        names.map((name) => `export const x_${name} = ${name};`).join('\n'),
      );
      for (const name of names) {
        expect(complaints.filter((text) => text.startsWith(`Cannot find name '${name}'`))).toHaveLength(1);
      }
    });
  }

  test.each(['shared', 'renderer'] as const)('types: %s cannot import Node', (part) => {
    const complaints = complaintsOn(part, "import * as fs from 'node:fs';\nexport const a = fs;");
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toMatch(/^Cannot find (module|name) 'node:fs'/);
  });

  test.each(parts)('types: what %s needs is there', (part) => {
    expect(complaintsOn(part, present[part])).toEqual([]);
  });
});

describe('strictness', () => {
  for (const part of parts) {
    test.each(strictness)(`types: $setting holds in ${part}`, ({ code, says }) => {
      const complaints = complaintsOn(part, code);
      expect(complaints).toHaveLength(1);
      expect(complaints[0]).toContain(says);
    });
  }
});
