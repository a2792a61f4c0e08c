import { ListTodo } from 'lucide-react';
import { type ComponentType, lazy } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Screen } from '../../../renderer/app/routes';
import { menuItems, windowItems } from '../../../shared/ipc/menu-commands';
import { Shell } from '../../../renderer/app/shell';
import { DataTable } from '../../../renderer/ui/data-table/data-table';
import type { TableColumn } from '../../../renderer/ui/data-table/types';
import { PageFrame } from '../../../renderer/ui/page-frame';
import { TextField } from '../../../renderer/ui/text-field';
import { useCommands } from '../../../renderer/widgets/commands';
import { type ScreenName, useParam } from '../../../renderer/widgets/navigation';
import { useQuarter } from '../../../renderer/widgets/quarter';
import { useUndo } from '../../../renderer/widgets/undo';
import { aFundRequest, aPartner } from '../../support/records';
import { axeProblems } from '../support/axe';
import { fakeMain } from '../support/fake-main';
import { listen } from '../support/heard';
import { type RenderDeskOptions, type RenderedDesk, renderDesk } from '../support/render-desk';

let desk: RenderedDesk | null = null;
let ran: string[] = [];
let breaks = false;

beforeEach(() => {
  ran = [];
  breaks = false;
});
afterEach(async () => {
  await desk?.close();
  desk = null;
});

function Today() {
  const { quarter } = useQuarter();
  return (
    <PageFrame title="Today" content="scroll">
      Quarter {quarter}
    </PageFrame>
  );
}

function Mdf() {
  const [id, setId] = useParam('id', 'push');
  const undo = useUndo();
  useCommands('mdf', [
    { id: 'mdf.new', label: 'New fund request', group: 'MDF', shortcut: 'n', run: () => ran.push('new') },
    { id: 'mdf.find', label: 'Find', group: 'MDF', menuCommand: 'edit.find', run: () => ran.push('find') },
  ]);
  return (
    <PageFrame title="MDF" content="scroll">
      <p>Open: {id ?? 'none'}</p>
      <button type="button" onClick={() => setId('request-1')}>
        Open the first
      </button>
      <button
        type="button"
        onClick={() =>
          undo.getState().did({
            label: 'Request renamed',
            undo: async () => {
              ran.push('undo');
              return null;
            },
            redo: async () => 'The request is no longer on this device.',
          })
        }
      >
        Rename
      </button>
      <TextField label="Note" />
      <div style={{ display: 'flex', height: 200 }}>
        <DataTable label="Partners" what="partners" rows={names} rowId={nameOf} columns={nameColumns} />
      </div>
    </PageFrame>
  );
}

type Name = { readonly name: string };
const names: readonly Name[] = [{ name: 'Alpha' }, { name: 'Bnext' }, { name: 'Nord' }];
const nameColumns: readonly TableColumn<Name>[] = [
  { id: 'name', title: 'Name', width: 200, cell: nameOf, sortBy: nameOf },
];
function nameOf(row: Name): string {
  return row.name;
}

function Planner() {
  if (breaks) throw new Error('the layout has no lanes');
  return <PageFrame title="Planner">lanes</PageFrame>;
}

function screen(name: ScreenName, title: string, letter: string, component: ComponentType): Screen {
  return {
    name,
    title,
    letter,
    icon: <ListTodo aria-hidden />,
    component: lazy(async () => ({ default: component })),
  };
}

const screens: readonly Screen[] = [
  screen('today', 'Today', 't', Today),
  screen('mdf', 'MDF', 'm', Mdf),
  screen('planner', 'Planner', 'p', Planner),
];

async function show(options: RenderDeskOptions = {}): Promise<RenderedDesk> {
  desk = await renderDesk(<Shell screens={screens} />, options);
  return desk;
}

const heading = (name: string) => page.getByRole('heading', { level: 1, name });

describe('navigation', () => {
  it('shows the screens that exist and marks the present one', async () => {
    await show();
    await expect.element(heading('Today')).toBeVisible();
    const links = page.getByRole('navigation', { name: 'Screens' }).getByRole('link');
    expect(links.elements().map((link) => link.textContent)).toEqual(['Today', 'MDF', 'Planner']);
    await links.nth(1).click();
    await expect.element(heading('MDF')).toBeVisible();
    await expect.element(links.nth(1)).toHaveAttribute('aria-current', 'page');
    expect(window.location.hash).toBe('#/mdf');
  });

  it('keeps what is open in the address, and goes back and forward through it', async () => {
    await show({ hash: '#/mdf' });
    await page.getByRole('button', { name: 'Open the first' }).click();
    await expect.element(page.getByText('Open: request-1')).toBeVisible();
    expect(window.location.hash).toBe('#/mdf?id=request-1');
    window.history.back();
    await expect.element(page.getByText('Open: none')).toBeVisible();
    window.history.forward();
    await expect.element(page.getByText('Open: request-1')).toBeVisible();
  });

  it('goes by g and a letter, but not while a text is written', async () => {
    await show({ hash: '#/mdf' });
    await expect.element(heading('MDF')).toBeVisible();
    await page.getByLabelText('Note').click();
    await userEvent.keyboard('gpn?');
    await expect.element(page.getByLabelText('Note')).toHaveValue('gpn?');
    await expect.element(heading('MDF')).toBeVisible();
    (document.activeElement as HTMLElement).blur();
    await userEvent.keyboard('gp');
    await expect.element(heading('Planner')).toBeVisible();
  });

  it('leaves the focus in the content of a screen that was gone to by keys', async () => {
    await show({ hash: '#/mdf' });
    await userEvent.click(page.getByRole('button', { name: 'Open the first' }));
    await userEvent.keyboard('gp');
    await expect.element(heading('Planner')).toBeVisible();
    await expect.poll(() => document.activeElement?.id).toBe('content');
  });

  it('skips to the content', async () => {
    await show();
    await userEvent.tab();
    await expect.element(page.getByText('Skip to content')).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('main')).toHaveFocus();
    expect(window.location.hash).toBe('#/today');
  });

  it('says so at an address that no screen has', async () => {
    await show({ hash: '#/reports' });
    await expect.element(page.getByText('There is no such screen')).toBeVisible();
  });
});

describe('commands', () => {
  it('offers the commands of the screen in the palette and by their keys', async () => {
    await show({ hash: '#/mdf' });
    await expect.element(heading('MDF')).toBeVisible();
    await userEvent.keyboard('n');
    expect(ran).toEqual(['new']);
    await userEvent.keyboard('{Control>}k{/Control}');
    await userEvent.keyboard('new fund');
    await expect.element(page.getByRole('menuitem', { name: /New fund request/ })).toBeVisible();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => ran).toEqual(['new', 'new']);
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  });

  it('[look] puts a screen whose name is typed before every record and command that holds the word', async () => {
    await show({ hash: '#/today' });
    await expect.element(heading('Today')).toBeVisible();
    await userEvent.keyboard('{Control>}k{/Control}');
    await userEvent.keyboard('mdf');
    await expect.element(page.getByRole('menuitem').first()).toHaveTextContent(/^MDF/);
    await userEvent.keyboard('{Enter}');
    await expect.element(heading('MDF')).toBeVisible();
  });

  it('offers from any screen what people begin from anywhere', async () => {
    await show({ hash: '#/today' });
    await expect.element(heading('Today')).toBeVisible();
    await userEvent.keyboard('{Control>}k{/Control}');
    await userEvent.keyboard('import fund');
    await expect.element(page.getByRole('menuitem', { name: /Import fund requests/ })).toBeVisible();
    await userEvent.keyboard('{Enter}');
    await expect.element(heading('MDF')).toBeVisible();
    expect(window.location.hash).toBe('#/mdf?import=1');
  });

  it('[look] says once that nothing in the palette matches', async () => {
    await show({ hash: '#/mdf' });
    await expect.element(heading('MDF')).toBeVisible();
    await userEvent.keyboard('{Control>}k{/Control}');
    await expect.element(page.getByRole('dialog')).toBeVisible();
    const heard = listen();
    await userEvent.keyboard('new');
    await expect.element(page.getByRole('menuitem', { name: 'New fund request' })).toBeVisible();
    expect(heard.words).toEqual([]);
    await userEvent.keyboard('xqz');
    await expect.poll(() => heard.words).toEqual(['Nothing matches. Try fewer or other letters.']);
    heard.stop();
  });

  it('keeps the command under the cursor in view', async () => {
    await show({ hash: '#/mdf' });
    await page.viewport(900, 300);
    await expect.element(heading('MDF')).toBeVisible();
    await userEvent.keyboard('{Control>}k{/Control}');
    const palette = page.getByRole('dialog');
    await expect.element(palette).toBeVisible();
    await userEvent.keyboard('{ArrowDown}{ArrowUp}');
    const last = page.getByRole('menuitem').last();
    await expect.element(last).toHaveAttribute('data-focused', 'true');
    const inside = () => {
      const box = palette.element().getBoundingClientRect();
      const item = last.element().getBoundingClientRect();
      return item.bottom <= box.bottom && item.top >= box.top;
    };
    await expect.poll(inside).toBe(true);
  });

  it('gives a table the letters of a name that has been begun, even those of commands', async () => {
    await show({ hash: '#/mdf' });
    const grid = page.getByRole('grid', { name: 'Partners' });
    await expect.element(grid).toBeVisible();
    (grid.element() as HTMLElement).focus();
    await userEvent.keyboard('bn');
    const cursor = () => document.getElementById(grid.element().getAttribute('aria-activedescendant') ?? '');
    await expect.poll(() => cursor()?.textContent).toBe('Bnext');
    expect(ran).toEqual([]);
    await expect.element(grid).not.toHaveAttribute('data-typing');
    await userEvent.keyboard('n');
    await expect.poll(() => ran).toEqual(['new']);
    await userEvent.keyboard('{Shift>}N{/Shift}');
    await expect.poll(() => cursor()?.textContent).toBe('Nord');
  });

  it('forgets the commands of a screen that was left', async () => {
    await show({ hash: '#/mdf' });
    await expect.element(heading('MDF')).toBeVisible();
    await userEvent.keyboard('gt');
    await expect.element(heading('Today')).toBeVisible();
    await userEvent.keyboard('n');
    expect(ran).toEqual([]);
  });

  it('finds records by any words of their name and opens them', async () => {
    await show({
      records: [
        { kind: 'partner', record: aPartner() },
        { kind: 'fund-request', record: aFundRequest() },
      ],
    });
    await expect.element(heading('Today')).toBeVisible();
    await userEvent.keyboard('{Control>}k{/Control}');
    await userEvent.keyboard('hamburg roadshow');
    await expect.element(page.getByRole('menuitem', { name: /DevSecOps roadshow Hamburg/ })).toBeVisible();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText('Open: request-1')).toBeVisible();
  });

  it('answers the application menu', async () => {
    const main = fakeMain();
    await show({ main });
    await expect.element(heading('Today')).toBeVisible();
    main.emit('menu.command', { command: 'go.mdf' });
    await expect.element(heading('MDF')).toBeVisible();
    main.emit('menu.command', { command: 'edit.find' });
    await expect.poll(() => ran).toEqual(['find']);
  });

  it('lists every key in the help', async () => {
    await show({ hash: '#/mdf' });
    await expect.element(heading('MDF')).toBeVisible();
    await userEvent.keyboard('?');
    const help = page.getByRole('dialog', { name: 'Keyboard' });
    await expect.element(help).toBeVisible();
    await expect.element(help).toHaveTextContent('New fund request');
    await expect.element(help).toHaveTextContent('G then P');
    await expect.element(help).toHaveTextContent('Move by a weekAlt Shift ← →');
    await expect.element(help).toHaveTextContent('DeclineD');
    for (const { label } of [...Object.values(menuItems), ...Object.values(windowItems)])
      await expect.element(help).toHaveTextContent(label.replace('…', ''));
    await expect.element(help).toHaveTextContent('POP reviewCtrl 3');
    await expect.element(help).toHaveTextContent('Zoom inCtrl +');
  });

  it('takes back what was done, and says why when it cannot be done again', async () => {
    await show({ hash: '#/mdf' });
    await page.getByRole('button', { name: 'Rename' }).click();
    await expect.element(page.getByText('Request renamed', { exact: true })).toBeVisible();
    await userEvent.keyboard('{Control>}z{/Control}');
    await expect.poll(() => ran).toEqual(['undo']);
    await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
    await expect.element(page.getByText('The request is no longer on this device.')).toBeVisible();
  });
});

describe('the window', () => {
  it('keeps the rail when a screen breaks, writes it to the log, and tries again', async () => {
    breaks = true;
    const main = fakeMain();
    await show({ hash: '#/planner', main });
    await expect.element(page.getByRole('alert')).toHaveTextContent('Planner stopped working');
    await expect
      .poll(() =>
        main.calls.filter(({ channel }) => channel === 'log.write').map(({ input }) => JSON.stringify(input)),
      )
      .toEqual([expect.stringContaining('the layout has no lanes')]);
    breaks = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.element(heading('Planner')).toBeVisible();
    breaks = true;
    await userEvent.keyboard('gt');
    await expect.element(heading('Today')).toBeVisible();
  });

  it('does not call it synced while something needs the person', async () => {
    const { syncStatus } = await show();
    syncStatus.getState().report({ state: 'idle', waiting: 0, needsYou: 2 });
    await expect.element(page.getByRole('button', { name: /^2 need you\./ })).toBeVisible();
    expect(page.getByRole('button', { name: /^Synced/ }).query()).toBeNull();
  });

  it('shows the number of waiting changes quietly', async () => {
    const { syncStatus } = await show();
    syncStatus.getState().report({ state: 'offline', waiting: 3 });
    await expect
      .element(page.getByRole('button', { name: 'Offline. 3 changes wait for a connection' }))
      .toHaveTextContent('Offline3 waiting');
    expect(document.querySelector('[role=dialog]')).toBeNull();
  });

  it('changes theme, remembers it and tells main', async () => {
    const main = fakeMain({ 'app.theme': () => ({ ok: true, value: undefined }) });
    const { data } = await show({ main });
    await page.getByRole('button', { name: 'Dark theme' }).click();
    await expect.poll(() => document.documentElement.dataset['theme']).toBe('dark');
    await expect.poll(async () => (await data.store.settings())?.theme).toBe('dark');
    expect(main.calls).toContainEqual({ channel: 'app.theme', input: { theme: 'dark' } });
  });

  it('steps through quarters that all screens share, from the one of today', async () => {
    await show({ now: '2026-11-22T08:00:00.000Z' });
    await expect.element(page.getByText('Quarter FY27-Q4')).toBeVisible();
    await page.getByRole('button', { name: 'Quarter after' }).click();
    await expect.element(page.getByText('Quarter FY28-Q1')).toBeVisible();
  });

  it('narrows the rail and keeps its links named', async () => {
    await show();
    await expect.element(heading('Today')).toBeVisible();
    await userEvent.keyboard('[[');
    await expect.element(page.getByRole('link', { name: 'Planner' })).toBeVisible();
    expect(document.querySelector('nav')?.getBoundingClientRect().width).toBe(48);
    await expect.element(page.getByRole('button', { name: 'Widen the rail' })).toBeVisible();
  });

  it('[look] gives the room of the rail to the content at 200 % zoom', async () => {
    await show({ width: 640 });
    await expect.element(heading('Today')).toBeVisible();
    expect(document.querySelector('nav')?.getBoundingClientRect().width).toBe(48);
    await expect.element(page.getByRole('button', { name: 'Widen the rail' })).not.toBeInTheDocument();
    await userEvent.keyboard('>');
    await expect.element(page.getByText('Quarter FY28-Q1')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'FY28 Q1' }));
    await userEvent.click(page.getByRole('menuitemcheckbox', { name: 'FY27 Q4 (now)' }));
    await expect.element(page.getByText('Quarter FY27-Q4')).toBeVisible();
  });

  it.each(['light', 'dark'] as const)(
    '[look] is clean for axe in the %s theme, palette included',
    async (theme) => {
      await show({ theme, hash: '#/mdf' });
      await expect.element(heading('MDF')).toBeVisible();
      expect(await axeProblems()).toEqual([]);
      await userEvent.keyboard('{Control>}k{/Control}');
      await expect.element(page.getByRole('dialog')).toBeVisible();
      expect(await axeProblems()).toEqual([]);
    },
  );
});
