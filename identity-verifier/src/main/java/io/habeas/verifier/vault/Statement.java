package io.habeas.verifier.vault;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a person states with their request, beside who they are. Readable here and nowhere else.
 *
 * @param corrections the true value by data category, {@code user.name} say (Art. 16)
 * @param words what shall stand beside their records (L18); null for nothing
 */
public record Statement(Map<String, String> corrections, @Nullable String words) {
  /** Most requests state nothing. */
  public static final Statement NONE = new Statement(Map.of(), null);

  public Statement {
    corrections = java.util.Collections.unmodifiableMap(new TreeMap<>(corrections));
  }

  /** Names the categories, never the values. */
  @Override
  public String toString() {
    return "Statement" + corrections.keySet() + (words == null ? "" : " and words");
  }
}
