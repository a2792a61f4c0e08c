const samples = import.meta.glob<string>('../../../resources/demo/invoices/*.pdf', {
  query: '?url',
  import: 'default',
  eager: true,
});

/** A sample invoice as the person would drop it. */
export async function sampleInvoice(name: string): Promise<File> {
  const url = samples[`../../../resources/demo/invoices/${name}`];
  if (url === undefined) throw new Error(`there is no sample ${name}`);
  return new File([await (await fetch(url)).arrayBuffer()], name, { type: 'application/pdf' });
}

/** A small PDF of one or more pages with a line of text on each and nothing embedded. */
export function plainPdf(name: string, lines: readonly string[]): File {
  const fontId = 3;
  const objects: string[] = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${lines.map((_, at) => `${4 + at * 2} 0 R`).join(' ')}] /Count ${lines.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  lines.forEach((line, at) => {
    const stream = `BT /F1 24 Tf 60 700 Td (${line}) Tj ET`;
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 ${fontId} 0 R >> >> /Contents ${5 + at * 2} 0 R >>`,
      `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    );
  });
  return pdfOf(name, objects);
}

/** Writes the objects of a PDF, numbered from 1 with the catalogue first, and their table. */
function pdfOf(name: string, objects: readonly string[]): File {
  let text = '%PDF-1.4\n';
  const places = objects.map((object, at) => {
    const place = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  for (const place of places) text += `${String(place).padStart(10, '0')} 00000 n \n`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
  return new File([bytes], name, { type: 'application/pdf' });
}

/** Drops files on an element as a file manager does. */
export function dropOn(target: Element, files: readonly File[]): void {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  for (const type of ['dragenter', 'dragover', 'drop']) {
    target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }));
  }
}

/** A picture that can be drawn; its name is written on it, so that two have different bytes unless `text` is given. */
export async function picture(name: string, text = name): Promise<File> {
  const canvas = new OffscreenCanvas(320, 200);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  context.fillStyle = 'seagreen';
  context.fillRect(0, 0, 320, 200);
  context.fillStyle = 'white';
  context.fillText(text, 20, 100);
  return new File([await canvas.convertToBlob({ type: 'image/png' })], name, { type: 'image/png' });
}

/** A PDF whose page shows a black square packed as a fax (CCITT Group 4), as many scanners do. */
export function faxPdf(name: string): File {
  // Eight rows of eight black pixels: one row in full, seven that repeat it, then padding.
  const fax = String.fromCharCode(0b00100110, 0b10100010, 0b11111111, 0b11111110);
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [4 0 R] /Count 1 >>',
    `<< /Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 8 /Rows 8 >> /Length ${fax.length} >>\nstream\n${fax}\nendstream`,
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Resources << /XObject << /I 3 0 R >> >> /Contents 5 0 R >>',
    '<< /Length 30 >>\nstream\nq 160 0 0 160 20 20 cm /I Do Q\nendstream',
  ];
  return pdfOf(name, objects);
}
