import { describe, expect, it } from 'vitest';
import { sniffMediaType } from '../../../shared/domain/pop/media-type';

const utf8 = (text: string) => new TextEncoder().encode(text);

/** A text in UTF-16 with the mark that says in which order its bytes stand. */
function utf16(text: string, order: 'big' | 'little'): Uint8Array {
  return new Uint8Array(
    [...`\ufeff${text}`].flatMap((char) => {
      const [high, low] = [char.charCodeAt(0) >> 8, char.charCodeAt(0) & 255];
      return order === 'big' ? [high, low] : [low, high];
    }),
  );
}

const invoice = '<?xml version="1.0"?><Invoice/>';

describe('POP-6 what a text is by its bytes', () => {
  it.each([
    ['without a mark', utf8(invoice)],
    ['with the mark that .NET writes', utf8(`\ufeff${invoice}`)],
    ['in UTF-16', utf16(invoice, 'little')],
    ['in UTF-16 the other way round', utf16(invoice, 'big')],
  ])('knows an e-invoice %s', (_, bytes) => {
    expect(sniffMediaType(bytes, 'invoice.xml')).toBe('application/xml');
  });

  it.each(['little', 'big'] as const)('knows a list of rows in UTF-16 (%s-endian)', (order) => {
    const list = utf16('Name\tLand\n東京\tJP\n', order);
    expect(sniffMediaType(list, 'leads.csv')).toBe('text/csv');
    expect(sniffMediaType(list, 'leads.txt')).toBe('text/plain');
  });

  it('takes bytes that occur in no text for no text', () => {
    expect(sniffMediaType(new Uint8Array([1, 2, 3]), 'list.csv')).toBe('application/octet-stream');
    expect(sniffMediaType(new Uint8Array([0xff, 0xfe, 1, 0]), 'list.csv')).toBe('application/octet-stream');
    expect(sniffMediaType(new Uint8Array(), 'list.csv')).toBe('application/octet-stream');
    expect(sniffMediaType(utf8('\ufeffa,b'), 'list.csv')).toBe('text/csv');
  });
});
