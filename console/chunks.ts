/** What is read of a module of the build. */
interface Graph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

/** Each in the order in which a page needs it: a module goes with the first that needs it from its beginning. */
const beginnings = [
  { chunk: 'main', source: '/console/src/main.ts' },
  { chunk: 'config', source: '/console/src/session/config.ts' },
  { chunk: 'issuer', source: '/console/src/session/begin-sign-in.ts' },
  { chunk: 'console', source: '/console/src/start.tsx' },
] as const;

/** Packages of the console change seldom: they stay in browsers when the rest changes. */
const packages = { of: 'console', chunk: 'base' } as const;

/**
 * The files that modules come in, for the bundler. What a page needs anyway comes in few files, not in forty; modules that only
 * some pages need are left to the bundler.
 */
export function chunkGroups(): { debugName: string; name: Namer; priority: number }[] {
  const known = new Map<string, string>();
  let laidOut = false;
  const nameOf: Namer = (id, graph) => {
    if (!laidOut) laidOut = layOut(id, graph, known);
    return known.get(id) ?? null;
  };
  // A group takes along what its modules import: the first has to be the one that may have least.
  const names = [...beginnings.map(({ chunk }) => chunk).slice(0, -1), packages.chunk, packages.of];
  return names.map((name, i) => ({
    debugName: name,
    name: (id, graph) => (nameOf(id, graph) === name ? name : null),
    priority: names.length - i,
  }));
}
type Namer = (id: string, graph: Graph) => string | null;

/** The files lie below one root, which any module of this project tells. */
function layOut(id: string, graph: Graph, known: Map<string, string>): boolean {
  const at = id.lastIndexOf('/console/src/');
  if (at < 0) return false;
  const root = id.slice(0, at);
  for (const { chunk, source } of beginnings)
    for (const module of closure(`${root}${source}`, graph))
      if (!known.has(module))
        known.set(
          module,
          chunk === packages.of && module.includes('/node_modules/') ? packages.chunk : chunk,
        );
  return true;
}

/** A module and everything that it imports from its beginning. */
function closure(start: string, graph: Graph): ReadonlySet<string> {
  const found = new Set([start]);
  for (const id of found) for (const next of graph.getModuleInfo(id)?.importedIds ?? []) found.add(next);
  return found;
}
