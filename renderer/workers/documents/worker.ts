import { DocumentTask } from '../../../shared/schema/document-task';
import { answerInAnyCase } from './answer-task';

// Reads documents beside the page, so that a large file does not hold up a frame.
self.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  void answerInAnyCase(DocumentTask.parse(data)).then((answer) => self.postMessage(answer));
});
