import { causeText } from '../../../shared/lib/cause';
import type { SyncEngine } from '../../../shared/sync/engine';

/** The engine, telling after each pass why it could not finish on this computer, or null when it could; a bug is told and still thrown. */
export function tellingEngine(engine: SyncEngine, tell: (why: string | null) => void): SyncEngine {
  return {
    ...engine,
    async run(how) {
      try {
        const report = await engine.run(how);
        tell(report.storeProblem);
        return report;
      } catch (cause) {
        const what = causeText(cause);
        tell(`A sync stopped by a mistake in Channel Desk (${what}). It is tried again by itself.`);
        throw cause;
      }
    },
  };
}
