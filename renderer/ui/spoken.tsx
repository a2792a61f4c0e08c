import { unseen } from './unseen';

/** Words that screen readers say politely once they change; empty while there is nothing to say. Those who see the page find the same in another way. */
export function Spoken({ children }: { readonly children: string }) {
  return (
    <span role="status" className={unseen}>
      {children}
    </span>
  );
}
