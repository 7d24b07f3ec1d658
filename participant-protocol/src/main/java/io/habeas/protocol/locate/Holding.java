package io.habeas.protocol.locate;

/**
 * How many records of a collection a participant speaks about.
 *
 * @param collection a code of the participant's data map
 * @param records not negative
 */
public record Holding(String collection, long records) {}
