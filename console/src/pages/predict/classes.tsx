import Box from '@mui/material/Box';
import type { ApiAnswer } from '../../../../domain/api/index.ts';
import { percent } from '../../format/number.ts';
import { useScheme } from '../../theme/use-scheme.ts';

type Classes = NonNullable<ApiAnswer<'predict'>['classes']>;

/** A bar for each diagnosis, the likeliest first, in the colour of the side that it belongs to. */
export function ClassBars(props: { readonly classes: Classes; readonly positives: readonly string[] }) {
  const scheme = useScheme();
  return (
    <Box
      component="ul"
      aria-label="Diagnoses"
      sx={{ m: 0, mt: 1.5, p: 0, listStyle: 'none', display: 'grid', gap: 1 }}
    >
      {props.classes.map(({ class: name, probability }) => (
        <Box component="li" key={name} sx={{ fontSize: '0.8125rem' }}>
          <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 1 }}>
            <span>{diagnosisTitle(name)}</span>
            <Box component="span" sx={{ color: 'text.secondary', fontVariantNumeric: 'tabular-nums' }}>
              {percent(probability)}
            </Box>
          </Box>
          <Box sx={{ mt: 0.5, height: 6, borderRadius: 3, bgcolor: 'action.selected' }}>
            <Box
              sx={{
                height: 6,
                borderRadius: 3,
                width: `${probability * 100}%`,
                background: props.positives.includes(name) ? scheme.series[3] : scheme.series[0],
              }}
            />
          </Box>
        </Box>
      ))}
    </Box>
  );
}

/** The abbreviations of HAM10000 and the ISIC challenges; any other name stands as it is. */
const titles: Readonly<Record<string, string>> = {
  mel: 'Melanoma',
  bcc: 'Basal cell carcinoma',
  akiec: 'Actinic keratosis, Bowen’s disease',
  nv: 'Melanocytic nevus',
  bkl: 'Benign keratosis',
  df: 'Dermatofibroma',
  vasc: 'Vascular lesion',
};
const diagnosisTitle = (name: string): string => titles[name] ?? name;
