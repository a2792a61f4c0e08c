import { useState } from 'react';
import { FormDialog } from '../../ui/dialog';
import { isText, useRemembered } from '../../ui/remembered';
import { Segmented } from '../../ui/segmented';
import { Notice } from '../../ui/states';
import { TextField } from '../../ui/text-field';
import { useConnect } from './use-connect';
import { addressProblem } from './web-address';

const PUBLIC = 'https://gitlab.com';

const ways = [
  { id: 'token', label: 'Access token' },
  { id: 'browser', label: 'In the browser' },
] as const;
type Way = (typeof ways)[number]['id'];

const words = {
  token: {
    label: 'Access token',
    help: 'A personal access token with the scope “api”.',
    error: 'Enter an access token; GitLab makes one under Preferences, Access tokens.',
    submit: 'Connect',
  },
  browser: {
    label: 'Application id',
    help: 'The id of an OAuth application with the scope “api”. It is no secret.',
    error: 'Enter the application id; your GitLab administrator has it.',
    submit: 'Sign in in the browser',
  },
} as const satisfies Record<Way, unknown>;

type ConnectProps = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Where it is connected now; null when it is not. */
  readonly origin: string | null;
};

/** Connects a GitLab instance by a personal access token or by signing in in the browser. */
export function ConnectGitlab({ isOpen, onClose, origin }: ConnectProps) {
  const [url, setUrl] = useState(origin ?? PUBLIC);
  const [way, setWay] = useState<Way>('token');
  const [token, setToken] = useState('');
  const [applicationId, setApplicationId] = useRemembered('connect.gitlab.application-id', '', isText);
  const [wasSubmitted, setSubmitted] = useState(false);
  const { connect, cancel, isConnecting, problem, forget } = useConnect(close);
  const text = words[way];
  const [key, setKey] = way === 'token' ? [token, setToken] : [applicationId, setApplicationId];

  /** The token is not kept in the form. */
  function close(): void {
    setToken('');
    setSubmitted(false);
    forget();
    onClose();
  }

  function submit(): void {
    setSubmitted(true);
    if (addressProblem(url) !== null || key.trim() === '') return;
    const given = key.trim();
    void connect({
      remote: 'gitlab',
      url: url.trim(),
      token: way === 'token' ? given : null,
      clientId: way === 'browser' ? given : null,
    });
  }

  return (
    <FormDialog
      title="Connect GitLab"
      isOpen={isOpen}
      onClose={close}
      submitLabel={text.submit}
      onSubmit={submit}
      isSubmitting={isConnecting}
      {...(way === 'browser' ? { onInterrupt: cancel } : {})}
      problem={problem}
    >
      <TextField
        label="Address"
        help="The address of your GitLab, https://gitlab.com for the public one."
        value={url}
        onChange={setUrl}
        error={wasSubmitted ? addressProblem(url) : null}
      />
      <div>
        <Segmented
          label="How to sign in"
          segments={ways}
          value={way}
          onChange={(next) => {
            setWay(next);
            setToken('');
            setSubmitted(false);
            forget();
          }}
        />
      </div>
      <TextField
        label={text.label}
        help={text.help}
        type={way === 'token' ? 'password' : 'text'}
        autoComplete="off"
        value={key}
        onChange={setKey}
        error={wasSubmitted && key.trim() === '' ? text.error : null}
      />
      {isConnecting && way === 'browser' ? (
        <Notice tone="info">Sign in in the browser window that has opened, then come back here.</Notice>
      ) : null}
    </FormDialog>
  );
}
