import { useState } from 'react';
import type { Intent } from '../../../shared/schema/intent';
import { carriesDecision } from '../../../shared/domain/merging/given-up';
import { discardIntent } from '../../../shared/usecases/sync/discard-intent';
import { retryIntent, sendAfterAll } from '../../../shared/usecases/sync/retry-intent';
import { Button } from '../../ui/button';
import { ConfirmDialog } from '../../ui/dialog';
import { Inspector } from '../../ui/inspector';
import { Facts, Section } from '../../ui/page-frame';
import { Notice } from '../../ui/states';
import { Status } from '../../ui/status';
import { Track } from '../../ui/track';
import { InstantText } from '../../widgets/date-text';
import { useDesk } from '../../widgets/desk-context';
import { useNavigation } from '../../widgets/navigation';
import { RemoteLinks } from '../../widgets/remote-links';
import { intentWords, placeOf, queueWords, stepWords } from './intent-words';
import { detailOf, type QueueRow } from './queue-columns';
import { remoteLabel } from './remote-words';
import { Uploads } from './uploads';
import { useSteering } from './use-steering';

type IntentInspectorProps = { readonly row: QueueRow; readonly onClose: () => void };

/** One change of the queue: why it stands where it stands, each remote step, and what can be done about it. */
export function IntentInspector({ row, onClose }: IntentInspectorProps) {
  const { intent, state } = row;
  const { tone, word } = queueWords[state];
  const detail = detailOf(intent);
  return (
    <Inspector
      name="sync"
      title={intent.label}
      eyebrow={intentWords(intent.kind)}
      onClose={onClose}
      footer={<IntentActions row={row} />}
    >
      <Section title="State">
        <Facts
          items={[
            ['State', <Status tone={tone}>{word}</Status>],
            ...(detail === '' ? [] : ([['What is sent', detail]] as const)),
            ['Saved here', <InstantText at={intent.createdAt} />],
            ...(state === 'again' && intent.nextAttemptAt !== null
              ? ([['Next try', <InstantText at={intent.nextAttemptAt} />]] as const)
              : []),
            ...(intent.finishedAt === null
              ? []
              : ([['Finished', <InstantText at={intent.finishedAt} />]] as const)),
          ]}
        />
        <Uploads ofRecord={intent.subject.id} />
        <WhyNotice row={row} />
      </Section>
      <Section title="Steps">
        <Steps intent={intent} />
      </Section>
    </Inspector>
  );
}

function WhyNotice({ row: { intent, state } }: { readonly row: QueueRow }) {
  if (intent.problem === null) return null;
  return (
    <Notice tone={state === 'stopped' ? 'bad' : 'waiting'}>
      {intent.problem.message} {intent.problem.fix}
    </Notice>
  );
}

function Steps({ intent }: { readonly intent: Intent }) {
  if (intent.steps.length === 0)
    return <p>The steps are worked out when its turn comes, from the record as it is then.</p>;
  const current = intent.steps.find(({ state }) => state !== 'done');
  const links = intent.steps.flatMap(({ key, title, ref }) =>
    ref?.url ? [{ id: key, label: title, ref }] : [],
  );
  return (
    <>
      <Track
        label="Steps"
        steps={intent.steps.map((step) => ({
          id: step.key,
          title: step.title,
          tone: stepWords(step).tone,
          state: stepWords(step).word,
          isCurrent: step === current,
          detail: (
            <>
              {remoteLabel[step.remote]}
              {step.attempts > 1 ? ` · ${step.attempts} tries` : null}
              {step.doneAt === null ? null : (
                <>
                  {' · '}
                  <InstantText at={step.doneAt} />
                </>
              )}
              {step.problem === null || step.problem.message === intent.problem?.message ? null : (
                <div>
                  {step.problem.message} {step.problem.fix}
                </div>
              )}
            </>
          ),
        }))}
      />
      {links.length === 0 ? null : <RemoteLinks links={links} />}
    </>
  );
}

function IntentActions({ row: { intent, state } }: { readonly row: QueueRow }) {
  const desk = useDesk();
  const go = useNavigation((navigation) => navigation.go);
  const [asks, setAsks] = useState(false);
  const { steer, problem, isBusy } = useSteering();
  const place = placeOf(intent.subject);
  const isOver = state === 'done' || state === 'discarded';
  const isHeld = isOver || state === 'sending' || isBusy;
  const someDone = intent.steps.some((step) => step.state === 'done');
  const mayHaveArrived = intent.steps.some((step) => step.state === 'sent');
  return (
    <>
      {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
      {isOver ? null : (
        <>
          <Button
            isDisabled={isHeld}
            onPress={() => void steer(retryIntent(desk, intent.id), `“${intent.label}” is tried again`)}
          >
            Retry
          </Button>
          <Button isDisabled={isHeld} onPress={() => setAsks(true)}>
            Discard
          </Button>
        </>
      )}
      {state === 'discarded' ? (
        <Button
          isDisabled={isBusy}
          onPress={() => void steer(sendAfterAll(desk, intent.id), `“${intent.label}” is sent after all`)}
        >
          Send after all
        </Button>
      ) : null}
      {place === null ? null : (
        <Button variant="quiet" onPress={() => go(place.screen, place.params)}>
          Open record
        </Button>
      )}
      <ConfirmDialog
        title="Discard this change?"
        isOpen={asks}
        onClose={() => setAsks(false)}
        confirmLabel="Discard"
        isDangerous
        onConfirm={() => void steer(discardIntent(desk, intent.id), `“${intent.label}” will not be sent`)}
      >
        “{intent.label}” stays here as it is, and this change of it is not sent. It is kept under Finished,
        where you can send it after all.
        {carriesDecision(intent) ? ' Later changes go out without this decision.' : null}
        {someDone ? ' Steps that are done stay done.' : null}
        {mayHaveArrived ? ' One step was sent without an answer and may have arrived.' : null}
      </ConfirmDialog>
    </>
  );
}
