import { say } from './say';

const wrongField =
  '[data-invalid] :is(input, textarea, button, [role="spinbutton"]), :is(input, textarea)[aria-invalid="true"]';

/** Once a form says what is wrong, the first field of those goes on with the focus; one that has it already says it again. */
export function showFirstMistake(form: HTMLElement | null): void {
  requestAnimationFrame(() => {
    if (form === null || !form.isConnected) return;
    const { activeElement } = document;
    if (activeElement?.closest('[data-invalid]') && form.contains(activeElement)) sayMistake(activeElement);
    else form.querySelector<HTMLElement>(wrongField)?.focus();
  });
}

/** Reads out what a field says of itself; a screen reader does so by itself only when the focus comes to the field. */
export function sayMistake(field: Element): void {
  const described =
    field.closest('[aria-describedby]') ??
    field.closest('[data-invalid]')?.querySelector('[aria-describedby]');
  const ids = described?.getAttribute('aria-describedby')?.split(/\s+/) ?? [];
  const text = ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
  if (text.trim() !== '') say(text.trim());
}
