import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Trino 476 refuses older ones. */
const oldestJdk = 24;
const folders = ['/usr/lib/jvm', '/Library/Java/JavaVirtualMachines', '/opt/java'];

const homesIn = (folder) =>
  existsSync(folder)
    ? readdirSync(folder).flatMap((name) => [
        path.join(folder, name),
        path.join(folder, name, 'Contents/Home'),
      ])
    : [];

const versionOf = (home) => {
  const file = path.join(home, 'release');
  if (!existsSync(file) || !existsSync(path.join(home, 'bin/jar'))) return 0;
  return Number(/^JAVA_VERSION="(\d+)/m.exec(readFileSync(file, 'utf8'))?.[1] ?? 0);
};

/** The home of a JDK that Trino runs on: JAVA_HOME, or what is installed. Undefined where there is none. */
export const trinoJavaHome = () =>
  [process.env.JAVA_HOME ?? '', ...folders.flatMap(homesIn)].find((home) => versionOf(home) >= oldestJdk);

export const noJdk = `no JDK of ${oldestJdk} or newer (JAVA_HOME, ${folders.join(', ')})`;
