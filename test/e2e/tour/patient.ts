import { expect as base } from '@playwright/test';

/** The first thing that a newcomer runs may run on a busy machine: the tour waits longer than a test would. */
export const expect = base.configure({ timeout: 30_000 });
