import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../renderer/workers/import/decode-text';

/** Bytes as a spreadsheet in Japan writes them: 取引先,地域 / 東京クラウド,APAC / ソフトバンク. */
const japanese = [
  0x8e, 0xe6, 0x88, 0xf8, 0x90, 0xe6, 0x2c, 0x92, 0x6e, 0x88, 0xe6, 0x0a, 0x93, 0x8c, 0x8b, 0x9e, 0x83, 0x4e,
  0x83, 0x89, 0x83, 0x45, 0x83, 0x68, 0x2c, 0x41, 0x50, 0x41, 0x43, 0x0a, 0x83, 0x5c, 0x83, 0x74, 0x83, 0x67,
  0x83, 0x6f, 0x83, 0x93, 0x83, 0x4e,
];
/** Bytes as a spreadsheet in Korea writes them: 거래처,지역 / 한빛소프트,APAC. */
const korean = [
  0xb0, 0xc5, 0xb7, 0xa1, 0xc3, 0xb3, 0x2c, 0xc1, 0xf6, 0xbf, 0xaa, 0x0a, 0xc7, 0xd1, 0xba, 0xfb, 0xbc, 0xd2,
  0xc7, 0xc1, 0xc6, 0xae, 0x2c, 0x41, 0x50, 0x41, 0x43,
];

/** A text as old programs of Western Europe write it, one byte for each sign. */
const western = (text: string): Uint8Array => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

describe('[import] the encoding of a text file', () => {
  it('[import] is that of spreadsheets in Japan and Korea where the text reads so', () => {
    expect(decodeText(new Uint8Array(japanese))).toBe('取引先,地域\n東京クラウド,APAC\nソフトバンク');
    expect(decodeText(new Uint8Array(korean))).toBe('거래처,지역\n한빛소프트,APAC');
  });

  it.each([
    'Müller,Größe,Straße',
    'Société Générale,Île-de-France,créée',
    'Éléphant bleu,Réseaux',
    'Señor Ñandú,España',
    'ÄÖÜ,ÀÉ,GRÖSSE',
    'Åkerlund & Søn,Ærø,blåbær',
    'São João,ação,Conceição',
    'naïve,1.000 \u00a3,25 \u00b0C,\u00abok\u00bb',
    'Müller',
    'Straße',
    'João AG,blåbær',
    'créée,Générale',
  ])('[import] is that of Western Europe for %s', (text) => {
    expect(decodeText(western(text))).toBe(text);
  });

  it('[import] is UTF-8 wherever the bytes allow it', () => {
    for (const text of ['東京クラウド', '한빛소프트', 'Müller', 'plain'])
      expect(decodeText(new TextEncoder().encode(text))).toBe(text);
  });
});
