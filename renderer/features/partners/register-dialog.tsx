import { useMemo, useState } from 'react';
import { todayIn } from '../../../shared/domain/calendar/clock';
import {
  CONSENT_TICK,
  consentLabel,
  missingBefore,
  pointLabel,
  ticksInOrder,
  trialCallsIn,
} from '../../../shared/domain/programs/commitments';
import { checkRegistration } from '../../../shared/domain/programs/registration';
import type { OfferPoint, ProgramOffer } from '../../../shared/playbook/playbook';
import { PlainDate } from '../../../shared/schema/values';
import { registerPartner, registrationFindings } from '../../../shared/usecases/programs/register-partner';
import { withdrawRegistration } from '../../../shared/usecases/programs/withdraw-registration';
import { Checkbox } from '../../ui/checkbox';
import { cx } from '../../ui/cx';
import { DateField } from '../../ui/date-field';
import { FormDialog } from '../../ui/dialog';
import { Select } from '../../ui/select';
import { TextArea } from '../../ui/text-field';
import { useProblem } from '../../ui/use-problem';
import { orProblem } from '../../widgets/broken-off';
import { useDesk, useNow } from '../../widgets/desk-context';
import { FindingList } from '../../widgets/finding-list';
import { isTicked, noTicks, withTick } from '../../widgets/finding-ticks';
import { useWayOut } from '../../widgets/navigation';
import { undoAnswerOf, useUndo } from '../../widgets/undo';
import { clearing } from './clearing';
import type { PartnerRow } from './partner-rows';
import styles from './partners.module.css';

type RegisterDialogProps = { readonly row: PartnerRow; readonly onClose: () => void };

/** Registers a partner for a program: the exact subject, the account's guards, and what the program needs (PROG-2, PROG-4, PROG-5). */
export function RegisterDialog({ row, onClose }: RegisterDialogProps) {
  const desk = useDesk();
  const { playbook } = desk;
  const undo = useUndo();
  const { partner, registrations } = row;
  // The day where the partner is, by which the enrolment is checked too: it may be another than where the person is.
  const today = todayIn(playbook, partner.region ?? '', useNow());
  const [offerKey, setOfferKey] = useState<string | null>(null);
  const [language, setLanguage] = useState<string | null>(null);
  const [date, setDate] = useState<PlainDate | null>(today);
  const [note, setNote] = useState('');
  const [ticks, setTicks] = useState<Readonly<Record<string, boolean>>>({});
  const [acknowledged, setAcknowledged] = useState(noTicks);
  const isEntered = note.trim() !== '' || Object.values(ticks).includes(true) || acknowledged.size > 0;
  const wayOut = useWayOut(isEntered, onClose);
  const [problem, setProblem] = useProblem();
  const [isTried, setTried] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const edited = clearing(() => setProblem(null));
  const offer = playbook.programs.offers.find((entry) => entry.key === offerKey);
  const guards = useMemo(
    () => (offer === undefined ? [] : checkRegistration(partner, offer, registrations, playbook)),
    [partner, offer, registrations, playbook],
  );
  const open = useMemo(
    () =>
      offer === undefined
        ? []
        : registrationFindings(
            { playbook },
            partner,
            offer,
            registrations,
            { language, ticks, date },
            today,
          ).filter(({ verdict }) => verdict === 'warn' || verdict === 'undecidable'),
    [playbook, partner, offer, registrations, language, ticks, date, today],
  );

  function chooseOffer(key: string): void {
    const chosen = playbook.programs.offers.find((entry) => entry.key === key);
    setOfferKey(key);
    setLanguage(chosen?.languages.length === 1 ? (chosen.languages[0] ?? null) : null);
    setTicks({});
    setAcknowledged(noTicks);
    setProblem(null);
    setTried(false);
  }

  async function submit(): Promise<void> {
    setTried(true);
    if (offer === undefined) return;
    setSaving(true);
    const form = {
      partnerId: partner.id,
      offer: offer.key,
      language,
      date,
      note: note.trim(),
      ticks,
      acknowledged: open.filter((finding) => isTicked(acknowledged, finding)).map(({ code }) => code),
    };
    const done = await orProblem(registerPartner(desk, form));
    setSaving(false);
    if (!done.ok) {
      setProblem(`${done.error.message} ${done.error.fix}`);
      return;
    }
    const { id } = done.value;
    undo.getState().did({
      label: `Registered for ${offer.label}`,
      undo: async () => undoAnswerOf(await withdrawRegistration(desk, id)),
      redo: async () => undoAnswerOf(await registerPartner(desk, form)),
    });
    onClose();
  }

  return (
    <FormDialog
      title={`Register ${partner.name}`}
      isOpen
      onClose={wayOut}
      size="wide"
      submitLabel="Register"
      onSubmit={() => void submit()}
      isSubmitting={isSaving}
      problem={problem}
    >
      <Select
        label="Program"
        isRequired
        autoFocus
        options={playbook.programs.offers.map((entry) => ({ id: entry.key, label: entry.label }))}
        value={offerKey}
        onChange={chooseOffer}
        error={isTried && offer === undefined ? 'Choose a program.' : null}
        {...(offer === undefined ? {} : { help: `Event in Salesforce: ${offer.subject}` })}
      />
      {guards.some(({ verdict }) => verdict === 'fail') ? (
        <FindingList
          label="Why it is refused"
          findings={guards.filter(({ verdict }) => verdict === 'fail')}
        />
      ) : null}
      {offer === undefined ? null : (
        <>
          <div className={cx(styles.fields)}>
            {offer.languages.length === 0 ? null : (
              <Select
                label="Language"
                isRequired
                options={offer.languages.map((entry) => ({ id: entry, label: entry }))}
                value={language}
                onChange={edited(setLanguage)}
                error={isTried && language === null ? 'Choose a language.' : null}
                {...trialHelp(offer, language)}
              />
            )}
            <DateField
              label="Enrolled on"
              value={date}
              onChange={(value) => edited(setDate)(value === null ? null : PlainDate.parse(value))}
            />
          </div>
          <OfferTicks offer={offer} ticks={ticks} onTicks={edited(setTicks)} />
          {open.length === 0 ? null : (
            <FindingList
              label="To acknowledge"
              findings={open}
              action={(finding) => (
                <Checkbox
                  aria-label={`I know, and register it: ${finding.message}`}
                  isSelected={isTicked(acknowledged, finding)}
                  onChange={(isOn) => edited(setAcknowledged)(withTick(acknowledged, finding, isOn))}
                >
                  I know, and register it
                </Checkbox>
              )}
            />
          )}
          <TextArea label="Note" rows={2} value={note} onChange={setNote} help="Goes into the event." />
        </>
      )}
    </FormDialog>
  );
}

/** Which free trials the pages in that language may call for (PROG-4). */
function trialHelp(offer: ProgramOffer, language: string | null): { readonly help?: string } {
  if (language === null || offer.trialCalls.length === 0) return {};
  const calls = trialCallsIn(offer, language).map(({ label }) => label);
  return { help: `Calls to action on the site: ${calls.length === 0 ? 'no free trial' : calls.join(', ')}.` };
}

function OfferTicks(props: {
  readonly offer: ProgramOffer;
  readonly ticks: Readonly<Record<string, boolean>>;
  readonly onTicks: (ticks: Readonly<Record<string, boolean>>) => void;
}) {
  const { offer, ticks, onTicks } = props;
  const set = (key: string, isOn: boolean): void => onTicks(ticksInOrder(offer, { ...ticks, [key]: isOn }));
  return (
    <>
      <Ticks title="What we need" entries={offer.needs} offer={offer} ticks={ticks} onTick={set} />
      <Ticks
        title="What the partner commits to"
        entries={offer.commitments}
        offer={offer}
        ticks={ticks}
        onTick={set}
      />
      {offer.duties.length === 0 ? null : (
        <div className={cx(styles.group)}>
          <h3 className={cx(styles.groupTitle)}>What GitLab does</h3>
          <ul className={cx(styles.duties)}>
            {offer.duties.map((duty) => (
              <li key={duty.key}>{pointLabel(duty)}</li>
            ))}
          </ul>
        </div>
      )}
      {offer.consentText === null ? null : (
        <fieldset className={cx(styles.group)}>
          <legend>Consent text</legend>
          <p className={cx(styles.help)}>One click selects it, to be copied.</p>
          <blockquote className={cx(styles.consent)}>{offer.consentText}</blockquote>
          <Checkbox isSelected={ticks[CONSENT_TICK] ?? false} onChange={(isOn) => set(CONSENT_TICK, isOn)}>
            {consentLabel(offer)}
          </Checkbox>
        </fieldset>
      )}
    </>
  );
}

function Ticks(props: {
  readonly title: string;
  readonly entries: readonly (OfferPoint & { readonly required?: boolean })[];
  readonly offer: ProgramOffer;
  readonly ticks: Readonly<Record<string, boolean>>;
  readonly onTick: (key: string, isOn: boolean) => void;
}) {
  if (props.entries.length === 0) return null;
  return (
    <fieldset className={cx(styles.group)}>
      <legend>
        {props.title}
        <span className={cx(styles.help)}>
          {' '}
          · {props.entries.filter(({ key }) => props.ticks[key] === true).length} of {props.entries.length}
        </span>
      </legend>
      {props.entries.map((entry) => {
        const { key, required } = entry;
        const missing = missingBefore(props.offer, key, props.ticks);
        return (
          <Checkbox
            key={key}
            isSelected={props.ticks[key] ?? false}
            isDisabled={missing.length > 0}
            onChange={(isOn) => props.onTick(key, isOn)}
            {...(missing.length === 0 ? {} : { help: `After: ${missing.map(pointLabel).join('; ')}` })}
          >
            {required === false ? `${pointLabel(entry)} (optional)` : pointLabel(entry)}
          </Checkbox>
        );
      })}
    </fieldset>
  );
}
