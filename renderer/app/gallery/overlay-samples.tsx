import { useState } from 'react';
import { Button } from '../../ui/button';
import { ConfirmDialog, Dialog, FormDialog } from '../../ui/dialog';
import { Popover } from '../../ui/popover';
import { TextArea, TextField } from '../../ui/text-field';
import { Sample } from './sample';

/** Dialogs and popovers; the form dialog starts open. */
export function OverlaySamples() {
  const [open, setOpen] = useState<'form' | 'confirm' | 'plain' | null>('form');
  const close = () => setOpen(null);
  return (
    <Sample title="Dialogs and popovers">
      <Button onPress={() => setOpen('form')}>Form</Button>
      <Button onPress={() => setOpen('confirm')}>Confirm</Button>
      <Button onPress={() => setOpen('plain')}>Plain</Button>
      <Popover label="Details" trigger={<Button>Popover</Button>}>
        Requested, committed, claimed and paid.
      </Popover>
      <FormDialog
        title="Decline request"
        isOpen={open === 'form'}
        onClose={close}
        submitLabel="Decline and draft mail"
        onSubmit={close}
        problem="The reason is missing."
      >
        <TextField label="To" defaultValue="ada@northwind.example" />
        <TextArea label="Reason" isRequired error="Say why, so that the partner can act on it." />
      </FormDialog>
      <ConfirmDialog
        title="Delete 3 tactics?"
        isOpen={open === 'confirm'}
        onClose={close}
        confirmLabel="Delete 3 tactics"
        isDangerous
        onConfirm={close}
      >
        They disappear from the timeline and their issues in GitLab are closed. This cannot be undone.
      </ConfirmDialog>
      <Dialog title="Import preview" isOpen={open === 'plain'} onClose={close} size="wide">
        Two rows have problems.
      </Dialog>
    </Sample>
  );
}
