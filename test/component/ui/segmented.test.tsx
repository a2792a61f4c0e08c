import { useState } from 'react';
import { afterEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Segmented } from '../../../renderer/ui/segmented';
import { type Rendered, render } from './render';

let rendered: Rendered | null = null;
afterEach(() => rendered?.unmount());

const segments = [
  { id: 'met', label: 'Met' },
  { id: 'not-met', label: 'Not met' },
  { id: 'open', label: 'Not looked at' },
] as const;

function Choice() {
  const [value, setValue] = useState<(typeof segments)[number]['id']>('open');
  return (
    <>
      <button type="button">Before</button>
      <Segmented label="Condition" segments={segments} value={value} onChange={setValue} />
      <button type="button">After</button>
    </>
  );
}

it('[look] is one stop for Tab, at the choice that holds; arrows go to the others', async () => {
  rendered = render(<Choice />);
  const choice = (name: string) => page.getByRole('radio', { name, exact: true });
  (page.getByRole('button', { name: 'Before' }).element() as HTMLElement).focus();
  await userEvent.tab();
  await expect.element(choice('Not looked at')).toHaveFocus();
  await userEvent.keyboard('{ArrowLeft}');
  await expect.element(choice('Not met')).toHaveFocus();
  await userEvent.keyboard(' ');
  await expect.element(choice('Not met')).toBeChecked();
  await userEvent.tab();
  await expect.element(page.getByRole('button', { name: 'After' })).toHaveFocus();
  await userEvent.keyboard('{Shift>}{Tab}{/Shift}');
  await expect.element(choice('Not met')).toHaveFocus();
});
