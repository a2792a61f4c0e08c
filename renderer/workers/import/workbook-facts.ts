import { XMLParser } from 'fast-xml-parser';
import { strFromU8, unzipSync } from 'fflate';
import { z } from '../../../shared/schema/zod';

/** What a workbook says of itself that the reading of its cells leaves out. */
export type WorkbookFacts = {
  /** Days are counted from 1904, said in the way that the reader of the cells overlooks. */
  readonly isFrom1904: boolean;
  /** Names of the sheets that the person does not see. */
  readonly hidden: ReadonlySet<string>;
};

const WORKBOOK = 'xl/workbook.xml';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseAttributeValue: false,
  isArray: (name) => name === 'sheet',
});

const Workbook = z.object({
  workbook: z.object({
    workbookPr: z.object({ date1904: z.string().optional() }).optional().catch(undefined),
    sheets: z
      .object({ sheet: z.array(z.object({ name: z.string(), state: z.string().optional() })) })
      .optional()
      .catch(undefined),
  }),
});

const none: WorkbookFacts = { isFrom1904: false, hidden: new Set() };

/** Reads what a workbook says of itself; nothing where it says it in a way that is not known. */
export function workbookFacts(bytes: Uint8Array): WorkbookFacts {
  const file = unzipSync(bytes, { filter: ({ name }) => name === WORKBOOK })[WORKBOOK];
  if (file === undefined) return none;
  const read = Workbook.safeParse(parser.parse(strFromU8(file)));
  if (!read.success) return none;
  const { workbookPr, sheets } = read.data.workbook;
  const hidden = (sheets?.sheet ?? []).filter(({ state = 'visible' }) => state !== 'visible');
  return {
    isFrom1904: workbookPr?.date1904 === 'true',
    hidden: new Set(hidden.map(({ name }) => name)),
  };
}
