import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import { type Heard, listen } from '../support/heard';
import { type RenderedDesk, renderDesk } from '../support/render-desk';
import { popRecords } from './pop-records';
import { dropOn, plainPdf } from './sample-files';

let desk: RenderedDesk;
let heard: Heard;

beforeEach(async () => {
  desk = await renderDesk(<Shell screens={screens} />, { hash: '#/pop?id=request-1', records: popRecords() });
  await expect.element(place()).toBeVisible();
  heard = listen();
});
afterEach(async () => {
  heard.stop();
  await desk.close();
});

const place = () => page.getByRole('group', { name: 'Drop documents' });
const button = () => place().getByRole('button', { name: 'Choose files' });

/** Files come out of the dialog of the system, which gives the focus back to the button that opened it. */
function choose(...files: readonly File[]): void {
  (button().element() as HTMLElement).focus();
  const input = place().element().querySelector('input');
  if (input === null) throw new Error('no picker');
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  input.files = transfer.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

const empty = () => new File([], 'empty.pdf', { type: 'application/pdf' });

describe('files that were put on a claim', () => {
  it('POP-6 are counted aloud once they are read, each time anew', async () => {
    dropOn(place().element(), [plainPdf('one.pdf', ['one']), plainPdf('two.pdf', ['two'])]);
    await expect.poll(() => heard.words).toContain('Reading the files');
    await expect.poll(() => heard.words).toContain('2 files read');
    dropOn(place().element(), [plainPdf('three.pdf', ['three']), plainPdf('four.pdf', ['four'])]);
    await expect.poll(() => heard.words.filter((words) => words === '2 files read').length).toBe(2);
    dropOn(place().element(), [plainPdf('five.pdf', ['five']), empty()]);
    await expect.poll(() => heard.words).toContain('1 of 2 files read');
    await expect.poll(() => heard.words.join()).toContain('empty.pdf');
  });

  it('POP-6 leave the keyboard at the button that they were chosen with', async () => {
    const held: boolean[] = [];
    const watch = new MutationObserver(() => held.push(document.activeElement !== document.body));
    watch.observe(document.body, { subtree: true, childList: true, attributes: true });
    choose(plainPdf('one.pdf', ['one']));
    await expect.element(page.getByText('1 file read')).toBeInTheDocument();
    await expect.element(page.getByRole('heading', { name: 'one.pdf' })).toBeVisible();
    watch.disconnect();
    await expect.element(button()).toHaveFocus();
    expect(held).not.toContain(false);
  });
});
