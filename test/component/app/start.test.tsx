import '../../../renderer/ui/styles';
import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { withJournal } from '../../../renderer/app/open-workspace';
import { firstSettings, startDesk, type StartProblem, workspaceName } from '../../../renderer/app/start-desk';
import { StartProblemPage } from '../../../renderer/app/start-problem';
import { writeProcess } from '../../../shared/playbook/process';
import { createBridge } from '../../../renderer/bridge/bridge';
import type { ChannelOut } from '../../../shared/ipc/contract';
import { axeProblems } from '../support/axe';
import { type FakeMain, fakeMain } from '../support/fake-main';
import { shippedRules } from '../support/shipped-rules';
import { type Rendered, render } from '../ui/render';

type AppInfo = Extract<ChannelOut<'app.info'>, { ok: true }>['value'];

const info: AppInfo = {
  version: '0.1.0',
  electron: '25.1.1',
  chromium: '114',
  platform: 'linux',
  locale: 'de-DE',
  timeZone: 'Europe/Berlin',
  demo: true,
  evaluationRuntime: false,
  settings: { userName: 'Dana Weber', roles: ['cmm'] },
};

let rendered: Rendered | null = null;
afterEach(() => {
  rendered?.unmount();
  rendered = null;
});

const unasked = () => {
  throw new Error('nobody asked for this');
};

function problemPage(problem: StartProblem) {
  return (
    <StartProblemPage problem={problem} onPassphrase={unasked} onSetAside={unasked} onStartEmpty={unasked} />
  );
}

function start(main: FakeMain, passphrase: string | null = null) {
  const bridge = createBridge(main);
  return startDesk(bridge, withJournal(bridge, { passphrase, tell: () => undefined }));
}

describe('starting', () => {
  it('opens the workspace with the settings that main knows and what suits the computer', async () => {
    const main = fakeMain({
      'app.info': () => ({ ok: true, value: info }),
      'playbook.load': () => ({ ok: true, value: writeProcess(shippedRules()) }),
    });
    const started = await start(main);
    if (!started.ok) throw new Error(JSON.stringify(started.error));
    const { data, settings } = started.value;
    expect(data.db.name).toBe('channel-desk-demo');
    expect(settings).toMatchObject({
      userName: 'Dana Weber',
      roles: ['cmm'],
      timeZone: 'Europe/Berlin',
      theme: 'system',
      density: 'normal',
    });
    data.close();
    await data.db.delete();
  });

  it('keeps demo and real work apart', () => {
    expect(workspaceName({ demo: false })).not.toBe(workspaceName({ demo: true }));
  });

  it('gives a person without roles the first approval level of the playbook', () => {
    const { playbook } = shippedRules();
    expect(firstSettings({ settings: {}, timeZone: 'Asia/Tokyo' }, playbook).roles).toEqual([
      playbook.mdf.levels[0]?.role,
    ]);
  });

  it('says which places of the playbook are wrong and touches nothing', async () => {
    const main = fakeMain({
      'app.info': () => ({ ok: true, value: info }),
      'playbook.load': () => ({
        ok: false,
        error: {
          problems: [
            { file: 'mdf.yaml', path: 'levels.0.businessDays', line: 12, message: 'expected a number' },
          ],
        },
      }),
    });
    const started = await start(main);
    if (started.ok) throw new Error('it must not start');
    rendered = render(problemPage(started.error));
    const alert = page.getByRole('alert');
    await expect.element(alert).toHaveTextContent('mdf.yaml:12');
    await expect.element(alert).toHaveTextContent('levels.0.businessDays expected a number');
    await expect.element(alert).toHaveTextContent('Your data is untouched.');
    await expect.element(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  });

  it('refuses a workspace of a newer app in words', async () => {
    rendered = render(problemPage({ kind: 'database', problem: { kind: 'newer', found: 9, known: 1 } }), {
      container: 'div',
    });
    const alert = page.getByRole('alert');
    await expect.element(alert).toHaveTextContent('This workspace was written by a newer Channel Desk');
    await expect.element(alert).toHaveTextContent('Install the newer app');
    expect((await axeProblems()).filter((problem) => !problem.startsWith('page-has-heading-one'))).toEqual(
      [],
    );
  });

  it('G2 keeps both and starts empty only when the person says so twice', async () => {
    let pressed = 0;
    const problem = { kind: 'both-lost', message: 'It is torn.', losses: ['Entries 1 to 9'] } as const;
    rendered = render(
      <StartProblemPage
        problem={problem}
        onPassphrase={unasked}
        onSetAside={unasked}
        onStartEmpty={() => {
          pressed += 1;
        }}
      />,
    );
    const alert = page.getByRole('alert');
    await expect.element(alert).toHaveTextContent('The database cannot be opened: It is torn.');
    await expect.element(alert).toHaveTextContent('Entries 1 to 9');
    await page.getByRole('button', { name: 'Keep both aside and start empty' }).click();
    const asked = page.getByRole('alertdialog', { name: 'Start with an empty workspace?' });
    await expect.element(asked).toHaveTextContent('will not be in the new workspace');
    expect(await axeProblems()).toEqual([]);
    expect(pressed).toBe(0);
    await asked.getByRole('button', { name: 'Start empty' }).click();
    await expect.poll(() => pressed).toBe(1);
  });

  it('G2 says of a database that is gone that it is, not that it cannot be opened', async () => {
    rendered = render(problemPage({ kind: 'both-lost', message: null, losses: ['Entries 1 to 9'] }));
    const alert = page.getByRole('alert');
    await expect
      .element(alert)
      .toHaveTextContent('The database is gone: there is nothing in it. The journal,');
    await expect.element(alert).not.toHaveTextContent('cannot be opened');
  });

  it('says when the main process gives no answer', async () => {
    const started = await start(fakeMain());
    if (started.ok) throw new Error('it must not start');
    rendered = render(problemPage(started.error));
    await expect.element(page.getByRole('alert')).toHaveTextContent('The test has no answer for app.info.');
  });
});
