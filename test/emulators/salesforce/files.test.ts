import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { FileState } from './control';
import { type Errors, useOrg } from './harness';

const CLAIM = '0TW5g00000Cl002GAB';

describe('Salesforce emulator: files', () => {
  const org = useOrg();
  const pdf = Buffer.concat([
    Buffer.from('%PDF-1.7\n'),
    randomBytes(70_000),
    Buffer.from([0, 255, 13, 10, 45, 45]),
  ]);

  /** The multipart body written by hand: a JSON part without a filename, then the binary part with one. */
  function multipart(fields: Record<string, unknown>, bytes: Buffer): { body: Buffer; type: string } {
    const boundary = `----desk${randomBytes(8).toString('hex')}`;
    const head = [
      `--${boundary}`,
      'Content-Disposition: form-data; name="entity_content"',
      'Content-Type: application/json',
      '',
      JSON.stringify(fields),
      `--${boundary}`,
      'Content-Disposition: form-data; name="VersionData"; filename="invoice é.pdf"',
      'Content-Type: application/octet-stream',
      '',
      '',
    ].join('\r\n');
    return {
      body: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
      type: `multipart/form-data; boundary=${boundary}`,
    };
  }

  async function upload(
    fields: Record<string, unknown>,
    bytes: Buffer,
  ): Promise<{ status: number; body: { id: string } & Errors }> {
    const { body, type } = multipart(fields, bytes);
    const response = await fetch(`${org().sf.url}/services/data/v62.0/sobjects/ContentVersion`, {
      method: 'POST',
      headers: { authorization: `Bearer ${org().token}`, 'content-type': type },
      body: new Uint8Array(body),
    });
    return { status: response.status, body: (await response.json()) as { id: string } & Errors };
  }

  async function download(id: string): Promise<Buffer> {
    const response = await fetch(
      `${org().sf.url}/services/data/v62.0/sobjects/ContentVersion/${id}/VersionData`,
      {
        headers: { authorization: `Bearer ${org().token}` },
      },
    );
    expect(response.status).toBe(200);
    return Buffer.from(await response.arrayBuffer());
  }

  it('a multipart upload keeps every byte, makes the document and the link, and knows size, type and MD5', async () => {
    const made = await upload(
      { PathOnClient: 'invoice 7.pdf', FirstPublishLocationId: CLAIM, Channel_Desk_Id__c: 'file-1' },
      pdf,
    );
    expect(made.status).toBe(201);
    expect((await download(made.body.id)).equals(pdf)).toBe(true);
    const { body } = await org().call<Record<string, unknown>>(
      'GET',
      `/sobjects/ContentVersion/${made.body.id}`,
    );
    expect(body).toMatchObject({
      Title: 'invoice 7',
      FileExtension: 'pdf',
      FileType: 'PDF',
      ContentSize: pdf.length,
      Checksum: createHash('md5').update(pdf).digest('hex'),
      IsLatest: true,
      VersionNumber: '1',
      FirstPublishLocationId: CLAIM,
      ContentDocumentId: expect.stringMatching(/^069\w{15}$/) as string,
      VersionData: `/services/data/v62.0/sobjects/ContentVersion/${made.body.id}/VersionData`,
    });
    const links = await org().query<Record<string, unknown>>(
      `SELECT ContentDocumentId, ShareType, Visibility FROM ContentDocumentLink WHERE LinkedEntityId = '${CLAIM}'`,
    );
    expect(links.body.records).toContainEqual(
      expect.objectContaining({
        ContentDocumentId: body['ContentDocumentId'],
        ShareType: 'V',
        Visibility: 'AllUsers',
      }),
    );
    const { body: state } = await org().control<{ files: FileState[] }>('GET', '/state?object=Account');
    expect(state.files.find((file) => file.versionId === made.body.id)).toMatchObject({
      sha256: createHash('sha256').update(pdf).digest('hex'),
      linkedTo: [CLAIM],
    });
  });

  it('takes the multipart form of the REST guide, whose headers end in a semicolon', async () => {
    const body = [
      '--boundary_string',
      'Content-Disposition: form-data; name="entity_content";',
      'Content-Type: application/json',
      '',
      '{"PathOnClient":"guide.pdf"}',
      '',
      '--boundary_string',
      'Content-Type: application/octet-stream',
      'Content-Disposition: form-data; name="VersionData"; filename="guide.pdf";',
      '',
      '%PDF-1.7',
      '--boundary_string--',
    ].join('\r\n');
    const response = await fetch(`${org().sf.url}/services/data/v62.0/sobjects/ContentVersion`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${org().token}`,
        'content-type': 'multipart/form-data; boundary="boundary_string"',
      },
      body,
    });
    expect(response.status).toBe(201);
    const { id } = (await response.json()) as { id: string };
    expect((await download(id)).toString('utf8')).toBe('%PDF-1.7');
  });

  it('JSON with base64 does the same; an empty file is a file', async () => {
    const id = await org().create('ContentVersion', {
      Title: 'Note',
      PathOnClient: 'note.txt',
      VersionData: Buffer.from('grüße').toString('base64'),
    });
    expect((await download(id)).toString('utf8')).toBe('grüße');
    const empty = await upload({ PathOnClient: 'empty.bin' }, Buffer.alloc(0));
    expect((await download(empty.body.id)).length).toBe(0);
  });

  it('a query gives a URL for the bytes, and VersionDataUrl downloads too', async () => {
    const made = await upload({ PathOnClient: 'q.bin' }, pdf);
    const { body } = await org().query<{ VersionData: string; VersionDataUrl: string }>(
      `SELECT VersionData, VersionDataUrl FROM ContentVersion WHERE Id = '${made.body.id}'`,
    );
    expect(body.records[0]?.VersionData).toBe(
      `/services/data/v62.0/sobjects/ContentVersion/${made.body.id}/VersionData`,
    );
    const response = await fetch(body.records[0]?.VersionDataUrl ?? '', {
      headers: { authorization: `Bearer ${org().token}` },
    });
    expect(Buffer.from(await response.arrayBuffer()).equals(pdf)).toBe(true);
  });

  it('a second version joins the document and becomes the latest; a first place is for the first version only', async () => {
    const first = await upload({ PathOnClient: 'v.txt' }, Buffer.from('one'));
    const { body } = await org().call<{ ContentDocumentId: string }>(
      'GET',
      `/sobjects/ContentVersion/${first.body.id}`,
    );
    const second = await upload(
      { PathOnClient: 'v.txt', ContentDocumentId: body.ContentDocumentId },
      Buffer.from('two'),
    );
    const versions = await org().query<Record<string, unknown>>(
      `SELECT Id, IsLatest, VersionNumber FROM ContentVersion WHERE ContentDocumentId = '${body.ContentDocumentId}' ORDER BY VersionNumber`,
    );
    expect(versions.body.records).toMatchObject([
      { Id: first.body.id, IsLatest: false, VersionNumber: '1' },
      { Id: second.body.id, IsLatest: true, VersionNumber: '2' },
    ]);
    const document = await org().call('GET', `/sobjects/ContentDocument/${body.ContentDocumentId}`);
    expect(document.body).toMatchObject({ LatestPublishedVersionId: second.body.id, ContentSize: 3 });
    const wrong = await upload(
      { PathOnClient: 'v.txt', ContentDocumentId: body.ContentDocumentId, FirstPublishLocationId: CLAIM },
      Buffer.from('x'),
    );
    expect(wrong.status).toBe(400);
  });

  it('a unique field on the version finds an upload whose answer was lost', async () => {
    org().sf.faults.add({ kind: 'drop-after-commit', match: { method: 'POST', path: 'ContentVersion' } });
    await expect(
      upload({ PathOnClient: 'lost.pdf', Channel_Desk_Id__c: 'file-lost' }, pdf),
    ).rejects.toThrow();
    const { body } = await org().query<{ Checksum: string }>(
      "SELECT Checksum FROM ContentVersion WHERE Channel_Desk_Id__c = 'file-lost'",
    );
    expect(body.records).toMatchObject([{ Checksum: createHash('md5').update(pdf).digest('hex') }]);
    const again = await upload({ PathOnClient: 'lost.pdf', Channel_Desk_Id__c: 'file-lost' }, pdf);
    expect(again).toMatchObject({ status: 400, body: [{ errorCode: 'DUPLICATE_VALUE' }] });
  });

  it('refuses what is incomplete and leaves nothing behind', async () => {
    const documents = async (): Promise<number> =>
      (await org().query('SELECT Id FROM ContentDocument')).body.totalSize;
    const before = await documents();
    expect(
      await org().call('POST', '/sobjects/ContentVersion', { Title: 'x', PathOnClient: 'x' }),
    ).toMatchObject({
      status: 400,
      body: [{ errorCode: 'REQUIRED_FIELD_MISSING', fields: ['VersionData'] }],
    });
    expect(await org().call('POST', '/sobjects/ContentVersion', { VersionData: 'eA==' })).toMatchObject({
      status: 400,
      body: [{ fields: ['Title', 'PathOnClient'] }],
    });
    expect(
      await org().call('POST', '/sobjects/ContentVersion', { PathOnClient: 'x', VersionData: '§§' }),
    ).toMatchObject({ status: 400, body: [{ errorCode: 'JSON_PARSER_ERROR' }] });
    expect((await upload({ PathOnClient: 'x', FirstPublishLocationId: '0TW5g00000Zz999' }, pdf)).status).toBe(
      400,
    );
    expect(await org().call('POST', '/sobjects/ContentDocument', { Title: 'x' })).toMatchObject({
      status: 400,
    });
    expect(await documents()).toBe(before);
  });

  it('links need a filter, and a document is linked to a record once', async () => {
    const bare = await org().call(
      'GET',
      `/query?q=${encodeURIComponent('SELECT Id FROM ContentDocumentLink')}`,
    );
    expect(bare).toMatchObject({
      status: 400,
      body: [
        {
          errorCode: 'MALFORMED_QUERY',
          message: expect.stringContaining(
            'Implementation restriction: ContentDocumentLink requires a filter',
          ) as string,
        },
      ],
    });
    const either =
      "SELECT Id FROM ContentDocumentLink WHERE LinkedEntityId = '0TW5g00000Cl001' OR ShareType = 'V'";
    expect((await org().query(either)).status).toBe(400);
    const [link] = (
      await org().query<Record<string, string>>(
        "SELECT ContentDocumentId FROM ContentDocumentLink WHERE LinkedEntityId = '0TW5g00000Cl001'",
      )
    ).body.records;
    const fields = {
      ContentDocumentId: link?.['ContentDocumentId'],
      LinkedEntityId: '0TX5g00000Rq002',
      ShareType: 'V',
      Visibility: 'AllUsers',
    };
    expect((await org().call('POST', '/sobjects/ContentDocumentLink', fields)).status).toBe(201);
    expect(await org().call('POST', '/sobjects/ContentDocumentLink', fields)).toMatchObject({
      status: 400,
      body: [{ errorCode: 'DUPLICATE_VALUE' }],
    });
    const children = await org().query(
      "SELECT (SELECT ContentDocument.Title FROM ContentDocumentLinks) FROM PartnerFundRequest WHERE Id = '0TX5g00000Rq002'",
    );
    expect(children.body.records[0]).toMatchObject({
      ContentDocumentLinks: {
        records: [{ ContentDocument: { Title: 'Lead list, release faster webcast' } }],
      },
    });
  });
});
