import { afterAll, beforeAll, describe } from 'vitest';
import type { ContractBench, MakeBench } from './contract-bench';
import { crmContract } from './contract-crm';
import { failureContract } from './contract-failures';
import { gitContract } from './contract-git';
import { pullContract } from './contract-pull';

/** Everything that the sync engine relies on, checked against any remote and the systems behind it. */
export function remoteContract(name: string, makeBench: MakeBench): void {
  describe(`remote contract: ${name}`, () => {
    let made: ContractBench | undefined;
    beforeAll(async () => {
      made = await makeBench();
    });
    afterAll(async () => {
      await made?.stop();
    });
    function bench(): ContractBench {
      if (!made) throw new Error('the bench is not ready');
      return made;
    }
    crmContract(bench);
    gitContract(bench);
    pullContract(bench);
    failureContract(bench);
  });
}
