import { createRoot } from 'react-dom/client';
import { Gallery } from './gallery';

/** Shows the gallery of parts instead of the app. */
export function showGallery(): void {
  const container = document.getElementById('root');
  if (container === null) throw new Error('index.html has no #root');
  createRoot(container).render(<Gallery />);
}
