package io.habeas.standalone.sample;

/**
 * Something the controller promises.
 *
 * @param text what
 * @param holds whether it is so
 */
public record Promise(String text, boolean holds) {}
