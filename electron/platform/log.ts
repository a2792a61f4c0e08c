import { inspect } from 'node:util';
import electronLog from 'electron-log/node';
import type { Log } from '../../shared/ports/log';
import { redact } from './redact';

/** The diagnostic log in a file (two of 1 MB at most) and on standard error; secrets are cut from every line. */
export function createLog(file: string): Log {
  // The logger for Node is used, not the one for Electron: that one opens an IPC channel of its own.
  const logger = electronLog.create({ logId: file });
  logger.transports.file.resolvePathFn = () => file;
  logger.transports.file.level = 'info';
  logger.transports.console.level = 'warn';
  logger.hooks.push((message) => ({ ...message, data: message.data.map((part) => redact(asText(part))) }));
  return {
    info: (message) => logger.info(message),
    warn: (message) => logger.warn(message),
    error: (message) => logger.error(message),
  };
}

function asText(part: unknown): string {
  return typeof part === 'string' ? part : inspect(part, { depth: 3 });
}
