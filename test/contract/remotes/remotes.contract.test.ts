import { emulatorBench } from './emulator-bench';
import { remoteContract } from './remote-contract';

remoteContract('Salesforce and GitLab over HTTP', () => emulatorBench());
