import { afterEach, describe, expect, it } from 'vitest';
import { cdp, page } from 'vitest/browser';
import { screens } from '../../../renderer/app/routes';
import { Shell } from '../../../renderer/app/shell';
import { type RenderedDesk, renderDesk } from '../support/render-desk';

let desk: RenderedDesk | null = null;

function ask(value: 'reduce' | 'no-preference'): Promise<unknown> {
  return cdp().send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-reduced-motion', value }] });
}

afterEach(async () => {
  await ask('no-preference');
  await desk?.close();
  desk = null;
});

const isLong = (durations: string) =>
  durations.split(',').some((duration) => Number.parseFloat(duration) > 0);

/** What would move, by its classes: animations and transitions that take time. */
function moving(): string[] {
  const found = new Set<string>();
  for (const element of document.querySelectorAll('*'))
    for (const part of [undefined, '::before', '::after']) {
      const style = getComputedStyle(element, part);
      const animates = style.animationName !== 'none' && isLong(style.animationDuration);
      if (animates || isLong(style.transitionDuration)) found.add(`${element.className}${part ?? ''}`);
    }
  return [...found];
}

/** Selectors of rules with a time of their own, which no token switches off, that no rule for reduced motion stops. */
function unstopped(): string[] {
  const timed = new Set<string>();
  const stopped = new Set<string>();
  function look(rules: CSSRuleList, isReduced: boolean): void {
    for (const rule of rules) {
      if (rule instanceof CSSStyleRule) {
        const { cssText, animationName } = rule.style;
        if (isReduced && animationName === 'none') stopped.add(rule.selectorText);
        else if (/(?:animation|transition)[^;]*\b\d*\.?\d+m?s\b/.test(cssText)) timed.add(rule.selectorText);
      } else if (rule instanceof CSSMediaRule)
        look(rule.cssRules, isReduced || rule.conditionText.includes('prefers-reduced-motion'));
      else if (rule instanceof CSSLayerBlockRule) look(rule.cssRules, isReduced);
    }
  }
  for (const sheet of document.styleSheets) look(sheet.cssRules, false);
  expect(timed.size).toBeGreaterThan(0);
  return [...timed].filter((selector) => !stopped.has(selector));
}

describe('reduced motion', () => {
  it('[look] switches off all that moves', async () => {
    desk = await renderDesk(<Shell screens={screens} />, { hash: '#/mdf?new=request' });
    desk.syncStatus.getState().report({ state: 'syncing' });
    await expect.element(page.getByRole('dialog', { name: 'New fund request' })).toBeVisible();
    expect(moving().length).toBeGreaterThan(3);
    await ask('reduce');
    await expect.poll(moving).toEqual([]);
  });

  it('[look] is thought of wherever a rule has a time of its own', async () => {
    desk = await renderDesk(<Shell screens={screens} />, { hash: '#/mdf' });
    await expect.element(page.getByRole('heading', { name: 'MDF' })).toBeVisible();
    expect(unstopped()).toEqual([]);
  });
});
