import { useLayoutEffect, useMemo } from 'react';
import { useRecords } from '../../data/hooks';
import type { PrintPageProps } from '../../widgets/print-page';
import { paperSize, readPrintPath } from './print-options';
import { PrintSheet } from './print-sheet';
import styles from './print.module.css';
import { usePrintPages } from './use-print';

/** The plan as the printing window shows it, one drawing per page (PLAN-4). */
export function PlannerPrint({ path, format, onReady, onFailed }: PrintPageProps) {
  const options = useMemo(() => readPrintPath(path), [path]);
  const isReady = [useRecords('plan-item'), useRecords('partner'), useRecords('fund-request')].every(
    ({ state }) => state === 'ready',
  );
  useLayoutEffect(() => {
    if (options === null) onFailed('The address does not say what to print.');
  }, [options, onFailed]);
  if (options === null || !isReady) return null;
  return <Pages options={options} format={format} onReady={onReady} />;
}

type PagesProps = Pick<PrintPageProps, 'format' | 'onReady'> & {
  readonly options: NonNullable<ReturnType<typeof readPrintPath>>;
};

// Paper is measured in whole device units: a drawing of its full height would spill onto another sheet.
const ROUNDING = 4;

function Pages({ options, format, onReady }: PagesProps) {
  const pages = usePrintPages(options, format);
  const { height } = paperSize(format);
  useLayoutEffect(() => {
    // A constructed sheet, because the policy of the page allows no style element of ours.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      `@page { size: ${format.size} ${format.landscape ? 'landscape' : 'portrait'}; margin: 0 }`,
    );
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    onReady();
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    };
  }, [format, onReady]);
  return (
    <>
      {pages.map((page, at) => (
        <div key={at} className={styles.page} style={{ height: `${height - ROUNDING}pt` }}>
          <PrintSheet page={page} number={at + 1} of={pages.length} options={options} format={format} />
        </div>
      ))}
    </>
  );
}
