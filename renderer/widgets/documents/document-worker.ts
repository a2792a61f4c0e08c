import { DocumentAnswer, type DocumentTask } from '../../../shared/schema/document-task';
import { unread } from '../../workers/documents/unread';

type Question = DocumentTask extends infer Task
  ? Task extends DocumentTask
    ? Omit<Task, 'id'>
    : never
  : never;

let worker: Worker | null = null;
let lastId = 0;
const waiting = new Map<number, (answer: DocumentAnswer) => void>();

const died: DocumentAnswer = { kind: 'problem', id: 0, problem: unread };

function start(): Worker {
  const made = new Worker(new URL('../../workers/documents/worker.ts', import.meta.url), {
    type: 'module',
    name: 'documents',
  });
  made.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const answer = DocumentAnswer.parse(data);
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  made.addEventListener('error', () => {
    // A broken worker is replaced at the next question; those who wait are told.
    made.terminate();
    worker = null;
    for (const tell of waiting.values()) tell(died);
    waiting.clear();
  });
  return made;
}

/** Asks the worker that reads documents; never rejects. */
export function askDocumentWorker(question: Question): Promise<DocumentAnswer> {
  worker ??= start();
  lastId += 1;
  const id = lastId;
  const running = worker;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    running.postMessage({ ...question, id });
  });
}
