import { afterEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { SyncScreen } from '../../../renderer/features/sync/sync-screen';
import { axeProblems } from '../support/axe';
import { fakeMain } from '../support/fake-main';
import { notConnected } from '../support/not-connected';
import { type RenderedDesk, renderDesk } from '../support/render-desk';

let desk: RenderedDesk;
afterEach(() => desk.close());

const [salesforce, gitlab] = notConnected;
const told = 'GitLab has no project “no/where” that you may see. Check the project path in the playbook.';

it('[look] counts beside the other tabs the connections of which something is to be said', async () => {
  const lacking = { ...gitlab, state: 'signed-in', origin: 'https://gitlab.example', note: told } as const;
  const main = fakeMain({ 'connections.list': () => ({ ok: true, value: [salesforce, lacking] }) });
  desk = await renderDesk(
    <main>
      <SyncScreen />
    </main>,
    { hash: '#/sync', main },
  );
  const tab = page.getByRole('tab', { name: /^Connections/ });
  await expect.element(tab).toHaveTextContent('Connections1');
  expect(await axeProblems()).toEqual([]);
  await userEvent.click(tab);
  await expect.element(page.getByText(told)).toBeVisible();
  main.emit('connections.changed', [salesforce, { ...lacking, note: null }]);
  await expect.element(tab).toHaveTextContent(/^Connections$/);
});
