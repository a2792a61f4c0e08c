/** Source of new ids and of chance; tests give a seeded one. */
export type Ids = {
  /** A fresh UUID. */
  uuid(): string;
  /** A number in [0, 1). */
  random(): number;
};
