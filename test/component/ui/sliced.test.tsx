import { useCallback, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ITEMS_PER_STEP, type Steps, useSliced } from '../../../renderer/ui/sliced';

const LONG = 100_000;
let unmount: (() => void) | null = null;
/** Results as they were drawn. */
let drawn: (string | undefined)[] = [];

afterEach(() => {
  unmount?.();
  unmount = null;
  drawn = [];
});

function* joined(name: string, length: number): Steps<string> {
  let items = 0;
  while (items < length) {
    if (items % ITEMS_PER_STEP === 0) yield;
    items += 1;
  }
  return `${name} of ${items}`;
}

function Shown({ lengths }: { readonly lengths: readonly number[] }) {
  const [turn, setTurn] = useState(0);
  const length = lengths[turn] ?? 0;
  const make = useCallback(() => joined(`turn ${turn}`, length), [turn, length]);
  const value = useSliced(make, length);
  drawn.push(value);
  return (
    <main>
      <button type="button" onClick={() => setTurn(turn + 1)}>
        Next
      </button>
      <output>{value ?? 'nothing yet'}</output>
    </main>
  );
}

function show(lengths: readonly number[]): void {
  const place = document.createElement('div');
  document.body.append(place);
  const root = createRoot(place);
  root.render(<Shown lengths={lengths} />);
  unmount = () => {
    root.unmount();
    place.remove();
  };
}

const next = () => userEvent.click(page.getByRole('button', { name: 'Next' }));

describe('work on a list', () => {
  it('is done before the first drawing when the list is short', async () => {
    show([500, 600]);
    await expect.element(page.getByText('turn 0 of 500')).toBeVisible();
    await next();
    await expect.element(page.getByText('turn 1 of 600')).toBeVisible();
    expect(drawn).not.toContain(undefined);
  });

  it('leaves what was shown before until it is done when the list is long', async () => {
    show([10_000, LONG]);
    await expect.element(page.getByText('turn 0 of 10000')).toBeVisible();
    expect(drawn[0]).toBe('turn 0 of 10000');
    const before = drawn.length;
    await next();
    await expect.element(page.getByText(`turn 1 of ${LONG}`)).toBeVisible();
    expect(drawn.slice(before)[0]).toBe('turn 0 of 10000');
  });

  it('shows nothing until the first is done when the list is very long from the start', async () => {
    show([LONG]);
    await expect.element(page.getByText(`turn 0 of ${LONG}`)).toBeVisible();
    expect(drawn[0]).toBeUndefined();
  });

  it('ends with the last list, also when it is a short one that overtakes', async () => {
    show([10, LONG, LONG + 1, 20]);
    await next();
    await next();
    await next();
    await expect.element(page.getByText('turn 3 of 20')).toBeVisible();
    expect(drawn.at(-1)).toBe('turn 3 of 20');
  });
});
