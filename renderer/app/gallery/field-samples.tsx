import { useState } from 'react';
import { DateField } from '../../ui/date-field';
import { FileDrop } from '../../ui/file-drop';
import { MoneyField, NumberField } from '../../ui/number-field';
import { SearchField } from '../../ui/search-field';
import { ComboBox, Select } from '../../ui/select';
import { TextArea, TextField } from '../../ui/text-field';
import styles from './gallery.module.css';
import { Sample } from './sample';

const types = [
  { id: 'case-study', label: 'Customer case study' },
  { id: 'telesales', label: 'Telesales and appointment setting', help: 'Needs a call report' },
  { id: 'digital', label: 'Digital and print marketing' },
  { id: 'event', label: 'Event or webinar' },
];
const euro = { code: 'EUR', digits: 2 };

/** Fields in each of their states. */
export function FieldSamples() {
  const [text, setText] = useState('Cloud summit Munich');
  const [type, setType] = useState<string | null>('event');
  const [partner, setPartner] = useState<string | null>(null);
  const [money, setMoney] = useState<number | null>(1_250_000);
  const [count, setCount] = useState<number | null>(120);
  const [date, setDate] = useState<string | null>('2026-11-24');
  return (
    <>
      <Sample title="Fields">
        <div className={styles.column}>
          <TextField
            label="Title"
            value={text}
            onChange={setText}
            isRequired
            help="As the partner names it"
          />
        </div>
        <div className={styles.column}>
          <TextField label="Portal number" placeholder="MDF-10400" />
        </div>
        <div className={styles.column}>
          <TextField
            label="Contact email"
            defaultValue="ada@"
            error="This is no email address. Write it like name@company.com."
          />
        </div>
        <div className={styles.column}>
          <TextField label="Salesforce id" defaultValue="a0B4x000003xyzABCD" isReadOnly isDisabled />
        </div>
        <div className={styles.column}>
          <TextArea label="Description" defaultValue="Two days, booth and a talk with a joint customer." />
        </div>
        <div className={styles.column}>
          <Select label="Activity type" options={types} value={type} onChange={setType} />
        </div>
        <div className={styles.column}>
          <ComboBox
            label="Partner"
            options={types}
            value={partner}
            onChange={setPartner}
            error={partner === null ? 'Choose the partner who asks.' : null}
          />
        </div>
        <div className={styles.column}>
          <MoneyField
            label="Total cost"
            currency={euro}
            value={money}
            onChange={setMoney}
            help="Half of it can be reimbursed"
          />
        </div>
        <div className={styles.column}>
          <NumberField label="Target contacts" value={count} onChange={setCount} minValue={0} />
        </div>
        <div className={styles.column}>
          <DateField label="Start" value={date} onChange={setDate} />
        </div>
        <div className={styles.column}>
          <DateField
            label="End"
            value="2026-11-20"
            onChange={() => undefined}
            error="The end lies before the start."
          />
        </div>
        <div className={styles.column}>
          <SearchField label="Search requests" />
        </div>
      </Sample>
      <Sample title="Files">
        <div className={styles.panel}>
          <FileDrop
            title="Drop invoices and photos here"
            help="PDF, PNG or JPEG; you can also paste a screenshot"
            onFiles={() => undefined}
          />
        </div>
        <div className={styles.panel}>
          <FileDrop shape="line" title="Add documents" onFiles={() => undefined} />
        </div>
      </Sample>
    </>
  );
}
