import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { DocumentDrop } from '../../../renderer/widgets/documents/document-drop';
import { DocumentList } from '../../../renderer/widgets/documents/document-list';
import { FundRequestId } from '../../../shared/schema/ids';
import { aFundRequest, aPartner } from '../../support/records';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { dropOn, faxPdf, plainPdf, sampleInvoice } from './sample-files';

const requestId = FundRequestId.parse('request-1');
let desk: RenderedDesk;

beforeEach(async () => {
  await page.viewport(1280, 860);
  desk = await renderDesk(
    <>
      <DocumentList requestId={requestId} />
      <DocumentDrop requestId={requestId} />
    </>,
    {
      records: [
        { kind: 'partner', record: aPartner() },
        { kind: 'fund-request', record: aFundRequest() },
      ],
    },
  );
});

afterEach(() => desk.close());

async function drop(...files: readonly File[]): Promise<void> {
  const place = page.getByRole('group', { name: /drop invoices/i });
  await expect.element(place).toBeVisible();
  dropOn(place.element(), files);
}

/** Share of the pixels of a page's canvas that are not white. */
function inkOf(canvas: HTMLCanvasElement): number {
  const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
  let dark = 0;
  for (let at = 0; at < data.length; at += 4)
    if ((data[at] ?? 255) < 128 && (data[at + 3] ?? 0) > 0) dark += 1;
  return dark;
}

describe('DocumentDrop', () => {
  it('POP-6 refuses a file of 300 MB by its length, without reading it, and says the limit', async () => {
    const huge = new File(['x'], 'recording.mp4');
    Object.defineProperty(huge, 'size', { value: 300 * 1024 * 1024 });
    const read = (): never => {
      throw new Error('it was read');
    };
    Object.assign(huge, { arrayBuffer: read, slice: read, stream: read });
    await drop(huge);
    await expect.element(page.getByText('“recording.mp4” is larger than 100 MB.')).toBeVisible();
    expect(await desk.data.store.count('document')).toBe(0);
  });

  it('POP-6 says so when a name could not stay as it was', async () => {
    await drop(new File(['plain words'], 'in\u202Efdp.txt'));
    await expect.element(page.getByText(/Its name held characters that hide what it is/)).toBeVisible();
    expect((await desk.data.store.list({ kind: 'document' })).map(({ name }) => name)).toEqual([
      'in_fdp.txt',
    ]);
  });

  it('POP-5 reads the fields of an e-invoice and files it as the invoice', async () => {
    await drop(await sampleInvoice('EN16931_Einfach.pdf'));
    await expect.element(page.getByRole('button', { name: /EN16931_Einfach\.pdf/ })).toBeVisible();
    const [document] = await desk.data.store.list({ kind: 'document' });
    expect(document).toMatchObject({
      proof: 'invoice',
      invoice: { number: '471102', total: { minor: 52_987, currency: 'EUR' }, source: 'embedded-xml' },
    });
  });

  it('POP-6 paints the pages of a PDF and finds text in it', async () => {
    await drop(plainPdf('offer.pdf', ['First page', 'Invoice 4711 on the second']));
    await page.getByRole('button', { name: /offer\.pdf/ }).click();
    await expect.element(page.getByRole('group', { name: 'Page 1' })).toBeVisible();
    const canvas = () => document.querySelector<HTMLCanvasElement>('canvas[data-drawn=true]');
    await expect.poll(canvas).not.toBeNull();
    expect(inkOf(canvas() as HTMLCanvasElement)).toBeGreaterThan(100);
    await page.getByRole('searchbox', { name: /search in the document/i }).fill('invoice 4711');
    await expect.element(page.getByText('1 of 1')).toBeVisible();
    await expect.poll(() => CSS.highlights.get('document-current')?.size).toBe(1);
  });

  it('POP-6 paints what a scanner packed as a fax', async () => {
    await drop(faxPdf('scan.pdf'));
    await page.getByRole('button', { name: /scan\.pdf/ }).click();
    const canvas = () => document.querySelector<HTMLCanvasElement>('canvas[data-drawn=true]');
    await expect.poll(canvas).not.toBeNull();
    const shown = canvas() as HTMLCanvasElement;
    // The square covers 64 % of the page.
    expect(inkOf(shown) / (shown.width * shown.height)).toBeGreaterThan(0.6);
  });
});
