import type { FieldDef, FieldType, ObjectDef, StoredRecord } from '../metadata/types';

/** Which fields a search looks into. */
export type SearchGroup = 'ALL' | 'NAME' | 'EMAIL' | 'PHONE' | 'SIDEBAR';

const TEXTS = new Set<FieldType>(['string', 'textarea', 'email', 'phone', 'url', 'picklist', 'combobox']);

function inGroup(group: SearchGroup): (field: FieldDef) => boolean {
  switch (group) {
    case 'NAME':
      return (field) => field.nameField;
    case 'EMAIL':
      return (field) => field.type === 'email';
    case 'PHONE':
      return (field) => field.type === 'phone';
    case 'ALL':
    case 'SIDEBAR':
      return (field) => TEXTS.has(field.type);
  }
}

type Test = (words: readonly string[], text: string) => boolean;

function wordTest(word: string): Test {
  const pattern = word
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  const whole = new RegExp(`^${pattern}$`, 'iu');
  return (words) => words.some((candidate) => whole.test(candidate));
}

function phraseTest(phrase: string): Test {
  const wanted = phrase.toLowerCase();
  return (_words, text) => text.includes(wanted);
}

/** Reads `a b`, `"a b"`, `a AND b`, `a OR b`, `a AND NOT b`; OR binds least, words side by side must all be there. */
function readTerms(text: string): Test {
  const alternatives: Test[][] = [[]];
  let negate = false;
  for (const [, phrase, word = ''] of text.matchAll(/"([^"]+)"|([^\s"()]+)/g)) {
    if (phrase === undefined && word === 'OR') {
      alternatives.push([]);
      continue;
    }
    if (phrase === undefined && (word === 'AND' || word === 'NOT')) {
      negate = word === 'NOT';
      continue;
    }
    const test = phrase === undefined ? wordTest(word) : phraseTest(phrase);
    const isNegated = negate;
    alternatives.at(-1)?.push((words, whole) => test(words, whole) !== isNegated);
    negate = false;
  }
  return (words, whole) =>
    alternatives.some((all) => all.length > 0 && all.every((test) => test(words, whole)));
}

/** Makes the test that a search term puts to the records of an object. */
export function compileSearch(
  term: string,
  group: SearchGroup,
): (fields: readonly FieldDef[], def: ObjectDef, record: StoredRecord) => boolean {
  const test = readTerms(term.replace(/\\(.)/g, '$1'));
  const holds = inGroup(group);
  return (fields, def, record) => {
    if (!def.searchable) return false;
    const values = fields.filter(holds).map((field) => record[field.name]);
    const text = values
      .filter((value) => typeof value === 'string')
      .join('\n')
      .toLowerCase();
    return test(text.split(/[^\p{L}\p{N}]+/u), text);
  };
}
