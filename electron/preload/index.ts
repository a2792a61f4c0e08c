import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import { isChannel, isEventName } from '../../shared/ipc/channels';
import type { WindowApi } from '../../shared/ipc/window-api';

const api: WindowApi = {
  invoke(channel, input) {
    if (!isChannel(channel)) return Promise.reject(new Error(`There is no channel "${channel}".`));
    return ipcRenderer.invoke(channel, input);
  },
  on(event, listener) {
    if (!isEventName(event)) throw new Error(`There is no event "${event}".`);
    const forward = (_: IpcRendererEvent, payload: unknown): void => listener(payload);
    ipcRenderer.on(event, forward);
    return () => {
      ipcRenderer.removeListener(event, forward);
    };
  },
};

contextBridge.exposeInMainWorld('api', api);
