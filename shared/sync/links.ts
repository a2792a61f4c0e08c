import { type Links, linksAmong, type ProjectionContext, textOf } from '../domain/merging/projection';
import type { Playbook } from '../playbook/playbook';
import type { FieldMap } from '../schema/field-value';
import type { FundRequest } from '../schema/fund-request';
import type { FundRequestId, PartnerId } from '../schema/ids';
import type { Partner } from '../schema/partner';
import type { AnyRecord } from '../schema/record';
import type { Draft } from './draft';

type Related = { readonly partnerId: PartnerId | null; readonly requestId: FundRequestId | null };

function relatedTo(entry: AnyRecord): Related {
  const { record } = entry;
  return {
    partnerId: 'partnerId' in record ? record.partnerId : null,
    requestId: 'requestId' in record ? record.requestId : null,
  };
}

/** The links that projecting and changing this record needs: its own partner and request, and those that remote fields point to. */
export async function loadLinks(
  draft: Draft,
  entry: AnyRecord | null,
  fields: FieldMap = {},
): Promise<Links> {
  const related = entry === null ? { partnerId: null, requestId: null } : relatedTo(entry);
  const account = textOf(fields.partner);
  const remoteRequest = textOf(fields.request);
  const partners: (Partner | undefined)[] = [
    related.partnerId === null ? undefined : await draft.get('partner', related.partnerId),
    account === null ? undefined : await draft.only('partner', 'salesforce.id', account),
  ];
  const requests: (FundRequest | undefined)[] = [
    related.requestId === null ? undefined : await draft.get('fund-request', related.requestId),
    remoteRequest === null ? undefined : await draft.only('fund-request', 'salesforce.id', remoteRequest),
  ];
  return linksAmong(
    partners.filter((partner) => partner !== undefined),
    requests.filter((request) => request !== undefined),
  );
}

/** All that projecting this record needs. */
export async function projectionContext(
  draft: Draft,
  playbook: Playbook,
  entry: AnyRecord | null,
  fields?: FieldMap,
): Promise<ProjectionContext> {
  return { playbook, links: await loadLinks(draft, entry, fields), now: draft.now };
}
