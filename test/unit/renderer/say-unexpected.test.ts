import { describe, expect, it } from 'vitest';
import { sayUnexpected } from '../../../renderer/app/say-unexpected';

function page() {
  const target = new EventTarget();
  const said: string[] = [];
  const logged: string[] = [];
  sayUnexpected(target, {
    say: (text) => said.push(text),
    log: (message) => logged.push(message),
  });
  const fire = (type: string, what: object) => target.dispatchEvent(Object.assign(new Event(type), what));
  return { fire, said, logged };
}

describe('what nobody foresaw', () => {
  it('is said in words with what to do, and logged with where it happened', () => {
    const { fire, said, logged } = page();
    fire('unhandledrejection', { reason: new Error('The claim has no request') });
    expect(said).toEqual([
      'Something did not work: The claim has no request. What had been saved is safe. Try again; if it stays, reload the window.',
    ]);
    expect(logged).toEqual([expect.stringMatching(/^unforeseen: .*say-unexpected\.test/s)]);
  });

  it('is said of an error in a listener, and of what is no error at all', () => {
    const { fire, said } = page();
    fire('error', { error: new TypeError('x is not a function.'), message: 'Uncaught' });
    fire('error', { error: null, message: 'Script error' });
    fire('unhandledrejection', { reason: 'gone' });
    expect(said.map((text) => text.split(' What had')[0])).toEqual([
      'Something did not work: x is not a function.',
      'Something did not work: Script error.',
      'Something did not work: gone.',
    ]);
  });

  it('does not fill the log with what fails again and again', () => {
    const { fire, said, logged } = page();
    const error = new Error('every frame '.repeat(1000));
    for (let frame = 0; frame < 50; frame += 1) fire('error', { error, message: '' });
    expect(said).toHaveLength(50);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toHaveLength(4000);
    fire('error', { error: new Error('another'), message: '' });
    expect(logged).toHaveLength(2);
  });

  it('is silent about a layout that takes a frame more', () => {
    const { fire, said } = page();
    fire('error', { error: null, message: 'ResizeObserver loop completed with undelivered notifications.' });
    expect(said).toEqual([]);
  });
});
