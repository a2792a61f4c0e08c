import { Settings } from '../../shared/schema/settings';
import { z } from '../../shared/schema/zod';

/** Where the window was and in which theme, as kept between starts. */
export const WindowState = z.object({
  bounds: z
    .object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() })
    .nullable(),
  maximized: z.boolean(),
  theme: Settings.shape.theme,
});
export type WindowState = z.infer<typeof WindowState>;

/** The state of a first start. */
export const firstWindowState: WindowState = { bounds: null, maximized: false, theme: 'system' };
