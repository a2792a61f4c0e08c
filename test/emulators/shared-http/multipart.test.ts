import { describe, expect, it } from 'vitest';
import { parseMultipart } from './multipart';

const TYPE = 'multipart/form-data; boundary="b-1"';

function read(lines: readonly string[], eol = '\r\n', type = TYPE): unknown {
  const body = parseMultipart(new Uint8Array(Buffer.from(lines.join(eol), 'latin1')), type);
  if (body.kind === 'unreadable') return body.why;
  return body.parts.map(({ name, filename, bytes }) => [
    name,
    filename,
    Buffer.from(bytes).toString('latin1'),
  ]);
}

describe('multipart bodies', () => {
  it.each([
    [
      'as Salesforce’s guide writes it',
      'form-data; name="entity_content";',
      'form-data; name="VersionData"; filename="a.pdf"',
    ],
    [
      'a semicolon after both',
      'form-data; name="entity_content"; ',
      'form-data; name="VersionData"; filename="a.pdf";',
    ],
    ['names without quotes', 'form-data; name=entity_content', 'form-data; name=VersionData; filename=a.pdf'],
    [
      'the file’s name first',
      'form-data;name="entity_content"',
      'form-data; filename="a.pdf"; name="VersionData"',
    ],
    [
      'the file’s name in UTF-8',
      'form-data; name="entity_content"',
      `form-data; name="VersionData"; filename*=utf-8''a.pdf`,
    ],
  ])('are read: %s', (_, entity, binary) => {
    const lines = [
      '--b-1',
      `Content-Disposition: ${entity}`,
      'Content-Type: application/json',
      '',
      '{}',
      '--b-1',
      'content-type: application/pdf',
      `content-disposition: ${binary}`,
      '',
      '%PDF',
      '--b-1--',
      '',
    ];
    const parts = [
      ['entity_content', null, '{}'],
      ['VersionData', 'a.pdf', '%PDF'],
    ];
    expect(read(lines)).toEqual(parts);
    expect(read(lines, '\n')).toEqual(parts);
  });

  it('keep every byte, also of lines that begin like the boundary', () => {
    const bytes = '\r\n--b-12\r\n--b-1x--\n--b-1\r\n\r\n\x00\xff';
    const head = 'Content-Disposition: form-data; name="f"; filename="f"';
    expect(read(['before', '--b-1  ', head, '', bytes, '--b-1', head, '', '', '--b-1--', 'after'])).toEqual([
      ['f', 'f', bytes],
      ['f', 'f', ''],
    ]);
  });

  it('say why they cannot be read', () => {
    expect(read(['--b-1'], '\r\n', 'multipart/form-data')).toBe('multipart body without a boundary');
    const head = 'Content-Disposition: form-data; name="f"';
    expect(read(['--b-1', head, '', 'cut'])).toBe('multipart body ends before its closing boundary');
    expect(read([''])).toBe('multipart body ends before its closing boundary');
  });
});
