package io.habeas.standalone.sample;

/**
 * Why and until when a record is kept.
 *
 * @param table where it is
 * @param key its primary key
 * @param ground the exception of Art. 17(3), as a code
 * @param statute the statute that demands it, as a code
 * @param expiry the day on which it may no longer be kept, or the second
 */
public record Retention(String table, String key, String ground, String statute, String expiry) {}
