package io.habeas.storeagent.map;

import java.util.Optional;
import java.util.Set;

/**
 * What of Fides' masking strategies ({@code fides_meta.masking_strategy_override}) is the like of
 * an erasure strategy here.
 */
final class FidesMasking {
  private static final Set<String> OVERRIDE = Set.of("strategy", "configuration");

  private FidesMasking() {}

  /**
   * The strategy that {@code override} comes to; empty, with a warning, where there is no like of
   * it.
   */
  static Optional<ErasureStrategy> read(Entries override) {
    override.passOver(OVERRIDE);
    Optional<Entries> configuration = override.inner("configuration");
    Optional<String> suffix =
        configuration
            .flatMap(said -> said.inner("format_preservation"))
            .flatMap(said -> said.text("suffix"));
    return override
        .required("strategy")
        .flatMap(
            strategy ->
                switch (strategy) {
                  case "null_rewrite" -> Optional.of(new ErasureStrategy.Nulled());
                  case "preserve" -> Optional.of(new ErasureStrategy.Kept());
                  case "string_rewrite" -> constant(override, configuration, suffix);
                  case "hash", "hmac" -> {
                    warnOfSuffix(override, suffix);
                    yield Optional.of(new ErasureStrategy.KeyedHash());
                  }
                  case "random_string_rewrite" -> {
                    warnOfSuffix(override, suffix);
                    yield Optional.of(new ErasureStrategy.Randomised());
                  }
                  case "aes_encrypt" -> {
                    override
                        .node()
                        .warning(
                            "Expected a strategy that cannot be undone but it is aes_encrypt, which"
                                + " has no equal here and is passed over");
                    yield Optional.empty();
                  }
                  default -> {
                    override
                        .node()
                        .warning(
                            "Expected a masking strategy of Fides but it is %s, which is passed"
                                    .formatted(strategy)
                                + " over");
                    yield Optional.empty();
                  }
                });
  }

  private static Optional<ErasureStrategy> constant(
      Entries override, Optional<Entries> configuration, Optional<String> suffix) {
    Optional<String> value = configuration.flatMap(said -> said.text("rewrite_value"));
    if (value.isEmpty()) {
      override
          .node()
          .error("Expected string_rewrite to have a configuration.rewrite_value but it has none");
    }
    return value.map(text -> new ErasureStrategy.Constant(text + suffix.orElse("")));
  }

  private static void warnOfSuffix(Entries override, Optional<String> suffix) {
    if (suffix.isPresent()) {
      override
          .node()
          .warning(
              "Expected no format_preservation, since the like of the strategy here writes no"
                  + " suffix, but there is one, which is passed over");
    }
  }
}
