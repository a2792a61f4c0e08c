import type { IncomingMessage, ServerResponse } from 'node:http';
import { describeLine, figuresOf } from './figures';
import { feedPage } from './generated-feed';
import { onPage } from './on-page';

const PROMISED_RATIO = 1.5;
const PROMISED_MEGABYTES = 150;

/** Serves the generated feed from the page's own address. */
function serveFeed(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(feedPage(new URL(request.url ?? '', 'http://feed').searchParams)));
}

/** The first pull of 100,000 records against the bare loop "fetch a page, put it", in real IndexedDB, and its memory. */
export async function benchPull(): Promise<readonly string[]> {
  const figures = await onPage('pull', { '/feed': serveFeed }, () => window.pullFigures);
  const { records, pull, bare, heap, longestCommit, largestEntry } = figures;
  const grown = Math.max(...heap) - Math.min(...heap);
  const verdict = grown <= PROMISED_MEGABYTES ? 'kept' : 'MISSED';
  return [
    describeLine({
      name: `first pull of ${records} records / bare fetch and put`,
      own: figuresOf([pull]),
      floor: figuresOf([bare]),
      promised: PROMISED_RATIO,
    }),
    `heap during the first pull: ${Math.min(...heap).toFixed(0)}–${Math.max(...heap).toFixed(0)} MB, promised flat within ${PROMISED_MEGABYTES} MB: ${verdict}`,
    `longest commit of the first pull: ${longestCommit.toFixed(0)} ms; largest entry of the journal: ${largestEntry.toFixed(1)} MB`,
  ];
}
