import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import { inOwnFormats } from '../../../renderer/widgets/own-formats';

const english = createIntl({ locale: 'en-GB' });
const german = createIntl({ locale: 'de-DE' });
const plain = (text: string, intl = english) => inOwnFormats(text, intl).replace(/\u00a0/g, ' ');

describe('sentences of rules in the formats of the person', () => {
  it('[look] writes dates and amounts as everywhere else', () => {
    expect(plain('It ends on 2026-11-05, before 2026-11-24.')).toBe(
      'It ends on 5 Nov 2026, before 24 Nov 2026.',
    );
    expect(plain('Only 1234.50 EUR is left; 5000 JPY are not.')).toBe(
      'Only €1,234.50 is left; JP¥5,000 are not.',
    );
    expect(plain('At least 1000.00 USD by 2026-11-24.', german)).toBe(
      'At least 1.000,00 $ by 24. Nov. 2026.',
    );
  });

  it('[look] leaves alone what only looks like a date or an amount', () => {
    const text = 'Order 2026-13-45 of 12 POP and 3 SAO, 1.5 EUR, no. 10-2026-11';
    expect(plain(text)).toBe(text);
  });
});
