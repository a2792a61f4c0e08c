import { ConfirmDialog } from '../ui/dialog';
import { useNavigation } from '../widgets/navigation';

/** Asks before something takes the place of what is entered and not saved. */
export function LeaveQuestion() {
  const isAsked = useNavigation(({ leaving }) => leaving !== null);
  const answer = useNavigation((navigation) => navigation.answer);
  return (
    <ConfirmDialog
      title="Discard what you entered?"
      isOpen={isAsked}
      onClose={() => answer(false)}
      confirmLabel="Discard"
      isDangerous
      onConfirm={() => answer(true)}
    >
      It has not been saved.
    </ConfirmDialog>
  );
}
