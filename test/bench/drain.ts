import { type Asked, LATENCY_MS, worldHandler } from './drain-worlds';
import { describeLine, figuresOf } from './figures';
import { onPage } from './on-page';

const PROMISED_RATIO = 1.3;
const PROMISED_MEGABYTES = 150;

/** Queued edits drained against the bare calls that they need, in real IndexedDB: time, requests and memory. */
export async function benchDrain(): Promise<readonly string[]> {
  const [own, bare] = [await worldHandler(), await worldHandler()];
  const figures = await onPage('drain', { '/own': own, '/bare': bare }, () => window.drainFigures);
  const { edits, drain, bare: floor, asked, bareAsked, heap } = figures;
  const all = ({ salesforce, gitlab }: Asked): number => salesforce + gitlab;
  const line = (name: string, took: number, least: number, promised: number | null = null): string =>
    describeLine({ name, own: figuresOf([took]), floor: figuresOf([least]), promised });
  const grown = Math.max(...heap) - Math.min(...heap);
  const verdict = grown <= PROMISED_MEGABYTES ? 'kept' : 'MISSED';
  return [
    line(
      `drain of ${all(edits)} edits / bare calls (each request takes ${LATENCY_MS} ms and what the emulator needs)`,
      all(drain),
      all(floor),
      PROMISED_RATIO,
    ),
    line(`of it ${edits.salesforce} edits for Salesforce`, drain.salesforce, floor.salesforce),
    line(`of it ${edits.gitlab} edits for GitLab`, drain.gitlab, floor.gitlab),
    `requests for ${all(edits)} edits: Salesforce ${asked.salesforce}, GitLab ${asked.gitlab}; bare ${bareAsked.salesforce} and ${bareAsked.gitlab}`,
    `heap during the drain: ${Math.min(...heap).toFixed(0)}–${Math.max(...heap).toFixed(0)} MB, promised flat within ${PROMISED_MEGABYTES} MB: ${verdict}`,
  ];
}
