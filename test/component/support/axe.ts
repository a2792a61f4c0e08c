import axe from 'axe-core';

// A dialog hides the page behind it, main part and headings included.
const aboutTheWholePage = ['landmark-one-main', 'page-has-heading-one', 'region'];

/** Waits until nothing fades in or out any more, as half-faded text has half its contrast; what turns for ever is let be. */
async function fadesEnded(): Promise<void> {
  const moving = document.getAnimations().filter((one) => one.effect?.getTiming().iterations === 1);
  const isBetween = document.querySelector('[data-entering], [data-exiting]') !== null;
  if (moving.length === 0 && !isBetween) return;
  await Promise.allSettled(moving.map(({ finished }) => finished));
  await new Promise(requestAnimationFrame);
  await fadesEnded();
}

/** What axe finds wrong in the page once it stands still, one line per element: WCAG 2.0 to 2.2, A and AA, and best practice. */
export async function axeProblems(): Promise<string[]> {
  // Until the app's font is there another one stands in, with letters of other widths.
  await document.fonts.ready;
  await fadesEnded();
  const isModal = document.querySelector('[role=dialog], [role=alertdialog]') !== null;
  // What fields announce stands for a few seconds as pictures without a name; no person meets them there.
  const { violations } = await axe.run(
    { exclude: ['[data-live-announcer]'] },
    {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      rules: Object.fromEntries(aboutTheWholePage.map((rule) => [rule, { enabled: !isModal }])),
    },
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} (${failureSummary ?? ''})`),
  );
}
