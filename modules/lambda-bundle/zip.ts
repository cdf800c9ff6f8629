import { crc32 } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly content: Buffer;
}

/** 1980-01-01 00:00, the oldest that the format can say. */
const dosDate = 0x0021;
const regularFile0644 = 0o100644;
const madeByUnix20 = 0x0314;

/**
 * A zip archive that is the same, byte for byte, for the same content: fixed times, fixed rights, and stored instead of
 * compressed, since compressors differ between releases and processors. Lambda unpacks it all the same, and a code hash
 * that differs from machine to machine would show a change in each plan. Format: PKWARE APPNOTE 6.3.
 */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const nameBytes = Buffer.from(name, 'utf8');
    const local = localHeader(nameBytes, content);
    central.push(centralHeader(nameBytes, content, offset), nameBytes);
    locals.push(local, nameBytes, content);
    offset += local.length + nameBytes.length + content.length;
  }
  const directory = Buffer.concat(central);
  return Buffer.concat([...locals, directory, endOfDirectory(entries.length, directory.length, offset)]);
}

function localHeader(name: Buffer, content: Buffer): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(dosDate, 12);
  header.writeUInt32LE(crc32(content), 14);
  header.writeUInt32LE(content.length, 18);
  header.writeUInt32LE(content.length, 22);
  header.writeUInt16LE(name.length, 26);
  return header;
}

function centralHeader(name: Buffer, content: Buffer, offset: number): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(madeByUnix20, 4);
  header.writeUInt16LE(20, 6);
  header.writeUInt16LE(dosDate, 14);
  header.writeUInt32LE(crc32(content), 16);
  header.writeUInt32LE(content.length, 20);
  header.writeUInt32LE(content.length, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt32LE(regularFile0644 * 0x10000, 38);
  header.writeUInt32LE(offset, 42);
  return header;
}

function endOfDirectory(entries: number, directoryBytes: number, directoryOffset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(directoryBytes, 12);
  end.writeUInt32LE(directoryOffset, 16);
  return end;
}
