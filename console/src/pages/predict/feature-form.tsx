import Box from '@mui/material/Box';
import { memo } from 'react';
import { measure } from '../../format/number.ts';
import { Choice, Field } from '../../parts/field.tsx';
import { Panel } from '../../parts/panel.tsx';
import { featureGroups } from './feature-groups.ts';
import type { Feature, FormValues } from './form-values.ts';

/** The use case's features as fields, each with unit and range. */
export function FeatureForm(props: {
  readonly features: readonly Feature[];
  readonly values: FormValues;
  readonly problems: Readonly<Record<string, string>>;
  readonly onChange: (name: string, value: string) => void;
}) {
  return featureGroups(props.features).map((group) => (
    <Panel key={group.title} title={group.title} hint={group.hint}>
      <Box
        sx={{
          display: 'grid',
          columnGap: 2,
          rowGap: 0.75,
          gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 146px), 1fr))',
        }}
      >
        {group.features.map(({ feature, title }) => (
          <One
            key={feature.name}
            feature={feature}
            title={title}
            value={props.values[feature.name] ?? ''}
            problem={props.problems[feature.name]}
            onChange={props.onChange}
          />
        ))}
      </Box>
    </Panel>
  ));
}

const One = memo(function One(props: {
  readonly feature: Feature;
  readonly title: string;
  readonly value: string;
  readonly problem: string | undefined;
  readonly onChange: (name: string, value: string) => void;
}) {
  const { feature } = props;
  if (feature.kind === 'categorical')
    return (
      <Box sx={{ pb: 2.75 }}>
        <Choice
          label={props.title}
          value={props.value}
          error={props.problem}
          options={[['', 'Choose…'], ...feature.categories.map((name) => [name, name] as const)]}
          onChange={(value) => props.onChange(feature.name, value)}
        />
      </Box>
    );
  const { min, max } = feature.range;
  return (
    <Field
      label={props.title}
      unit={feature.unit === '1' ? undefined : feature.unit}
      value={props.value}
      numeric
      hint={feature.description ?? `${measure(min)} to ${measure(max)}`}
      error={props.problem}
      onChange={(value) => props.onChange(feature.name, value)}
    />
  );
});
