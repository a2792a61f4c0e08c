import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { keepFocus } from '../../../renderer/app/keep-focus';

let end: () => void = () => undefined;

function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`no ${id}`);
  return element;
}

/** The look that follows each key has been taken, so that it does not fall into what comes next. */
async function looked(): Promise<void> {
  for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
}

beforeEach(() => {
  document.body.innerHTML = `
    <button id="first">First</button>
    <main id="content" tabindex="-1">
      <button id="row">Row</button>
      <aside id="panel" tabindex="-1">
        <button id="approve">Approve</button>
        <button id="more">More</button>
      </aside>
    </main>`;
  end = keepFocus();
});
afterEach(() => {
  end();
  document.body.innerHTML = '';
});

describe('the focus', () => {
  it('goes on at the part around what was switched off, and Tab from there', async () => {
    byId('approve').addEventListener('click', ({ target }) =>
      (target as HTMLButtonElement).toggleAttribute('disabled'),
    );
    byId('approve').focus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => document.activeElement?.id).toBe('panel');
    await userEvent.keyboard('{Tab}');
    expect(document.activeElement?.id).toBe('more');
  });

  it('goes back to what was used before when the part has gone as well, and hands a key on to it', async () => {
    byId('row').focus();
    byId('more').focus();
    const heard: string[] = [];
    byId('row').addEventListener('keydown', ({ key }) => heard.push(key));
    byId('panel').remove();
    await userEvent.keyboard('{Escape}');
    expect(document.activeElement?.id).toBe('row');
    expect(heard).toEqual(['Escape']);
  });

  it('presses nothing with a key that was meant for what has gone, and types nothing', async () => {
    const pressed: string[] = [];
    byId('row').addEventListener('click', () => pressed.push('row'));
    for (const key of ['{Enter}', ' ']) {
      byId('row').focus();
      const gone = document.createElement('button');
      document.body.append(gone);
      gone.focus();
      gone.remove();
      await userEvent.keyboard(key);
      expect(document.activeElement?.id).toBe('row');
      await looked();
    }
    expect(pressed).toEqual([]);
    const field = document.createElement('input');
    byId('content').append(field);
    field.focus();
    byId('more').focus();
    byId('panel').remove();
    await userEvent.keyboard('x');
    expect(document.activeElement).toBe(field);
    expect(field.value).toBe('');
  });

  it('goes on at the part around by itself when its button goes long after the key', async () => {
    byId('approve').focus();
    await userEvent.keyboard('{Enter}');
    await looked();
    byId('approve').remove();
    await expect.poll(() => document.activeElement?.id).toBe('panel');
  });

  it('leaves a person who pressed an empty place alone, also when what was used before goes', async () => {
    byId('approve').focus();
    window.dispatchEvent(new PointerEvent('pointerdown'));
    (document.activeElement as HTMLElement).blur();
    byId('approve').remove();
    await looked();
    expect(document.activeElement).toBe(document.body);
  });

  it('stays away when a person presses an empty place', async () => {
    byId('row').focus();
    (document.activeElement as HTMLElement).blur();
    await userEvent.keyboard('{Shift}');
    await looked();
    expect(document.activeElement).toBe(document.body);
  });

  it('goes to the content when nothing of what was used is left', async () => {
    byId('first').focus();
    byId('first').remove();
    await userEvent.keyboard('{Tab}');
    expect(byId('content').contains(document.activeElement)).toBe(true);
  });
});
