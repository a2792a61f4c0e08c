/** A diagnostic log that never gets secrets. */
export type Log = {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
};
