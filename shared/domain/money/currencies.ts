import type { CurrencyCode } from '../../schema/values';

const none = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF';
const three = 'BHD IQD JOD KWD LYD OMR TND';
const four = 'CLF UYW';

const units = new Map<string, number>([
  ...none.split(' ').map((code) => [code, 0] as const),
  ...three.split(' ').map((code) => [code, 3] as const),
  ...four.split(' ').map((code) => [code, 4] as const),
]);

/** Decimals of a currency by ISO 4217: yen have none, dinars three, most have two. */
export function minorUnits(currency: CurrencyCode): number {
  return units.get(currency) ?? 2;
}
