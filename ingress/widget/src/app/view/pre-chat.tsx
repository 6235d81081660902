import { useState } from 'preact/hooks';

import type { PreChatField } from '../../shared/protocol';
import { Refused } from '../../shared/session';
import type { Chat } from '../chat';
import { type Answers, changesOf, problemOf } from '../pre-chat';
import { Plain } from '../markdown';

const INPUTS: Record<string, string> = { email: 'email', phone: 'tel', number: 'number', link: 'url', date: 'date' };
const AUTOCOMPLETE: Record<string, string> = { full_name: 'name', email: 'email', email_address: 'email', phone_number: 'tel' };

export function PreChat({ chat, fields, done }: { chat: Chat; fields: PreChatField[]; done: () => void }) {
  const words = chat.words.value;
  const [answers, setAnswers] = useState<Answers>({});
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const message = chat.config.value?.pre_chat_form.message;

  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    const wrong = fields.find((field) => problemOf(field, answers[field.name] ?? ''));
    if (wrong) {
      document.getElementById(`field-${wrong.name}`)?.focus();
      return;
    }
    setBusy(true);
    setFailure(null);
    chat.changeContact(changesOf(fields, answers), 'pre-chat').then(done, (refused: unknown) => {
      setBusy(false);
      setFailure(refused instanceof Refused && refused.message ? refused.message : words('form_failed'));
    });
  };

  return (
    <form class="pre-chat" noValidate onSubmit={submit}>
      {message && (
        <p class="intro">
          <Plain text={message} />
        </p>
      )}
      {fields.map((field) => (
        <Field
          key={field.name}
          chat={chat}
          field={field}
          value={answers[field.name] ?? ''}
          showProblem={tried}
          change={(value) => setAnswers({ ...answers, [field.name]: value })}
        />
      ))}
      {failure && (
        <p class="problem" role="alert">
          {failure}
        </p>
      )}
      <button type="submit" class="primary" disabled={busy}>
        {words(busy ? 'loading' : 'form_start')}
      </button>
    </form>
  );
}

interface FieldProps {
  chat: Chat;
  field: PreChatField;
  value: string;
  showProblem: boolean;
  change: (value: string) => void;
}

function Field({ chat, field, value, showProblem, change }: FieldProps) {
  const words = chat.words.value;
  const id = `field-${field.name}`;
  const key = showProblem ? problemOf(field, value) : null;
  const problem = key === 'form_pattern' ? (field.pattern_hint ?? words(key)) : key && words(key);
  const common = {
    id,
    required: field.required,
    'aria-invalid': problem !== null,
    ...(problem !== null && { 'aria-describedby': `${id}-problem` }),
  };
  return (
    <div class={field.type === 'checkbox' ? 'row check' : 'row'}>
      <label for={id}>
        {field.label}
        {field.required && <span aria-hidden="true"> *</span>}
      </label>
      {field.type === 'list' ? (
        <select {...common} value={value} onChange={(event) => change(event.currentTarget.value)}>
          <option value="">{field.placeholder || words('form_choose')}</option>
          {(field.options ?? []).map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </select>
      ) : field.type === 'checkbox' ? (
        <input {...common} type="checkbox" checked={value === 'true'} onChange={(event) => change(event.currentTarget.checked ? 'true' : '')} />
      ) : (
        <input
          {...common}
          type={INPUTS[field.type] ?? 'text'}
          autocomplete={AUTOCOMPLETE[field.name] ?? 'on'}
          placeholder={field.placeholder ?? ''}
          value={value}
          onInput={(event) => change(event.currentTarget.value)}
        />
      )}
      {problem !== null && (
        <p class="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
}
