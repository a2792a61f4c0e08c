import { afterEach, describe, expect, it } from 'vitest';
import { cdp, page } from 'vitest/browser';
import { Dialog } from '../../../renderer/ui/dialog';
import { ProgressBar } from '../../../renderer/ui/progress-bar';
import { Skeleton } from '../../../renderer/ui/states';
import { render, type Rendered } from './render';

/** Makes the browser say that the person asks for less motion, or for nothing in particular. */
async function askFor(motion: 'reduce' | 'no-preference'): Promise<void> {
  const features = [{ name: 'prefers-reduced-motion', value: motion }];
  await cdp().send('Emulation.setEmulatedMedia', { features });
  await expect.poll(() => matchMedia('(prefers-reduced-motion: reduce)').matches).toBe(motion === 'reduce');
}

let rendered: Rendered | null = null;
afterEach(async () => {
  rendered?.unmount();
  rendered = null;
  await askFor('no-preference');
});

async function showWhatMoves(): Promise<void> {
  rendered = render(
    <>
      <Skeleton label="Loading things" rows={2} />
      <ProgressBar label="Reading" value={null} />
      <Dialog title="A dialog" isOpen onClose={() => undefined}>
        Text
      </Dialog>
    </>,
  );
  await expect.element(page.getByRole('dialog')).toBeVisible();
  await expect.poll(() => document.querySelector('[class*=bone]')).not.toBeNull();
}

const moving = () => document.getAnimations().filter((one) => one.playState === 'running');
const times = () => {
  const style = getComputedStyle(document.documentElement);
  return ['--motion', '--motion-fast'].map((name) => Number.parseFloat(style.getPropertyValue(name)));
};

describe('motion', () => {
  it('[look] nothing moves or fades where the person asks for less', async () => {
    await askFor('reduce');
    await showWhatMoves();
    expect(times()).toEqual([0, 0]);
    expect(moving()).toEqual([]);
    expect(document.querySelector('[data-entering]')).toBeNull();
  });

  it('[look] it is short where nobody does', async () => {
    await askFor('no-preference');
    await showWhatMoves();
    for (const time of times()) expect(time).toBeGreaterThan(0);
    for (const time of times()) expect(time).toBeLessThanOrEqual(160);
    expect(moving().length).toBeGreaterThan(1);
  });
});
