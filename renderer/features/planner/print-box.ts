import type { PageFormat } from '../../../shared/ipc/contract';
import { paperSize } from './print-options';

/** Where the parts of a printed page are, in points. */
export type PrintBox = {
  readonly width: number;
  readonly height: number;
  readonly margin: number;
  /** Top of the band of phases; the months follow. */
  readonly axisTop: number;
  readonly phaseHeight: number;
  readonly monthTop: number;
  readonly weekTop: number;
  readonly bodyTop: number;
  readonly bodyHeight: number;
  readonly nameWidth: number;
  readonly trackLeft: number;
  readonly trackWidth: number;
  readonly footTop: number;
  readonly laneHeight: number;
  readonly rowPadding: number;
  readonly barHeight: number;
};

const MARGIN = 28;
const HEAD = 34;
const PHASES = 15;
const MONTHS = 14;
const WEEKS = 11;
const FOOT = 30;
const NAMES_SHARE = 0.17;
const NAMES_LEAST = 96;
const LANE = 17;
const ROW_PADDING = 3;
const BAR = 13;

/** The parts of a page of that format. */
export function printBox(format: PageFormat, withPhases: boolean): PrintBox {
  const { width, height } = paperSize(format);
  const nameWidth = Math.max(NAMES_LEAST, Math.min(170, (width - 2 * MARGIN) * NAMES_SHARE));
  const axisTop = MARGIN + HEAD;
  const phaseHeight = withPhases ? PHASES : 0;
  const monthTop = axisTop + phaseHeight;
  const weekTop = monthTop + MONTHS;
  const bodyTop = weekTop + WEEKS;
  const footTop = height - MARGIN - FOOT;
  return {
    width,
    height,
    margin: MARGIN,
    axisTop,
    phaseHeight,
    monthTop,
    weekTop,
    bodyTop,
    bodyHeight: footTop - bodyTop - 4,
    nameWidth,
    trackLeft: MARGIN + nameWidth,
    trackWidth: width - 2 * MARGIN - nameWidth,
    footTop,
    laneHeight: LANE,
    rowPadding: ROW_PADDING,
    barHeight: BAR,
  };
}
