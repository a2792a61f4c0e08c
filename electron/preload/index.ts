import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import { isChannel, isEventName, lineName } from '../../shared/ipc/channels';
import type { WindowApi } from '../../shared/ipc/window-api';

type PageMessage = {
  readonly source: unknown;
  readonly data: unknown;
  readonly ports: Parameters<typeof ipcRenderer.postMessage>[2];
};
declare const window: {
  addEventListener(type: 'message', listener: (event: PageMessage) => void): void;
};

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

// Ports cannot pass the context bridge, so the page posts them to itself (`openLine`).
window.addEventListener('message', ({ source, data, ports }) => {
  if (source === window && data === lineName) ipcRenderer.postMessage(lineName, null, ports);
});

contextBridge.exposeInMainWorld('api', api);
