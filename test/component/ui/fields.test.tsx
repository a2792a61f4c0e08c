import { useState } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { DateField } from '../../../renderer/ui/date-field';
import { MoneyField, NumberField } from '../../../renderer/ui/number-field';
import { ComboBox, Select } from '../../../renderer/ui/select';
import { TextField } from '../../../renderer/ui/text-field';
import { type Rendered, render } from './render';

let rendered: Rendered | null = null;
afterEach(() => {
  rendered?.unmount();
  rendered = null;
});

/** Shows a field with its own state and writes down what it gives. */
function show<T>(
  initial: T,
  field: (value: T, onChange: (next: T) => void) => React.ReactNode,
  locale = 'en-US',
): T[] {
  const given: T[] = [];
  function Holder() {
    const [value, setValue] = useState(initial);
    return field(value, (next) => {
      given.push(next);
      setValue(next);
    });
  }
  rendered = render(<Holder />, { locale });
  return given;
}

const euro = { code: 'EUR', digits: 2 };

describe('MoneyField', () => {
  it('MDF-3 takes what the locale writes and shows it so when left', async () => {
    const given = show<number | null>(
      null,
      (value, onChange) => <MoneyField label="Cost" currency={euro} value={value} onChange={onChange} />,
      'de-DE',
    );
    const input = page.getByLabelText('Cost');
    await input.fill('1.250,5');
    await userEvent.tab();
    expect(given.at(-1)).toBe(125_050);
    await expect.element(input).toHaveValue('1.250,50');
  });

  it('MDF-3 keeps text that is no amount, says why, and leaves the value as it was', async () => {
    const given = show<number | null>(1000, (value, onChange) => (
      <MoneyField label="Cost" currency={euro} value={value} onChange={onChange} />
    ));
    const input = page.getByLabelText('Cost');
    await input.fill('about ten');
    await userEvent.tab();
    expect(given).toEqual([]);
    await expect.element(input).toHaveValue('about ten');
    await expect
      .element(input)
      .toHaveAccessibleDescription('This is not an amount in EUR. Write it like 1,234.00.');
    await input.fill('12');
    await expect.element(input).not.toBeInvalid();
    expect(given).toEqual([1200]);
  });

  it('MDF-3 takes no beginning of a text for the amount, once the whole is none', async () => {
    const given = show<number | null>(1000, (value, onChange) => (
      <MoneyField label="Cost" currency={euro} value={value} onChange={onChange} />
    ));
    await page.getByLabelText('Cost').click();
    await userEvent.keyboard('{Control>}a{/Control}12.345');
    expect(given.at(-1)).toBe(1000);
  });

  it('gives null when it is emptied', async () => {
    const given = show<number | null>(1000, (value, onChange) => (
      <MoneyField label="Cost" currency={euro} value={value} onChange={onChange} />
    ));
    await page.getByLabelText('Cost').clear();
    expect(given).toEqual([null]);
  });
});

describe('DateField', () => {
  it('gives a plain date, whatever order the locale writes it in', async () => {
    const given = show<string | null>(
      '2026-11-24',
      (value, onChange) => <DateField label="Start" value={value} onChange={onChange} />,
      'en-GB',
    );
    await page.getByRole('spinbutton', { name: /day/ }).click();
    await userEvent.keyboard('05122026');
    expect(given.at(-1)).toBe('2026-12-05');
  });

  it('picks a day from the month by keyboard', async () => {
    const given = show<string | null>('2026-11-24', (value, onChange) => (
      <DateField label="Start" value={value} onChange={onChange} />
    ));
    await page.getByRole('button', { name: /Calendar/ }).click();
    await expect.element(page.getByRole('grid')).toBeVisible();
    await userEvent.keyboard('{ArrowRight}{Enter}');
    await expect.poll(() => given.at(-1)).toBe('2026-11-25');
  });
});

const options = [
  { id: 'a', label: 'Northwind' },
  { id: 'b', label: 'Nordlicht Systems' },
  { id: 'c', label: 'Contoso' },
] as const;

describe('Select and ComboBox', () => {
  it('opens the list on a letter, and chooses nothing unseen, where a choice acts at once', async () => {
    const given = show<string>('a', (value, onChange) => (
      <Select label="Serves as" options={options} value={value} onChange={onChange} actsAtOnce />
    ));
    await userEvent.keyboard('{Tab}');
    await userEvent.keyboard('{ArrowRight}');
    await expect.element(page.getByRole('listbox')).toBeVisible();
    expect(given).toEqual([]);
    await userEvent.keyboard('{Escape}');
    await userEvent.keyboard(options[1]?.label[0] ?? '');
    await expect.element(page.getByRole('listbox')).toBeVisible();
    expect(given).toEqual([]);
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(given).toHaveLength(1);
  });

  it('chooses by keyboard and type-ahead', async () => {
    const given = show<'a' | 'b' | 'c'>('a', (value, onChange) => (
      <Select label="Partner" options={options} value={value} onChange={onChange} />
    ));
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('listbox')).toBeVisible();
    await userEvent.keyboard('c{Enter}');
    await expect.poll(() => given).toEqual(['c']);
    await expect.element(page.getByRole('button', { name: /Contoso/ })).toBeVisible();
  });

  it('finds by any part of the name', async () => {
    const given = show<'a' | 'b' | 'c' | null>(null, (value, onChange) => (
      <ComboBox label="Partner" options={options} value={value} onChange={onChange} />
    ));
    await page.getByRole('combobox').fill('systems');
    await expect.element(page.getByRole('option', { name: 'Nordlicht Systems' })).toBeVisible();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await expect.poll(() => given).toEqual(['b']);
    await expect.element(page.getByRole('combobox')).toHaveValue('Nordlicht Systems');
  });

  it('says that nothing matches', async () => {
    show<'a' | 'b' | 'c' | null>(null, (value, onChange) => (
      <ComboBox label="Partner" options={options} value={value} onChange={onChange} />
    ));
    await page.getByRole('combobox').fill('zzz');
    await expect.element(page.getByText('Nothing matches. Try fewer letters.')).toBeVisible();
  });
});

describe('fields', () => {
  it('show the error in place of the help and tie it to the input', async () => {
    rendered = render(<TextField label="Title" help="As the partner names it" error="Give it a title." />);
    await expect.element(page.getByText('As the partner names it')).not.toBeInTheDocument();
    const input = page.getByLabelText('Title');
    await expect.element(input).toBeInvalid();
    await expect.element(input).toHaveAccessibleDescription('Give it a title.');
  });

  it('give null for an emptied number', async () => {
    const given = show<number | null>(40, (value, onChange) => (
      <NumberField label="Contacts" value={value} onChange={onChange} />
    ));
    await page.getByLabelText('Contacts').clear();
    await userEvent.tab();
    expect(given.at(-1)).toBeNull();
  });
});
