import { describe, expect, it } from 'vitest';
import { answerInAnyCase } from '../../../renderer/workers/documents/answer-task';

const words = (text: string) => new TextEncoder().encode(text);

describe('the reader of documents', () => {
  it('POP-6 answers with the rows of a table', async () => {
    const answer = await answerInAnyCase({ kind: 'read-table', id: 3, content: words('a,b\n1,2\n') });
    expect(answer).toEqual({
      kind: 'table',
      id: 3,
      rows: [
        ['a', 'b'],
        ['1', '2'],
      ],
    });
  });

  it('POP-6 answers too where the reading fails in a way that nobody foresaw', async () => {
    const task = { kind: 'read-xml', id: 7, content: words('<Invoice/>') } as const;
    const answer = await answerInAnyCase(task, () => Promise.reject(new Error('planned')));
    expect(answer).toMatchObject({
      kind: 'problem',
      id: 7,
      problem: { message: expect.stringContaining('stopped working on this file') },
    });
  });
});
