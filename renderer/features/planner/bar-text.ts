import type { Lookup } from '../../../shared/lib/lookup';
import type { IntlShape } from 'react-intl';
import type { Playbook } from '../../../shared/playbook/playbook';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { PlanItem } from '../../../shared/schema/plan';
import type { Money } from '../../../shared/schema/values';
import { dateText } from '../../widgets/date-text';
import { moneyText } from '../../widgets/money-text';
import { planStatus } from '../../widgets/status-of';

/** MDF of an item: what was approved, until then what was asked for; null without a request. */
export function fundsOf(item: PlanItem, requests: Lookup<FundRequest>): Money | null {
  const request = item.requestId === null ? undefined : requests.get(item.requestId);
  return request === undefined ? null : (request.approvedAmount ?? request.requested);
}

/** First and last day as text: `3 Nov – 14 Nov`, one date for a single day. */
export function spanText(item: Pick<PlanItem, 'start' | 'end'>, intl: Pick<IntlShape, 'formatDate'>): string {
  const start = dateText(item.start, intl, 'short');
  return item.start === item.end ? start : `${start} – ${dateText(item.end, intl, 'short')}`;
}

/** Everything a bar shows, in words: what a screen reader says of it. */
export function barWords(
  item: PlanItem,
  facts: { readonly funds: Money | null; readonly hints: readonly string[] },
  intl: IntlShape,
  playbook: Pick<Playbook, 'planning'>,
): string {
  const type = playbook.planning.tacticTypes.find(({ key }) => key === item.type)?.label;
  return [
    item.title,
    item.kind === 'milestone' ? 'milestone' : type,
    spanText(item, intl),
    planStatus(item.status, playbook).word,
    facts.funds === null ? undefined : `MDF ${moneyText(facts.funds, intl)}`,
    ...facts.hints,
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(', ');
}

let canvas: CanvasRenderingContext2D | null = null;
const widths = new Map<string, number>();
const REMEMBERED = 20_000;

/** Width of a text in pixels as bars write it. */
export function textWidth(text: string): number {
  const known = widths.get(text);
  if (known !== undefined) return known;
  canvas ??= document.createElement('canvas').getContext('2d');
  if (canvas === null) return text.length * 7;
  canvas.font = '500 12px "Inter Variable", "Noto Sans", sans-serif';
  const width = canvas.measureText(text).width;
  if (widths.size > REMEMBERED) widths.clear();
  widths.set(text, width);
  return width;
}
