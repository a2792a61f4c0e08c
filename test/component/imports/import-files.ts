const samples = import.meta.glob<string>('../../../resources/demo/*.csv', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** A file of the demo workspace, as a person would choose it. */
export function demoFile(name: string): File {
  const text = samples[`../../../resources/demo/${name}`];
  if (text === undefined) throw new Error(`no demo file ${name}`);
  return new File([text], name, { type: 'text/csv' });
}

/** A report of partner accounts with as many rows as asked for, the same ones every time. */
export function partnerFile(count: number): File {
  const rows = Array.from(
    { length: count },
    (_, at) =>
      `Partner ${at + 1} GmbH,Partner,Channel,${at % 3 === 0 ? 'Open' : 'Select'},Authorized,EMEA,Germany`,
  );
  const header =
    'Account Name,Account Record Type,Partner Type,Partner Track,Partner Status,Region,Billing Country';
  return new File([[header, ...rows].join('\n')], 'many-partners.csv', { type: 'text/csv' });
}
