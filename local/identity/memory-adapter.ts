import type { Adapter, AdapterPayload } from 'oidc-provider';

/** Where one provider keeps sessions and codes: in memory, so that a restart asks to sign in again. Entries end by themselves. */
export function memoryAdapter(): (name: string) => Adapter {
  const stored = new Map<string, { payload: AdapterPayload; until: number }>();
  return (name) => {
    const keyOf = (id: string) => `${name}:${id}`;
    const find = (id: string): AdapterPayload | undefined => {
      const found = stored.get(keyOf(id));
      if (!found) return undefined;
      if (found.until > performance.now()) return found.payload;
      stored.delete(keyOf(id));
      return undefined;
    };
    const findBy = (field: 'uid' | 'userCode', value: string): AdapterPayload | undefined => {
      for (const [key, { payload }] of stored)
        if (key.startsWith(`${name}:`) && payload[field] === value) return payload;
      return undefined;
    };
    return {
      upsert: async (id, payload, expiresIn = 3_600) => {
        stored.set(keyOf(id), { payload, until: performance.now() + expiresIn * 1000 });
      },
      find: async (id) => find(id),
      findByUid: async (uid) => findBy('uid', uid),
      findByUserCode: async (code) => findBy('userCode', code),
      destroy: async (id) => void stored.delete(keyOf(id)),
      consume: async (id) => {
        const found = find(id);
        if (found) found.consumed = Math.floor(Date.now() / 1000);
      },
      revokeByGrantId: async (grantId) => {
        // Of this kind alone: who signs in anew as somebody else is in an interaction that names the grant of before.
        for (const [key, { payload }] of stored)
          if (key.startsWith(`${name}:`) && payload.grantId === grantId) stored.delete(key);
      },
    };
  };
}
