import type { PageFormat } from '../../shared/ipc/contract';

/**
 * What a feature's print page gets. Each feature brings its page as `features/<name>/<name>-print.tsx`, which exports
 * `<Name>Print`; `print.pdf` with the route `print/<name>/<path>` prints it. The page states its paper with `@page`.
 */
export type PrintPageProps = {
  /** What follows the feature's name in the route, undecoded: `FY27-Q4?partner=…`. */
  readonly path: string;
  readonly format: PageFormat;
  /** To be called once everything that is to be printed is in the document. */
  readonly onReady: () => void;
  /** To be called when it cannot be; the reason is shown to the person. */
  readonly onFailed: (why: string) => void;
};
