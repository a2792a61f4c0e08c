import { PageFormat } from '../../shared/ipc/contract';

/** Which feature is to be printed, what of it, and on which paper. */
export type PrintAddress = {
  readonly feature: string;
  readonly path: string;
  readonly format: PageFormat;
};

/** Reads the address that main gave the page, `print.html?size=A4&landscape=true#print/planner/FY27-Q4`; null when it is none. */
export function readPrintAddress(address: string): PrintAddress | null {
  const url = new URL(address);
  const route = /^#print\/([a-z]+)(?:\/(.*))?$/.exec(url.hash);
  const format = PageFormat.safeParse({
    size: url.searchParams.get('size'),
    landscape: url.searchParams.get('landscape') === 'true',
  });
  const feature = route?.[1];
  if (feature === undefined || !format.success) return null;
  return { feature, path: route?.[2] ?? '', format: format.data };
}
