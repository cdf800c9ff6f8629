import Box from '@mui/material/Box';
import { useId, type Ref } from 'react';

/** One input with its label above, what it may be, and what is wrong with it. */
export function Field(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly unit?: string | undefined;
  readonly numeric?: boolean;
  readonly maxLength?: number;
  readonly rows?: number;
  readonly autoFocus?: boolean;
  readonly placeholder?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
}) {
  const id = useId();
  const described = props.error ?? props.hint;
  return (
    <Box sx={{ minWidth: 0 }}>
      <Box component="label" htmlFor={id} sx={labelStyle}>
        <span>{props.label}</span>
        {props.unit ? (
          <Box component="span" sx={{ color: 'text.secondary', fontWeight: 400 }}>
            {props.unit}
          </Box>
        ) : null}
      </Box>
      <Box
        component={props.rows ? 'textarea' : 'input'}
        id={id}
        {...(props.inputRef ? { ref: props.inputRef } : {})}
        {...(props.rows ? { rows: props.rows } : { type: 'text' })}
        {...(props.numeric ? { inputMode: 'decimal' } : {})}
        {...(props.maxLength ? { maxLength: props.maxLength } : {})}
        {...(props.placeholder ? { placeholder: props.placeholder } : {})}
        autoComplete="off"
        autoFocus={props.autoFocus}
        value={props.value}
        onChange={(event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
          props.onChange(event.target.value)
        }
        aria-invalid={props.error !== undefined}
        {...(described ? { 'aria-describedby': `${id}-hint` } : {})}
        sx={{ ...inputStyle, ...(props.error ? { borderColor: 'error.main' } : {}) }}
      />
      {described ? (
        <Box
          id={`${id}-hint`}
          sx={{
            fontSize: '0.75rem',
            mt: 0.5,
            minHeight: 18,
            color: props.error ? 'error.main' : 'text.secondary',
          }}
        >
          {described}
        </Box>
      ) : null}
    </Box>
  );
}

export const labelStyle = {
  display: 'flex',
  justifyContent: 'space-between',
  gap: 1,
  fontSize: '0.8125rem',
  fontWeight: 540,
  mb: 0.5,
} as const;

export const inputStyle = {
  display: 'block',
  width: '100%',
  boxSizing: 'border-box',
  minHeight: 38,
  px: 1.25,
  py: 0.875,
  font: 'inherit',
  fontSize: '0.875rem',
  color: 'text.primary',
  bgcolor: 'background.paper',
  border: '1px solid',
  // 3 : 1 against the surface, as a control's edge needs.
  borderColor: 'text.secondary',
  borderRadius: 1.5,
  resize: 'vertical',
  '&::placeholder': { color: 'text.secondary', opacity: 1 },
} as const;

/** One of few, chosen from a list. */
export function Choice(props: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, title: string])[];
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
}) {
  const id = useId();
  return (
    <Box sx={{ minWidth: 0 }}>
      <Box component="label" htmlFor={id} sx={labelStyle}>
        {props.label}
      </Box>
      <Box
        component="select"
        id={id}
        value={props.value}
        aria-invalid={props.error !== undefined}
        onChange={(event: React.ChangeEvent<HTMLSelectElement>) => props.onChange(event.target.value)}
        sx={inputStyle}
      >
        {props.options.map(([value, title]) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </Box>
      {props.error ? (
        <Box sx={{ fontSize: '0.75rem', mt: 0.5, color: 'error.main' }}>{props.error}</Box>
      ) : null}
    </Box>
  );
}
