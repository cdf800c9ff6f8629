interface Network {
  readonly state: () => 'online' | 'offline' | 'unreachable';
  readonly subscribe: (listener: () => void) => () => void;
}

/**
 * What `load` gives; where it fails and there is no network, it is tried again when that is back. @throws whatever `load`
 * throws while there is a network: the file is not there any more.
 */
export async function firstThatLoads<T>(load: () => Promise<T>, network: Network): Promise<T> {
  for (;;) {
    try {
      return await load();
    } catch (error) {
      if (network.state() === 'online') throw error;
      await back(network);
    }
  }
}

const back = (network: Network): Promise<void> =>
  new Promise((resolve) => {
    const stop = network.subscribe(() => {
      if (network.state() !== 'online') return;
      stop();
      resolve();
    });
  });
