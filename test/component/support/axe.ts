import axe from 'axe-core';

// A dialog hides the page behind it, main part and headings included.
const aboutTheWholePage = ['landmark-one-main', 'page-has-heading-one', 'region'];

/** What axe finds wrong in the page as it is now, one line per element: WCAG 2.0 to 2.2, A and AA, and best practice. */
export async function axeProblems(): Promise<string[]> {
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
