import { useEffect, useRef } from 'react';
import type { ConsoleConfig } from '../../../domain/api/console-config.ts';
import { showLanding } from './landing.ts';

/** The page to sign in, where the console stood. */
export function SignedOut(props: { readonly config: ConsoleConfig; readonly error: Error | undefined }) {
  const { config, error } = props;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current) showLanding(place.current, { config: Promise.resolve(config), error });
  }, [config, error]);
  return <div ref={place} />;
}
