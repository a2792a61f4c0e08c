import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Shell } from '../../../renderer/app/shell';
import { screens } from '../../../renderer/app/routes';
import type { AnyRecord } from '../../../shared/schema/record';
import { aDocument } from '../../support/records';
import { axeProblems } from '../support/axe';
import { fakeMain } from '../support/fake-main';
import { type RenderDeskOptions, type RenderedDesk, renderDesk } from '../support/render-desk';
import { popRecords } from './pop-records';
import { dropOn, picture, plainPdf, sampleInvoice } from './sample-files';

let desk: RenderedDesk | null = null;

afterEach(async () => {
  await desk?.close();
  desk = null;
});

async function openDesk(
  records: readonly AnyRecord[] = popRecords(),
  options: RenderDeskOptions = {},
): Promise<RenderedDesk> {
  await page.viewport(1440, 900);
  desk = await renderDesk(<Shell screens={screens} />, { hash: '#/pop?id=request-1', records, ...options });
  await expect.element(page.getByRole('heading', { name: 'POP review' })).toBeVisible();
  return desk;
}

const dropPlace = () => page.getByRole('group', { name: 'Drop documents' });
const line = (proof: string) => {
  const found = document.querySelector(`[data-proof="${proof}"]`);
  if (found === null) throw new Error(`there is no line ${proof}`);
  return found;
};
const value = (name: string) =>
  (page.getByRole('textbox', { name, exact: true }).element() as HTMLInputElement).value;
const drawn = () => document.querySelector('canvas[data-drawn=true]');

async function dropped(...files: readonly File[]): Promise<void> {
  await expect.element(dropPlace()).toBeVisible();
  dropOn(dropPlace().element(), files);
  for (const { name } of files) await expect.element(page.getByRole('button', { name })).toBeVisible();
}

describe('POP review', () => {
  it('POP-5 fills the fields from the e-invoice inside a PDF and says so', async () => {
    await openDesk();
    await dropped(await sampleInvoice('EN16931_Einfach.pdf'));
    await expect.poll(() => value('Number')).toBe('471102');
    expect(value('Issued by')).toBe('Lieferant GmbH');
    expect(value('Addressed to')).toBe('Kunden AG Mitte');
    await expect.element(page.getByText('Read from the e-invoice')).toBeVisible();
    await expect.poll(drawn).not.toBeNull();
  });

  it('POP-1 tells a screen reader how many claims a search finds', async () => {
    await openDesk();
    await page.getByRole('searchbox', { name: 'Search claims' }).fill('no such claim');
    await expect.element(page.getByText('0 claims found')).toHaveRole('status');
  });

  it('POP-5 shows what will be paid: the share of the invoiced cost, up to the approved sum', async () => {
    await openDesk();
    const side = page.getByRole('complementary', { name: 'Checklist' });
    await expect.element(side).toHaveTextContent('Cannot be decided');
    await dropped(await sampleInvoice('EN16931_Einfach.pdf'));
    await expect.element(side).toHaveTextContent(/To pay.*264\.94.*Share of cost.*264\.94/);
  });

  it('POP-6 takes a file that is pasted', async () => {
    await openDesk();
    await expect.element(dropPlace()).toBeVisible();
    const clipboardData = new DataTransfer();
    clipboardData.items.add(plainPdf('pasted.pdf', ['Agenda']));
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData }));
    await expect.element(page.getByRole('button', { name: 'pasted.pdf' })).toBeVisible();
  });

  it('POP-5 leaves the fields empty for a PDF without an e-invoice, to be typed and undone', async () => {
    const { data } = await openDesk();
    await expect.element(dropPlace()).toBeVisible();
    dropOn(line('invoice'), [plainPdf('scan.pdf', ['Invoice R-17'])]);
    await expect.element(page.getByRole('button', { name: 'scan.pdf' })).toBeVisible();
    expect(value('Number')).toBe('');
    await page.getByRole('textbox', { name: 'Number', exact: true }).fill('R-17');
    await userEvent.keyboard('{Enter}');
    const stored = async () => (await data.store.list({ kind: 'claim' }))[0]?.invoice;
    await expect.poll(stored).toMatchObject({ number: 'R-17', total: null, source: 'typed' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await stored())?.number ?? null).toBeNull();
  });

  it('POP-6 lists the documents in the order in which they came', async () => {
    const came = (id: string, name: string, createdAt: string): AnyRecord => ({
      kind: 'document',
      record: aDocument({ id, name, createdAt, sha256: id.repeat(64) }),
    });
    await openDesk([
      ...popRecords(),
      came('a', 'second.pdf', '2026-11-14T09:00:00.000Z'),
      came('b', 'first.pdf', '2026-11-13T09:00:00.000Z'),
    ]);
    await expect.element(page.getByRole('button', { name: /second\.pdf/ })).toBeVisible();
    const names = [...line('invoice').querySelectorAll('button')].map(({ textContent }) => textContent);
    expect(names.map((name) => /^\w+/.exec(name)?.[0])).toEqual(['first', 'second']);
    await expect.element(page.getByText('1 of 2')).toBeVisible();
  });

  it('POP-3 files a file that is dropped on a line as that proof', async () => {
    const { data } = await openDesk();
    await expect.element(dropPlace()).toBeVisible();
    dropOn(line('photo'), [await picture('stand.png')]);
    await expect.element(page.getByRole('button', { name: 'stand.png' })).toBeVisible();
    const [document_] = await data.store.list({ kind: 'document' });
    expect(document_?.proof).toBe('photo');
    await expect.element(page.getByRole('img', { name: 'stand.png' })).toBeVisible();
  });

  it('POP-5 keeps the acceptance closed until every check has passed, then accepts, records and pays', async () => {
    const { data } = await openDesk(popRecords({ start: '2018-02-20', end: '2018-03-01' }), {
      now: '2018-03-20T08:00:00.000Z',
    });
    await dropped(await sampleInvoice('EN16931_Einfach.pdf'));
    const accept = page.getByRole('button', { name: 'Accept claim' });
    await expect.element(accept).toBeDisabled();
    for (const proof of ['lead-list', 'agenda', 'photo']) {
      dropOn(line(proof), [await picture(`${proof}.png`)]);
      await expect.element(page.getByRole('button', { name: `${proof}.png` })).toBeVisible();
    }
    // Each document is accepted by its key, going through them with j.
    await userEvent.keyboard('kkkk');
    for (const name of ['EN16931_Einfach.pdf', 'lead-list.png', 'agenda.png', 'photo.png']) {
      await expect.element(page.getByRole('region', { name })).toBeInTheDocument();
      await userEvent.keyboard('a');
      await expect
        .poll(
          async () =>
            (await data.store.list({ kind: 'document' })).find((one) => one.name === name)?.review.kind,
        )
        .toBe('accepted');
      await userEvent.keyboard('j');
    }
    await expect.element(accept).toBeDisabled();
    // What is left: the addressee, which the reviewer may accept knowingly, and whether the invoice names the activity.
    await userEvent.keyboard('1');
    await expect
      .element(page.getByRole('checkbox', { name: /^Accept it all the same: The invoice is addressed to/ }))
      .toBeChecked();
    await page.getByRole('button', { name: 'Yes' }).click();
    await expect.element(accept).toBeEnabled();
    await accept.click();
    await page.getByRole('textbox', { name: 'Zip requisition' }).fill('REQ-77');
    await page.getByRole('button', { name: 'Record requisition' }).click();
    await expect.poll(async () => (await data.store.list({ kind: 'claim' }))[0]?.zipNumber).toBe('REQ-77');
    await page.getByRole('button', { name: 'Mark as paid' }).click();
    await expect
      .poll(async () => (await data.store.list({ kind: 'claim' }))[0])
      .toMatchObject({ stage: 'completed', reimbursement: { minor: 26_494, currency: 'EUR' } });
  });

  it('POP-6 asks for changes with a note and drafts the message to the partner', async () => {
    const main = fakeMain({ 'mail.draft': () => ({ ok: true, value: undefined }) });
    const { data } = await openDesk(popRecords(), { main });
    await dropped(plainPdf('scan.pdf', ['Invoice']));
    await userEvent.keyboard('{Shift>}r{/Shift}');
    const note = page.getByRole('textbox', { name: 'What the partner has to change' });
    await note.fill('The lead list is missing.');
    await page.getByRole('dialog').getByRole('button', { name: 'Ask for changes' }).click();
    await page.getByRole('button', { name: 'Open in mail program' }).click();
    await expect
      .poll(() => main.calls.find(({ channel }) => channel === 'mail.draft')?.input)
      .toMatchObject({
        to: ['marketing@nordlicht.example'],
        body: expect.stringContaining('The lead list is missing.'),
      });
    const [claim] = await data.store.list({ kind: 'claim' });
    expect(claim).toMatchObject({ stage: 'pending', decision: { kind: 'changes-requested' } });
  });

  it('POP-8 points out the rows of a lead list that cannot be uploaded', async () => {
    await openDesk();
    await expect.element(dropPlace()).toBeVisible();
    const rows =
      'Company;Contact;Email;Title;Phone\nAcme;Ann;ann@acme.example;CTO;+49 40 1234\n\nBeta;Bo;bo(at)beta;;\n';
    dropOn(line('lead-list'), [new File([rows], 'leads.csv', { type: 'text/csv' })]);
    await expect.element(page.getByText('1 of 2 rows cannot be uploaded')).toBeVisible();
    const check = page.getByText(/leads\.csv has 2 rows, of which 1 cannot be uploaded/);
    await expect.element(check.first()).toBeInTheDocument();
    await expect.element(page.getByRole('button', { name: 'Accept claim' })).toBeDisabled();
    const bad = page.getByRole('row', { name: /bo\(at\)beta/ });
    await expect.element(bad.getByText('“bo(at)beta” is no e-mail address.')).toBeVisible();
    await expect.element(bad.getByRole('rowheader')).toHaveTextContent('4');
  });

  it('POP-7 gives a first-time claimant 35 days and shows the queue by deadline', async () => {
    await openDesk();
    await expect.element(page.getByText('due in 25 days').first()).toBeVisible();
    await page.getByRole('radio', { name: 'Overdue 1' }).click();
    await expect.element(page.getByRole('heading', { name: /Webinar series/ })).toBeVisible();
    await page.getByRole('searchbox', { name: 'Search claims' }).fill('nothing like it');
    await expect.element(page.getByText('No claims match')).toBeVisible();
  });

  it('[look] finds a claim in every part of the queue and says in which it is', async () => {
    await openDesk();
    await page.getByRole('radio', { name: 'Waiting 2' }).click();
    const queue = page.getByRole('list', { name: 'Claims' });
    await expect.element(queue.getByText('Overdue')).not.toBeInTheDocument();
    await page.getByRole('searchbox', { name: 'Search claims' }).fill('webinar');
    await expect.element(page.getByRole('radio', { name: 'Overdue 1' })).toBeVisible();
    await expect.element(page.getByRole('radio', { name: 'Waiting 0' })).toBeVisible();
    await expect.element(queue.getByText('Overdue', { exact: true })).toBeVisible();
    await queue.getByRole('button', { name: /Webinar series/ }).click();
    await expect.element(page.getByRole('heading', { name: /Webinar series/ })).toBeVisible();
    await page.getByRole('searchbox', { name: 'Search claims' }).fill('');
    await expect.element(page.getByRole('radio', { name: 'Overdue 1' })).toBeChecked();
  });

  it('says what to do when nothing is approved yet', async () => {
    await openDesk([]);
    await expect.element(page.getByText('Nothing to review yet')).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Go to MDF' })).toBeVisible();
  });
});

describe('POP-6 hostile files', () => {
  it('keeps a PDF that was cut short, says that it is damaged and how to go on', async () => {
    const { data } = await openDesk();
    const whole = await (await sampleInvoice('EN16931_Einfach.pdf')).arrayBuffer();
    await dropped(new File([whole.slice(0, 900)], 'cut.pdf'));
    await expect.element(page.getByRole('heading', { name: 'This PDF is damaged' })).toBeVisible();
    expect((await data.store.list({ kind: 'document' }))[0]).toMatchObject({ size: 900, invoice: null });
  });

  it('tells a zip archive that is called PDF', async () => {
    await openDesk();
    await dropped(new File([new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 0, 0])], 'invoice.pdf'));
    await expect.element(page.getByText(/is called PDF but is no PDF inside/)).toBeVisible();
    await expect.element(page.getByText('This kind of file cannot be shown here')).toBeVisible();
  });

  it('refuses an empty file, takes the good one beside it and says both', async () => {
    const { data } = await openDesk();
    await expect.element(dropPlace()).toBeVisible();
    dropOn(dropPlace().element(), [new File([], 'nothing.pdf'), await picture('good.png')]);
    await expect.element(page.getByText(/“nothing\.pdf” is empty/)).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'good.png' })).toBeVisible();
    expect(await data.store.count('document')).toBe(1);
  });

  it('says that a file is here already, byte for byte', async () => {
    await openDesk();
    await dropped(await picture('one.png', 'same'));
    dropOn(dropPlace().element(), [await picture('other name.png', 'same')]);
    await expect.element(page.getByText(/“other name\.png” is here already, byte for byte/)).toBeVisible();
  });

  it('takes marks that turn the reading direction out of a name', async () => {
    const { data } = await openDesk();
    await expect.element(dropPlace()).toBeVisible();
    dropOn(dropPlace().element(), [await picture('photo\u202Egpj.exe')]);
    await expect.poll(() => data.store.count('document')).toBe(1);
    expect((await data.store.list({ kind: 'document' }))[0]?.name).toBe('photo_gpj.exe');
  });

  it('shows a picture that cannot be drawn as damaged', async () => {
    await openDesk();
    await dropped(
      new File([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0])], 'half.png'),
    );
    await expect.element(page.getByRole('heading', { name: 'This picture is damaged' })).toBeVisible();
  });
});

describe('POP review without a mouse, for everyone', () => {
  for (const theme of ['light', 'dark'] as const) {
    it(`has no accessibility faults in the ${theme} theme`, async () => {
      await openDesk(popRecords(), { theme });
      await expect.element(dropPlace()).toBeVisible();
      expect(await axeProblems()).toEqual([]);
      await dropped(await sampleInvoice('EN16931_Einfach.pdf'), await picture('stand.png'));
      await expect.poll(drawn).not.toBeNull();
      expect(await axeProblems()).toEqual([]);
    });
  }

  it('goes through the queue by arrow keys and opens by Enter', async () => {
    await openDesk();
    await expect.element(dropPlace()).toBeVisible();
    const rows = page.getByRole('list', { name: 'Claims' });
    (rows.getByRole('button', { name: /DevSecOps/ }).element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await expect.element(page.getByRole('heading', { name: 'Customer dinner' })).toBeVisible();
    await userEvent.keyboard('{Shift>}k{/Shift}');
    await expect.element(page.getByRole('heading', { name: 'DevSecOps roadshow Hamburg' })).toBeVisible();
    await expect.element(rows.getByRole('button', { name: /DevSecOps/ })).toHaveFocus();
  });

  it('keeps the keyboard on the document that j and k go to', async () => {
    await openDesk();
    await dropped(plainPdf('one.pdf', ['One']), plainPdf('two.pdf', ['Two']));
    (
      page
        .getByRole('button', { name: /^Ask for changes/ })
        .first()
        .element() as HTMLElement
    ).focus();
    await userEvent.keyboard('j');
    await expect.element(page.getByRole('button', { name: /two\.pdf/ })).toHaveFocus();
    await userEvent.keyboard('k');
    await expect.element(page.getByRole('button', { name: /one\.pdf/ })).toHaveFocus();
  });

  it('searches by / and pages by Space', async () => {
    await openDesk();
    await dropped(plainPdf('long.pdf', ['One', 'Two', 'Three']));
    await expect.poll(drawn).not.toBeNull();
    await userEvent.keyboard('/');
    await userEvent.keyboard('three');
    await expect.element(page.getByText('1 of 1', { exact: true }).first()).toBeVisible();
    await expect.element(page.getByText('3 of 3')).toBeVisible();
    const pages = page.getByRole('region', { name: /^Pages/ }).element();
    pages.scrollTo(0, 0);
    (pages as HTMLElement).focus();
    await userEvent.keyboard(' ');
    await expect.poll(() => pages.scrollTop).toBeGreaterThan(100);
  });

  it('fits a narrow window without scrolling sideways', async () => {
    await openDesk();
    await dropped(
      await picture('a picture with a very long name that does not fit in a narrow column at all.png'),
    );
    await page.viewport(720, 800);
    await expect.poll(() => document.documentElement.scrollWidth).toBeLessThanOrEqual(720);
    await expect.element(page.getByRole('button', { name: 'Ask for changes' }).last()).toBeVisible();
  });
});
