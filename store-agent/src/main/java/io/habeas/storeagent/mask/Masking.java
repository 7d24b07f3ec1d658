package io.habeas.storeagent.mask;

import io.habeas.storeagent.map.ErasureStrategy;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** What text becomes by strategies that stores cannot carry out themselves. */
public final class Masking {
  private final UnaryOperator<String> hash;
  private final RandomOfSameShape random;

  /**
   * @param hash keyed, so that nothing leads back
   * @param random from which nothing can be guessed, in production
   */
  public Masking(UnaryOperator<String> hash, RandomGenerator random) {
    this.hash = hash;
    this.random = new RandomOfSameShape(random);
  }

  /** Whether {@code strategy} is one of them: its values are worked out one by one. */
  public static boolean worksOut(ErasureStrategy strategy) {
    return switch (strategy) {
      case ErasureStrategy.KeyedHash(),
          ErasureStrategy.Randomised(),
          ErasureStrategy.CountryOnly() ->
          true;
      case ErasureStrategy.Nulled(),
          ErasureStrategy.Constant(_),
          ErasureStrategy.Generalised(_),
          ErasureStrategy.Kept() ->
          false;
    };
  }

  /**
   * What {@code value} becomes; empty for null.
   *
   * @param length how many characters the field holds; empty for any
   * @throws IllegalArgumentException if the strategy is none that works on text
   */
  public Optional<String> text(ErasureStrategy strategy, String value, OptionalInt length) {
    return switch (strategy) {
      case ErasureStrategy.KeyedHash() -> Optional.of(Cut.to(length, hash.apply(value)));
      case ErasureStrategy.Randomised() -> Optional.of(Cut.to(length, random.text(value)));
      case ErasureStrategy.CountryOnly() ->
          Countries.in(value).map(country -> Cut.to(length, country));
      case ErasureStrategy.Constant(var constant) -> Optional.of(Cut.to(length, constant));
      case ErasureStrategy.Nulled() -> Optional.empty();
      case ErasureStrategy.Kept() -> Optional.of(value);
      case ErasureStrategy.Generalised generalised ->
          throw new IllegalArgumentException("Expected a strategy for text but it is for dates");
    };
  }

  /** What the whole number {@code value} becomes where it becomes random. */
  public long number(long value) {
    return random.number(value);
  }
}
