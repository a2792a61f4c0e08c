import { afterEach, describe, expect, it } from 'vitest';
import { ProgressBar } from '../../../renderer/ui/progress-bar';
import { Skeleton } from '../../../renderer/ui/states';
import { render, type Rendered } from './render';

let rendered: Rendered | null = null;
afterEach(() => {
  rendered?.unmount();
  rendered = null;
});

const moving = () => document.getAnimations().filter((one) => one.playState === 'running');
const times = () => {
  const style = getComputedStyle(document.documentElement);
  return ['--motion', '--motion-fast'].map((name) => Number.parseFloat(style.getPropertyValue(name)));
};

describe('motion', () => {
  it('[look] is short', async () => {
    rendered = render(
      <>
        <Skeleton label="Loading things" rows={2} />
        <ProgressBar label="Reading" value={null} />
      </>,
    );
    await expect.poll(moving).not.toHaveLength(0);
    for (const time of times()) expect(time).toBeGreaterThan(0);
    for (const time of times()) expect(time).toBeLessThanOrEqual(160);
  });
});
