import { sayMistake } from './first-mistake';

/** Set on a field whose text cannot be read, so that its value is not what stands in it. */
export const UNREADABLE = 'data-unreadable';

/** Whether something in a form cannot be read, so that it must not be sent; it gets the focus, and says why below. */
export function holdsUnreadable(form: HTMLElement | null): boolean {
  const field = form?.querySelector<HTMLElement>(`[${UNREADABLE}]`) ?? null;
  if (field !== null && field === document.activeElement) sayMistake(field);
  field?.focus();
  return field !== null;
}
