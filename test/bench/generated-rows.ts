const regions = ['EMEA', 'AMER', 'APAC', 'PubSec'];
const motions = ['DevSecOps', 'Cloud', 'Automated Software Delivery'];
const words = ['Open', 'Approved', 'Denied', 'Canceled', 'Closed'];
const header =
  'Request ID;Activity Name;Activity Type;Partner;In Person/Virtual;Description;Start Date;End Date;Total Cost;Amount Required;Currency;GTM Motion;Region;Status;Submitted On';

function pick(list: readonly string[], index: number): string {
  return list[index % list.length] ?? '';
}

/** A portal export of so many good rows over so many partners, the same at every call. */
export function generatedExport(
  rows: number,
  partners: number,
): { readonly accounts: string; readonly requests: string } {
  const names = Array.from(
    { length: partners },
    (_, index) => `Bench Partner ${String(index).padStart(4, '0')}`,
  );
  const accounts = [
    'Account Name;Account Record Type;Partner Type;Partner Track;Partner Status;Region',
    ...names.map((name, index) => `${name};Partner;Channel;Select;Authorized;${pick(regions, index)}`),
  ].join('\n');
  const lines = Array.from({ length: rows }, (_, index) => {
    const day = String(1 + (index % 28)).padStart(2, '0');
    const month = String(1 + (index % 12)).padStart(2, '0');
    const cost = 2000 + (index % 5000);
    return `BENCH-${index};Roadshow ${index};Events;${names[index % partners]};In Person;Row ${index};2026-${month}-${day};2026-${month}-${day};${cost};${cost / 2};EUR;${pick(motions, index)};${pick(regions, index)};${pick(words, index)};2026-01-05`;
  });
  return { accounts, requests: [header, ...lines].join('\n') };
}
