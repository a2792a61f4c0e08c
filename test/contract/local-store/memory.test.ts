import { createMemoryStore } from '../../support/memory-store';
import { describeLocalStore } from './local-store-contract';

describeLocalStore('in memory', async () => createMemoryStore());
