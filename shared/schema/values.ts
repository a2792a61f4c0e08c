import { z } from './zod';

const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

function isRealDate(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day <= days;
}

/** A calendar date `YYYY-MM-DD` without time or zone; only dates that exist parse. */
export const PlainDate = z
  .string()
  .regex(DATE, 'expected a date like 2026-11-22')
  .refine(isRealDate, 'this day does not exist in that month')
  .brand<'PlainDate'>();
export type PlainDate = z.infer<typeof PlainDate>;

/** An instant in UTC with milliseconds, `2026-11-22T08:00:00.000Z`; string order is time order. */
export const Instant = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/,
    'expected a UTC instant like 2026-11-22T08:00:00.000Z',
  )
  .brand<'Instant'>();
export type Instant = z.infer<typeof Instant>;

/** An ISO 4217 currency code in capitals. */
export const CurrencyCode = z.string().regex(/^[A-Z]{3}$/, 'expected a three-letter currency code like EUR');
export type CurrencyCode = z.infer<typeof CurrencyCode>;

/** An exact amount: integer minor units (cents; yen have none) and its currency (MDF-3). */
export const Money = z.object({ minor: z.int(), currency: CurrencyCode });
export type Money = z.infer<typeof Money>;

/** A fiscal quarter, `FY27-Q4`: the year is the one in which the fiscal year ends. */
export const QuarterId = z
  .string()
  .regex(/^FY\d{2}-Q[1-4]$/, 'expected a fiscal quarter like FY27-Q4')
  .brand<'QuarterId'>();
export type QuarterId = z.infer<typeof QuarterId>;

/** A SHA-256 digest in lower-case hex. */
export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'Sha256'>();
export type Sha256 = z.infer<typeof Sha256>;

/** An 18-character Salesforce record id; 15-character ids are completed before they get here. */
export const SalesforceId = z
  .string()
  .regex(/^[A-Za-z0-9]{18}$/, 'expected an 18-character Salesforce id')
  .brand<'SalesforceId'>();
export type SalesforceId = z.infer<typeof SalesforceId>;
