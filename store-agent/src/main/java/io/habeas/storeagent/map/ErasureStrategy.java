package io.habeas.storeagent.map;

/** What becomes of a field when its record is anonymised, or pseudonymised while it is retained. */
public sealed interface ErasureStrategy {

  /** Whether a record can no longer be found by a value of the field afterwards. */
  boolean severs();

  /** It becomes empty. */
  record Nulled() implements ErasureStrategy {
    @Override
    public boolean severs() {
      return true;
    }
  }

  /** It becomes this. */
  record Constant(String value) implements ErasureStrategy {
    @Override
    public boolean severs() {
      return true;
    }
  }

  /**
   * It becomes a keyed hash of itself: equal values stay equal, nothing leads back without the key.
   */
  record KeyedHash() implements ErasureStrategy {
    @Override
    public boolean severs() {
      return true;
    }
  }

  /**
   * It becomes something random of the same shape: letters stay letters, digits digits, a mail
   * address a mail address that is nobody's.
   */
  record Randomised() implements ErasureStrategy {
    @Override
    public boolean severs() {
      return true;
    }
  }

  /** Of a postal address only the country stays; where none can be made out, nothing. */
  record CountryOnly() implements ErasureStrategy {
    @Override
    public boolean severs() {
      return false;
    }
  }

  /** A date or instant is cut down to its unit. */
  record Generalised(Unit unit) implements ErasureStrategy {
    @Override
    public boolean severs() {
      return false;
    }
  }

  /** It stays, since it says nothing about a person. */
  record Kept() implements ErasureStrategy {
    @Override
    public boolean severs() {
      return false;
    }
  }

  /** What a date or instant is cut down to. */
  enum Unit {
    HOUR,
    DAY,
    MONTH,
    YEAR
  }
}
