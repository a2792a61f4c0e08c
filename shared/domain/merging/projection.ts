import { err, ok, type Result } from '../../lib/result';
import type { Playbook } from '../../playbook/playbook';
import type { FieldMap, FieldValue } from '../../schema/field-value';
import type { FundRequest } from '../../schema/fund-request';
import type { FundRequestId, PartnerId } from '../../schema/ids';
import type { Partner } from '../../schema/partner';
import type { CurrencyCode, Instant, Money } from '../../schema/values';
import { markWellFormed } from '../../schema/well-formed';
import type { z } from '../../schema/zod';
import { sameValue } from './field-values';

/** Which remote ids stand for which local records; only what the record at hand needs has to be in it. */
export type Links = {
  /** Account id of a partner; null when it is not in Salesforce. */
  accountOf(partner: PartnerId): string | null;
  partnerOf(account: string): PartnerId | null;
  /** Name of a partner; null when it is not here. */
  partnerNameOf(partner: PartnerId): string | null;
  /** Salesforce id of a fund request; null when it is not there yet. */
  remoteRequestOf(request: FundRequestId): string | null;
  requestOf(salesforceId: string): FundRequestId | null;
  /** Currency of a fund request, for a claim whose amount is not known yet. */
  currencyOf(request: FundRequestId): CurrencyCode | null;
};

/** What it takes to translate between a record and its synchronised fields. */
export type ProjectionContext = {
  readonly playbook: Playbook;
  readonly links: Links;
  /** Instant that is written where a remote change has no time of its own here, such as a decision made elsewhere. */
  readonly now: Instant;
};

/** A remote value that the record cannot take: which field and why. */
export type Misfit = { readonly field: string; readonly message: string };

/** Links between the given records; what is not among them is not known. */
export function linksAmong(partners: readonly Partner[], requests: readonly FundRequest[]): Links {
  return {
    accountOf: (id) => partners.find((partner) => partner.id === id)?.salesforce?.id ?? null,
    partnerOf: (account) => partners.find((partner) => partner.salesforce?.id === account)?.id ?? null,
    partnerNameOf: (id) => partners.find((partner) => partner.id === id)?.name ?? null,
    remoteRequestOf: (id) => requests.find((request) => request.id === id)?.salesforce?.id ?? null,
    requestOf: (remote) => requests.find((request) => request.salesforce?.id === remote)?.id ?? null,
    currencyOf: (id) => requests.find((request) => request.id === id)?.currency ?? null,
  };
}

/** A text field's value; null for nothing and for any other type. */
export function textOf(value: FieldValue | undefined): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** A money field's value; null for nothing and for any other type. */
export function moneyOf(value: FieldValue | undefined): Money | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
}

/** The map with only those fields that mean something else than `mine`. */
export function differing(mine: FieldMap, fields: FieldMap): FieldMap {
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => {
      const own = mine[name];
      return own === undefined || !sameValue(own, value);
    }),
  );
}

/** The candidate as a record of the schema, or the first field that does not fit. */
export function fitted<T extends object>(schema: z.ZodType<T>, candidate: unknown): Result<T, Misfit> {
  const parsed = schema.safeParse(candidate);
  if (parsed.success) return ok(markWellFormed(parsed.data));
  const issue = parsed.error.issues[0];
  return err({ field: issue?.path.join('.') ?? '', message: issue?.message ?? 'it does not fit' });
}

/** For each field, the change of the record that a remote value asks for; an empty change leaves the record alone. */
export type Setters = Readonly<Record<string, (value: FieldValue) => Readonly<Record<string, unknown>>>>;

/** All changes that differing fields ask for, one after the other; fields without a setter are left alone. */
export function changesOf(setters: Setters, fields: FieldMap): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) Object.assign(changes, setters[name]?.(value));
  return changes;
}
