import { Button } from '../../ui/button';
import { Notice } from '../../ui/states';
import { useDesk } from '../../widgets/desk-context';
import { useNavigation } from '../../widgets/navigation';

/** Says before anything is entered that a decision needs the person's name, with the way to it; nothing when it is known. */
export function NameNotice() {
  const { settings } = useDesk();
  const go = useNavigation((navigation) => navigation.go);
  if (settings.userName.trim() !== '') return null;
  return (
    <Notice tone="waiting" actions={<Button onPress={() => go('settings')}>Enter your name</Button>}>
      A decision is recorded under a name, and yours is not known yet.
    </Notice>
  );
}
