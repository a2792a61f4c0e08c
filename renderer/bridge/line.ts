import { lineName } from '../../shared/ipc/channels';

/**
 * Makes a line between main and a worker and gives the worker's end. What goes over it does not pass through the page's
 * thread, which a journal's entry of some megabytes would hold up for several frames.
 */
export function openLine(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  // Ports cannot pass the context bridge; the preload takes this one and hands it to main.
  window.postMessage(lineName, window.location.origin, [port1]);
  return port2;
}
