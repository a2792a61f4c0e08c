import type { Log } from '../../shared/ports/log';
import { Settings } from '../../shared/schema/settings';
import { z } from '../../shared/schema/zod';
import { type JsonFile, openJsonFile } from '../platform/json-file';

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

/** Opens the file that keeps it. A disk that refuses costs the window its place and keeps nobody from the app. */
export function openWindowState(path: string, log: Log): JsonFile<WindowState> {
  const file = openJsonFile(path, WindowState, firstWindowState, log);
  return {
    read() {
      try {
        return file.read();
      } catch (error) {
        log.warn(`The window's place could not be read from ${path}: ${String(error)}`);
        return firstWindowState;
      }
    },
    write(state) {
      try {
        file.write(state);
      } catch (error) {
        log.warn(`The window's place could not be kept in ${path}: ${String(error)}`);
      }
    },
  };
}
