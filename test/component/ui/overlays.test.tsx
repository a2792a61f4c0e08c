import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Button, IconButton } from '../../../renderer/ui/button';
import { ConfirmDialog, FormDialog } from '../../../renderer/ui/dialog';
import { FileDrop } from '../../../renderer/ui/file-drop';
import { FilterBar, type FilterValue, hasFilter, passesFilter } from '../../../renderer/ui/filter-bar';
import { Inspector } from '../../../renderer/ui/inspector';
import { Menu } from '../../../renderer/ui/menu';
import { Select } from '../../../renderer/ui/select';
import { Skeleton } from '../../../renderer/ui/states';
import { TextField } from '../../../renderer/ui/text-field';
import { showToast, useToasts } from '../../../renderer/ui/toast-store';
import { type Rendered, render } from './render';

let rendered: Rendered | null = null;
afterEach(() => {
  rendered?.unmount();
  rendered = null;
  localStorage.clear();
  useToasts.setState({ toasts: [] });
});

describe('tooltips', () => {
  it('that the focus opened make way for the pointer', async () => {
    rendered = render(<IconButton label="Print the plan" icon={<span />} onPress={() => undefined} />);
    await userEvent.tab();
    const tooltip = page.getByRole('tooltip');
    await expect.element(tooltip).toBeVisible();
    await userEvent.hover(tooltip.getByText('Print the plan'));
    await expect.element(tooltip).not.toBeInTheDocument();
    await expect.element(page.getByRole('button', { name: 'Print the plan' })).toHaveFocus();
  });
});

describe('dialogs', () => {
  function Form({ onSubmit }: { readonly onSubmit: () => void }) {
    const [isOpen, setOpen] = useState(false);
    return (
      <>
        <Button onPress={() => setOpen(true)}>Decline</Button>
        <FormDialog
          title="Decline request"
          isOpen={isOpen}
          onClose={() => setOpen(false)}
          submitLabel="Decline it"
          onSubmit={onSubmit}
          problem="The reason is missing."
        >
          <TextField label="Reason" autoFocus />
        </FormDialog>
      </>
    );
  }

  it('take the focus, submit by Enter, close by Escape and give the focus back', async () => {
    let submitted = 0;
    rendered = render(
      <Form
        onSubmit={() => {
          submitted += 1;
        }}
      />,
    );
    await page.getByRole('button', { name: 'Decline' }).click();
    await expect.element(page.getByRole('dialog', { name: 'Decline request' })).toBeVisible();
    await expect.element(page.getByLabelText('Reason')).toHaveFocus();
    await expect.element(page.getByRole('alert')).toHaveTextContent('The reason is missing.');
    await userEvent.keyboard('too late{Enter}');
    expect(submitted).toBe(1);
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    await expect.element(page.getByRole('button', { name: 'Decline' })).toHaveFocus();
  });

  it('lead to the first field that is wrong when they are submitted', async () => {
    function Two() {
      const [isTried, setTried] = useState(false);
      return (
        <FormDialog
          title="Register"
          isOpen
          onClose={() => undefined}
          submitLabel="Register it"
          onSubmit={() => setTried(true)}
        >
          <TextField label="Name" />
          <Select
            label="Program"
            options={[{ id: 'a', label: 'A' }]}
            value={null}
            onChange={() => undefined}
            error={isTried ? 'Choose a program.' : null}
          />
        </FormDialog>
      );
    }
    rendered = render(<Two />);
    await page.getByRole('button', { name: 'Register it' }).click();
    await expect.element(page.getByText('Choose a program.')).toBeVisible();
    await expect.element(page.getByRole('button', { name: /Program/ })).toHaveFocus();
  });

  it('close by Escape also when what had the focus is gone', async () => {
    rendered = render(<Form onSubmit={() => undefined} />);
    await page.getByRole('button', { name: 'Decline' }).click();
    await expect.element(page.getByLabelText('Reason')).toHaveFocus();
    (page.getByLabelText('Reason').element() as HTMLInputElement).disabled = true;
    await expect.poll(() => document.activeElement === document.body).toBe(true);
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  });

  it('keep the focus inside', async () => {
    rendered = render(<Form onSubmit={() => undefined} />);
    await page.getByRole('button', { name: 'Decline' }).click();
    const dialog = page.getByRole('dialog');
    await expect.element(dialog).toBeVisible();
    for (let press = 0; press < 6; press += 1) {
      await userEvent.tab();
      expect(dialog.element().contains(document.activeElement)).toBe(true);
    }
  });

  it('ask before what cannot be undone, with Cancel in focus', async () => {
    let confirmed = 0;
    rendered = render(
      <ConfirmDialog
        title="Delete 3 tactics?"
        isOpen
        onClose={() => undefined}
        confirmLabel="Delete 3 tactics"
        onConfirm={() => {
          confirmed += 1;
        }}
      >
        This cannot be undone.
      </ConfirmDialog>,
    );
    const asked = page.getByRole('alertdialog', { name: 'Delete 3 tactics?' });
    await expect.element(asked).toBeVisible();
    await expect.element(asked).toHaveAccessibleDescription('This cannot be undone.');
    await expect.element(page.getByRole('button', { name: 'Cancel' })).toHaveFocus();
    await page.getByRole('button', { name: 'Delete 3 tactics' }).click();
    expect(confirmed).toBe(1);
  });
});

describe('menus', () => {
  it('open by keyboard, jump by letters, and run what is chosen', async () => {
    const run: string[] = [];
    const entry = (id: string, label: string) => ({ id, label, run: () => run.push(id) });
    rendered = render(
      <Menu
        label="More"
        trigger={<IconButton label="More" icon={<span>…</span>} />}
        groups={[
          { id: 'a', entries: [entry('open', 'Open in Salesforce'), entry('copy', 'Copy link')] },
          { id: 'b', title: 'Danger', entries: [entry('withdraw', 'Withdraw')] },
        ]}
      />,
    );
    await userEvent.tab();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(page.getByRole('menuitem', { name: 'Open in Salesforce' })).toHaveFocus();
    await userEvent.keyboard('w');
    await expect.element(page.getByRole('menuitem', { name: 'Withdraw' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(run).toEqual(['withdraw']);
    await expect.element(page.getByRole('menu')).not.toBeInTheDocument();
    await expect.element(page.getByRole('button', { name: 'More' })).toHaveFocus();
  });
});

/** Lets React finish what it has begun: it works between messages, which no fake clock holds up. */
async function drawn(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) {
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve();
      port2.postMessage(null);
    });
  }
}

describe('toasts', () => {
  it('say what happened in a polite region and undo it', async () => {
    let undone = 0;
    rendered = render(<p>page</p>);
    showToast('Request approved', {
      action: {
        label: 'Undo',
        run: () => {
          undone += 1;
        },
      },
    });
    const region = page.getByRole('region', { name: 'Notifications' });
    await expect.element(region).toHaveAttribute('aria-live', 'polite');
    await expect.element(region).toHaveTextContent('Request approved');
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(undone).toBe(1);
    await expect.element(page.getByText('Request approved')).not.toBeInTheDocument();
  });

  it('show three at most, the newest on top, and say how many came before', async () => {
    rendered = render(<p>page</p>);
    for (const text of ['one', 'two', 'three', 'four', 'five']) showToast(text);
    const region = page.getByRole('region', { name: 'Notifications' });
    await expect.element(region).toHaveTextContent(/^fivefourthreeand 2 earlierDismiss all$/);
    await page.getByRole('button', { name: 'Dismiss all' }).click();
    await expect.element(region).toHaveTextContent(/^$/);
  });

  it('count what is said again instead of piling it up, and keep its latest undo', async () => {
    rendered = render(<p>page</p>);
    const undone: number[] = [];
    for (const at of [1, 2, 3]) {
      showToast('Tactic moved', { action: { label: 'Undo', run: () => undone.push(at) } });
    }
    await expect.element(page.getByText('Tactic moved ×3')).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(undone).toEqual([3]);
  });

  it('go after their time also while newer ones hide them', async () => {
    rendered = render(<p>page</p>);
    // The pointer may rest where they come up, which would hold them.
    await userEvent.hover(page.getByText('page'));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      for (const text of ['one', 'two', 'three', 'four', 'five']) showToast(text);
      await drawn();
      vi.advanceTimersByTime(60_000);
      await drawn();
      expect(useToasts.getState().toasts).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('wait, all of them, while one is hovered', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      rendered = render(<p>page</p>);
      for (const text of ['one', 'two']) showToast(text);
      const region = page.getByRole('region', { name: 'Notifications' });
      const point = (type: string) =>
        region.element().dispatchEvent(new PointerEvent(type, { bubbles: true }));
      const wait = async () => {
        await drawn();
        vi.advanceTimersByTime(60_000);
        await drawn();
      };
      await drawn();
      point('pointerover');
      await wait();
      expect(region.element().textContent).toBe('twoone');
      point('pointerout');
      await wait();
      expect(region.element().textContent).toBe('');
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('FilterBar', () => {
  const filters = [
    {
      id: 'status',
      title: 'Status',
      options: [
        { id: 'draft', label: 'Draft' },
        { id: 'approved', label: 'Approved' },
      ],
    },
  ];

  it('adds, widens and drops a filter', async () => {
    let value: FilterValue = {};
    function Holder() {
      const [state, setState] = useState<FilterValue>({});
      value = state;
      return <FilterBar filters={filters} value={state} onChange={setState} />;
    }
    rendered = render(<Holder />);
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByRole('menuitem', { name: 'Draft' }).click();
    expect(value).toEqual({ status: ['draft'] });
    await page.getByRole('button', { name: 'Status Draft' }).click();
    await page.getByText('Approved').click();
    expect(value).toEqual({ status: ['draft', 'approved'] });
    await userEvent.keyboard('{Escape}');
    await page.getByRole('button', { name: 'Drop filter Status' }).click();
    expect(hasFilter(value)).toBe(false);
    expect(passesFilter(value, 'status', 'anything')).toBe(true);
  });
});

describe('Inspector', () => {
  it('is resized by arrow keys, keeps to its limits, and remembers its width', async () => {
    const inspector = (
      <Inspector title="MDF-10400" name="test" onClose={() => undefined}>
        body
      </Inspector>
    );
    rendered = render(inspector);
    const edge = page.getByRole('separator');
    await expect.element(edge).toHaveAttribute('aria-valuenow', '360');
    (edge.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowLeft}');
    await expect.element(edge).toHaveAttribute('aria-valuenow', '376');
    await userEvent.keyboard('{End}{ArrowRight}');
    await expect.element(edge).toHaveAttribute('aria-valuenow', '280');
    await userEvent.keyboard('{ArrowLeft}');
    rendered.unmount();
    rendered = render(inspector);
    await expect.element(page.getByRole('separator')).toHaveAttribute('aria-valuenow', '296');
  });

  it('closes by Escape', async () => {
    let closed = 0;
    rendered = render(
      <Inspector
        title="MDF-10400"
        onClose={() => {
          closed += 1;
        }}
      >
        <TextField label="Note" />
      </Inspector>,
    );
    await page.getByLabelText('Note').click();
    await userEvent.keyboard('{Escape}');
    expect(closed).toBe(1);
  });
});

describe('FileDrop', () => {
  it('takes dropped and pasted files, and nothing else', async () => {
    const names: string[] = [];
    rendered = render(
      <FileDrop
        title="Drop invoices here"
        takesPaste
        onFiles={(files) => names.push(...files.map(({ name }) => name))}
      />,
    );
    const zone = page.getByRole('group', { name: 'Drop invoices here' }).element();
    const withFile = (name: string) => {
      const data = new DataTransfer();
      data.items.add(new File(['x'], name));
      return data;
    };
    const text = new DataTransfer();
    text.setData('text/plain', 'hello');
    zone.dispatchEvent(new DragEvent('drop', { dataTransfer: text, bubbles: true, cancelable: true }));
    zone.dispatchEvent(
      new DragEvent('drop', { dataTransfer: withFile('invoice.pdf'), bubbles: true, cancelable: true }),
    );
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: withFile('photo.png') }));
    await expect.poll(() => names).toEqual(['invoice.pdf', 'photo.png']);
  });
});

describe('Skeleton', () => {
  it('stays empty at first, so that fast data does not flicker', async () => {
    rendered = render(<Skeleton label="Loading things" rows={3} />);
    const status = page.getByRole('status', { name: 'Loading things' });
    expect(status.element().childElementCount).toBe(0);
    await expect.poll(() => status.element().childElementCount).toBe(3);
  });
});
