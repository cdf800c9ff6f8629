import SvgIcon from '@mui/material/SvgIcon';

/** Drawn here with one line width, so that they belong together. */
const paths = {
  dashboard: 'M4 5h7v6H4zM13 5h7v4h-7zM13 11h7v8h-7zM4 13h7v6H4z',
  predict: 'M5 4h9l5 5v11H5zM14 4v5h5M8.5 15.5l2-2.5 2 2 3-4',
  review: 'M4 6.5h9M4 12h6M4 17.5h5M12.5 16l2.7 2.7L20.5 13',
  training:
    'M12 3v3M12 18v3M3 12h3M18 12h3M12 8.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6M5.6 5.6l2.1 2.1M16.3 16.3l2.1 2.1M5.6 18.4l2.1-2.1M16.3 7.7l2.1-2.1',
  models: 'M12 3.5 20 8v8l-8 4.5L4 16V8zM4.3 8.2 12 12.5l7.7-4.3M12 12.5v7.8',
  retraining: 'M5 5h5v4H5zM14 5h5v4h-5zM9.5 15h5v4h-5zM10 7h4M16.5 9v3.5H12V15',
  datasets:
    'M4 6.5C4 5 7.6 4 12 4s8 1 8 2.5S16.4 9 12 9 4 8 4 6.5zM4 6.5v11C4 19 7.6 20 12 20s8-1 8-2.5v-11M4 12c0 1.5 3.6 2.5 8 2.5s8-1 8-2.5',
  monitoring: 'M3 12.5h4l2.5-7 4.5 13 2.8-8H21',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8v4.4M9 14.8v4.4M4 12h16',
  menu: 'M4 7h16M4 12h16M4 17h16',
  close: 'M6 6l12 12M18 6 6 18',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 5.6l1.1 1.1M17.3 17.3l1.1 1.1M5.6 18.4l1.1-1.1M17.3 6.7l1.1-1.1',
  moon: 'M19.5 14.2A8 8 0 0 1 9.8 4.5a8 8 0 1 0 9.7 9.7z',
  check: 'M5 12.5l4.5 4.5L19.5 7',
  alert: 'M12 4 21 19.5H3zM12 10v4.2M12 16.9v.2',
  info: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 11v5M12 8v.2',
  cross: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM9 9l6 6M15 9l-6 6',
  up: 'M12 19V6M6 11.5 12 5.5l6 6',
  upload: 'M12 16V5M7 9.5 12 4.5l5 5M4.5 15.5v4h15v-4',
  download: 'M12 4.5V16M7 11.5l5 5 5-5M4.5 15.5v4h15v-4',
  arrow: 'M5 12h13M13 6.5l5.5 5.5-5.5 5.5',
  offline:
    'M3 9a14 14 0 0 1 4-2.6M21 9a14 14 0 0 0-10-4M6.5 13a9 9 0 0 1 4-2.2M17.5 13a9 9 0 0 0-2-1.3M9.8 16.6a4 4 0 0 1 4.4 0M12 19.5v.2M4 4l16 16',
  user: 'M12 4.5a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6zM4.5 20c.6-3.6 3.6-5.6 7.5-5.6s6.9 2 7.5 5.6',
  out: 'M10 4.5H5v15h5M14.5 8l4 4-4 4M9.5 12h9',
  shield: 'M12 3.5 19 6v5.5c0 4.3-2.8 7.4-7 9-4.2-1.6-7-4.7-7-9V6zM9 11.8l2.2 2.2 3.9-4.2',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.3l3 1.8',
  chevron: 'M9 6l6 6-6 6',
  pause: 'M8.5 5.5v13M15.5 5.5v13',
  back: 'M9 6 4 11l5 5M4.5 11H14a5.5 5.5 0 0 1 0 11h-2',
} as const;
export type IconName = keyof typeof paths;

export function Icon(props: {
  readonly name: IconName;
  readonly sx?: Readonly<Record<string, unknown>>;
  readonly 'aria-hidden'?: boolean;
}) {
  const { name, sx, ...rest } = props;
  return (
    <SvgIcon {...rest} sx={{ fontSize: 20, ...sx }}>
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.6}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </SvgIcon>
  );
}
