import { describe, expect, it } from 'vitest';
import { readPrintAddress } from '../../../renderer/app/print-address';

describe('the address of a print', () => {
  it('names feature, path and paper', () => {
    expect(
      readPrintAddress('app://desk/print.html?size=A3&landscape=true#print/planner/FY27-Q4?partner=p%201'),
    ).toEqual({ feature: 'planner', path: 'FY27-Q4?partner=p%201', format: { size: 'A3', landscape: true } });
    expect(readPrintAddress('app://desk/print.html?size=A4&landscape=false#print/mdf')).toEqual({
      feature: 'mdf',
      path: '',
      format: { size: 'A4', landscape: false },
    });
  });

  it.each([
    'app://desk/print.html',
    'app://desk/print.html?size=A4&landscape=false',
    'app://desk/print.html?size=A9&landscape=false#print/mdf',
    'app://desk/print.html?size=A4&landscape=false#print/../mdf',
    'app://desk/print.html?size=A4&landscape=false#mdf',
  ])('%s is none', (address) => {
    expect(readPrintAddress(address)).toBeNull();
  });
});
