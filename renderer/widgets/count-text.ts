import { type IntlShape, useIntl } from 'react-intl';

type Formats = Pick<IntlShape, 'formatNumber'>;

/** So many of something as the person writes numbers: `1 row`, `10,000 rows`. */
export function countText(count: number, one: string, { formatNumber }: Formats): string {
  return `${formatNumber(count)} ${count === 1 ? one : `${one}s`}`;
}

/** `countText` for the person at the screen. */
export function useCountText(): (count: number, one: string) => string {
  const intl = useIntl();
  return (count, one) => countText(count, one, intl);
}
