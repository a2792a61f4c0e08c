import type { ReactNode } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ButtonSamples } from '../../../renderer/app/gallery/button-samples';
import { FieldSamples } from '../../../renderer/app/gallery/field-samples';
import { OverlaySamples } from '../../../renderer/app/gallery/overlay-samples';
import { PageSample } from '../../../renderer/app/gallery/page-sample';
import { StateSamples } from '../../../renderer/app/gallery/state-samples';
import { WidgetSamples } from '../../../renderer/app/gallery/widget-samples';
import { axeProblems } from '../support/axe';
import { type Rendered, render } from './render';

let rendered: Rendered | null = null;
afterEach(() => {
  rendered?.unmount();
  rendered = null;
  localStorage.clear();
});

const parts = {
  buttons: <ButtonSamples />,
  fields: <FieldSamples />,
  states: <StateSamples />,
  widgets: <WidgetSamples />,
  page: <PageSample />,
} as const satisfies Record<string, ReactNode>;

describe.each(['light', 'dark'] as const)('[look] axe in the %s theme', (theme) => {
  it.each(Object.entries(parts))('finds nothing wrong with %s', async (_, part) => {
    rendered = render(withHeading(part), { theme });
    expect(await axeProblems()).toEqual([]);
  });

  it('finds nothing wrong with a dialog', async () => {
    rendered = render(withHeading(<OverlaySamples />), { theme });
    await expect.element(page.getByRole('dialog')).toBeVisible();
    expect(await axeProblems()).toEqual([]);
  });

  it('finds nothing wrong with an open list and an open menu', async () => {
    rendered = render(withHeading(<FieldSamples />), { theme });
    await page.getByRole('button', { name: /Activity type/ }).click();
    await expect.element(page.getByRole('listbox')).toBeVisible();
    expect(await axeProblems()).toEqual([]);
    await userEvent.keyboard('{Escape}');
    rendered.rerender(withHeading(<ButtonSamples />));
    await page.getByRole('button', { name: 'More' }).click();
    await expect.element(page.getByRole('menu')).toBeVisible();
    expect(await axeProblems()).toEqual([]);
  });

  it('finds nothing wrong with the table under the keyboard', async () => {
    rendered = render(withHeading(<PageSample />), { theme });
    (page.getByRole('grid').element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowDown}{ArrowRight}');
    expect(await axeProblems()).toEqual([]);
  });
});

/** The page heading that the shell's screens have and bare samples lack. */
function withHeading(part: ReactNode): ReactNode {
  return (
    <>
      {part === parts.page ? null : <h1>Parts</h1>}
      {part}
    </>
  );
}
