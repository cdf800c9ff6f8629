/** Whether an address (IPv4, or IPv6 against an IPv6 block) lies in a block; undefined where the block is none. */
export function cidrMatcher(block: string): ((address: string) => boolean) | undefined {
  const [network = '', lengthText = '', ...more] = block.split('/');
  const bits = addressBits(network);
  const length = Number(lengthText);
  if (!bits || more.length > 0 || !/^\d{1,3}$/.test(lengthText) || length > bits.length) return undefined;
  const prefix = bits.slice(0, length);
  return (address) => {
    const given = addressBits(address);
    return given?.length === bits.length && given.startsWith(prefix);
  };
}

/** The address as 32 or 128 binary digits. */
function addressBits(address: string): string | undefined {
  return address.includes(':') ? v6Bits(address) : v4Bits(address);
}

function v4Bits(address: string): string | undefined {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255))
    return undefined;
  return parts.map((part) => binary(Number(part), 8)).join('');
}

function v6Bits(address: string): string | undefined {
  const halves = address.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [
    ...head,
    ...Array.from({ length: tail === undefined ? 0 : missing }, () => '0'),
    ...(tail ?? []),
  ];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return groups.map((group) => binary(Number.parseInt(group, 16), 16)).join('');
}

const binary = (value: number, digits: number): string => value.toString(2).padStart(digits, '0');
