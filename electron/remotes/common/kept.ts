/** One connection as it is kept between starts. */
export type Kept<T> = { get(): T | null; set(value: T | null): Promise<void> };
