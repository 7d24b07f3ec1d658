package io.habeas.storeagent.map;

import java.util.List;
import java.util.Optional;

/**
 * Of which indices of a search cluster a collection is made, and where people are named in running
 * text ({@code habeas.search}).
 *
 * @param index name of an index, an alias or a data stream, or a pattern with {@code *}; empty
 *     where the collection's own name is that
 * @param text paths of the fields in which VERIFY looks for identifiers as phrases
 */
public record SearchRule(Optional<String> index, List<String> text, Location at) {
  public SearchRule {
    text = List.copyOf(text);
  }
}
