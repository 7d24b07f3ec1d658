package io.habeas.storeagent.redis;

import java.util.Arrays;

/**
 * What a scan has brought already: Redis may bring something twice while it resizes a table. Keeps
 * 64 bits of each, so that a million take 16 MB; that two of a million are taken for one has a
 * probability of about one in 40 million.
 */
final class Seen {
  private static final int SMALLEST = 64;
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private long[] table = new long[SMALLEST];
  private int size;

  /** Whether it is new. */
  boolean add(String bytes) {
    if (size * 2 >= table.length) {
      grow();
    }
    return put(hash(bytes));
  }

  private boolean put(long hash) {
    int at = (int) (hash & (table.length - 1));
    while (table[at] != 0) {
      if (table[at] == hash) {
        return false;
      }
      at = (at + 1) & (table.length - 1);
    }
    table[at] = hash;
    size++;
    return true;
  }

  private void grow() {
    long[] before = table;
    table = new long[before.length * 2];
    size = 0;
    Arrays.stream(before).filter(hash -> hash != 0).forEach(this::put);
  }

  /** FNV-1a with a final mix; never zero, which stands for a free place. */
  private static long hash(String bytes) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < bytes.length(); i++) {
      hash = (hash ^ bytes.charAt(i)) * FNV_PRIME;
    }
    hash ^= hash >>> 32;
    hash *= 0xd6e8feb86659fd93L;
    hash ^= hash >>> 32;
    return hash == 0 ? 1 : hash;
  }
}
