import { useCallback, useState } from 'react';

const PREFIX = 'channel-desk.ui.';

/**
 * State of the window's furniture (widths, columns, what is folded) that survives a restart; nothing that
 * matters lives here. A value that `isValid` refuses, from an older version or damaged, gives `initial`.
 */
export function useRemembered<T>(
  key: string | undefined,
  initial: T,
  isValid: (value: unknown) => value is T,
): readonly [T, (next: T) => void] {
  const [value, setValue] = useState<T>(() => (key === undefined ? initial : read(key, initial, isValid)));
  const set = useCallback(
    (next: T) => {
      setValue(next);
      if (key !== undefined) write(key, next);
    },
    [key],
  );
  return [value, set];
}

function read<T>(key: string, initial: T, isValid: (value: unknown) => value is T): T {
  try {
    const text = localStorage.getItem(PREFIX + key);
    if (text === null) return initial;
    const value: unknown = JSON.parse(text);
    return isValid(value) ? value : initial;
  } catch {
    return initial;
  }
}

function write(key: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // A full or forbidden storage only costs the memory of a width.
  }
}

/** Guard for a remembered text. */
export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Guard for a remembered number. */
export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** Guard for a remembered yes or no. */
export function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}
