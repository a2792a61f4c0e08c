import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Button } from '../../../renderer/ui/button';
import { FormDialog } from '../../../renderer/ui/dialog';
import { MoneyField } from '../../../renderer/ui/number-field';
import { Notice } from '../../../renderer/ui/states';
import { TextField } from '../../../renderer/ui/text-field';
import { showToast, useToasts } from '../../../renderer/ui/toast-store';
import { useProblem } from '../../../renderer/ui/use-problem';
import { type Heard, listen } from '../support/heard';
import { type Rendered, render } from './render';

let rendered: Rendered | null = null;
let heard: Heard;
beforeEach(() => {
  heard = listen();
});
afterEach(() => {
  heard.stop();
  rendered?.unmount();
  rendered = null;
  useToasts.setState({ toasts: [] });
});

const REFUSAL = 'The disk is full. Make room.';

async function heardTimes(text: string, times: number): Promise<void> {
  await expect.poll(() => heard.words.filter((words) => words.includes(text)).length).toBe(times);
}

describe('[look] the same words again are heard again:', () => {
  it('a refusal in place', async () => {
    function Part() {
      const [problem, setProblem] = useProblem();
      return (
        <>
          {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
          <Button onPress={() => setProblem(REFUSAL)}>Save</Button>
          <Button onPress={() => setProblem(null)}>Edit</Button>
        </>
      );
    }
    rendered = render(<Part />);
    const save = page.getByRole('button', { name: 'Save' });
    await save.click();
    await heardTimes(REFUSAL, 1);
    await save.click();
    await heardTimes(REFUSAL, 2);
    await page.getByRole('button', { name: 'Edit' }).click();
    await save.click();
    await heardTimes(REFUSAL, 3);
  });

  it('a form that is refused twice', async () => {
    function Form() {
      const [problem, setProblem] = useProblem();
      return (
        <FormDialog
          title="Decline"
          isOpen
          onClose={() => undefined}
          submitLabel="Decline it"
          onSubmit={() => setProblem(REFUSAL)}
          problem={problem}
        >
          <TextField label="Reason" autoFocus />
        </FormDialog>
      );
    }
    rendered = render(<Form />);
    await expect.element(page.getByLabelText('Reason')).toHaveFocus();
    for (const times of [1, 2, 3]) {
      await userEvent.keyboard('{Enter}');
      await heardTimes(REFUSAL, times);
    }
  });

  it('a mistake in the field that Enter is pressed in', async () => {
    function Form() {
      const [isTried, setTried] = useState(false);
      return (
        <FormDialog
          title="Register"
          isOpen
          onClose={() => undefined}
          submitLabel="Register it"
          onSubmit={() => setTried(true)}
        >
          <TextField label="Name" autoFocus error={isTried ? 'Give a name.' : null} />
        </FormDialog>
      );
    }
    rendered = render(<Form />);
    await expect.element(page.getByLabelText('Name')).toHaveFocus();
    for (const times of [1, 2]) {
      await userEvent.keyboard('{Enter}');
      await heardTimes('Give a name.', times);
    }
  });

  it('an amount that cannot be read', async () => {
    rendered = render(
      <FormDialog
        title="Approve"
        isOpen
        onClose={() => undefined}
        submitLabel="Approve it"
        onSubmit={() => undefined}
      >
        <MoneyField
          label="Amount"
          currency={{ code: 'EUR', digits: 2 }}
          value={null}
          onChange={() => undefined}
          autoFocus
        />
      </FormDialog>,
    );
    await expect.element(page.getByLabelText('Amount')).toHaveFocus();
    await userEvent.keyboard('ten{Enter}');
    await expect.element(page.getByLabelText('Amount')).toHaveAttribute('aria-invalid', 'true');
    const before = heard.words.length;
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => heard.words.length).toBe(before + 1);
    expect(heard.words.at(-1)).toContain('not an amount');
  });

  it('a toast', async () => {
    rendered = render(<p>page</p>);
    for (const times of [1, 2, 3]) {
      showToast('Nothing to undo');
      await heardTimes('Nothing to undo', times);
    }
  });
});
