package io.habeas.storeagent.map;

/**
 * Of which indices of a search cluster a collection is made ({@code habeas.index}), where its own
 * name does not say so.
 *
 * @param index name of an index, an alias or a data stream, or a pattern with {@code *}
 */
public record IndexRule(String index, Location at) {}
