import { useState } from 'react';
import { FormDialog } from '../../ui/dialog';
import { isText, useRemembered } from '../../ui/remembered';
import { Notice } from '../../ui/states';
import { TextField } from '../../ui/text-field';
import { useConnect } from './use-connect';
import { addressProblem } from './web-address';

const PRODUCTION = 'https://login.salesforce.com';

type ConnectProps = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Where it is connected now; null when it is not. */
  readonly origin: string | null;
};

/** Signs in to a Salesforce org in the person's own browser. */
export function ConnectSalesforce({ isOpen, onClose, origin }: ConnectProps) {
  const [loginUrl, setLoginUrl] = useState(origin ?? PRODUCTION);
  const [clientId, setClientId] = useRemembered('connect.salesforce.client-id', '', isText);
  const [wasSubmitted, setSubmitted] = useState(false);
  const { connect, cancel, isConnecting, problem, forget } = useConnect(close);
  const addressError = wasSubmitted ? addressProblem(loginUrl) : null;
  const idError =
    wasSubmitted && clientId.trim() === ''
      ? 'Enter the consumer key of the connected app; your Salesforce administrator has it.'
      : null;

  function close(): void {
    setSubmitted(false);
    forget();
    onClose();
  }

  function submit(): void {
    setSubmitted(true);
    if (addressProblem(loginUrl) !== null || clientId.trim() === '') return;
    void connect({ remote: 'salesforce', loginUrl: loginUrl.trim(), clientId: clientId.trim() });
  }

  return (
    <FormDialog
      title="Connect Salesforce"
      isOpen={isOpen}
      onClose={close}
      submitLabel="Sign in in the browser"
      onSubmit={submit}
      isSubmitting={isConnecting}
      onInterrupt={cancel}
      problem={problem}
    >
      <TextField
        label="Login address"
        help="The address of your org, or https://test.salesforce.com for a sandbox."
        value={loginUrl}
        onChange={setLoginUrl}
        error={addressError}
      />
      <TextField
        label="Client id"
        help="The consumer key of the connected app. It is no secret."
        value={clientId}
        onChange={setClientId}
        error={idError}
      />
      {isConnecting ? (
        <Notice tone="info">Sign in in the browser window that has opened, then come back here.</Notice>
      ) : null}
    </FormDialog>
  );
}
