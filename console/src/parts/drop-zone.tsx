import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useId, useState } from 'react';
import { bytes } from '../format/number.ts';
import { Icon } from './icons.tsx';

/** A place for one file: dropped, or chosen by mouse or keyboard. */
export function DropZone(props: {
  readonly label: string;
  readonly hint: string;
  readonly accept: string;
  readonly file: File | undefined;
  readonly disabled?: boolean;
  /** 0 to 1 while it is sent. */
  readonly progress?: number | undefined;
  readonly onFile: (file: File) => void;
}) {
  const id = useId();
  const [over, setOver] = useState(false);
  const take = (files: FileList | null): void => {
    const file = files?.[0];
    if (file && !props.disabled) props.onFile(file);
  };
  return (
    <Box
      component="label"
      htmlFor={id}
      onDragOver={(event: React.DragEvent) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event: React.DragEvent) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 2,
        border: '1.5px dashed',
        borderColor: over ? 'primary.main' : 'text.secondary',
        bgcolor: over ? 'action.selected' : 'background.default',
        borderRadius: 2,
        px: 2.5,
        minHeight: 92,
        cursor: props.disabled ? 'default' : 'pointer',
        position: 'relative',
        overflow: 'hidden',
        '&:focus-within': { outline: '2px solid', outlineColor: 'primary.main', outlineOffset: '2px' },
      }}
    >
      <Icon name="upload" aria-hidden sx={{ fontSize: 26, color: 'text.secondary' }} />
      <Box sx={{ minWidth: 0 }}>
        <Typography component="span" variant="h3" sx={{ display: 'block', overflowWrap: 'anywhere' }}>
          {props.file ? `${props.file.name} · ${bytes(props.file.size)}` : props.label}
        </Typography>
        <Typography component="span" variant="caption" sx={{ color: 'text.secondary' }}>
          {props.hint}
        </Typography>
      </Box>
      <Box
        component="input"
        id={id}
        type="file"
        accept={props.accept}
        disabled={props.disabled}
        onChange={(event: React.ChangeEvent<HTMLInputElement>) => {
          take(event.target.files);
          // The same file, mended, can be chosen again.
          event.target.value = '';
        }}
        sx={{
          position: 'absolute',
          opacity: 0,
          width: '1px',
          height: '1px',
          left: 0,
          top: 0,
          pointerEvents: 'none',
        }}
      />
      {props.progress === undefined ? null : (
        <Box
          role="progressbar"
          aria-label="Upload"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(props.progress * 100)}
          sx={{
            position: 'absolute',
            left: 0,
            bottom: 0,
            height: 4,
            width: `${props.progress * 100}%`,
            bgcolor: 'primary.main',
            transition: 'width 120ms linear',
          }}
        />
      )}
    </Box>
  );
}
