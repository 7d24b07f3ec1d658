package io.habeas.schemas.wire;

import org.apache.avro.util.ClassSecurityValidator;

/** Which classes Avro may instantiate when a schema names them: since 1.12 it wants to be told. */
final class TrustedRecords {
  static {
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(), type -> type.getName().startsWith("io.habeas.")));
  }

  private TrustedRecords() {}

  /** Adds our records to whatever the application trusts already. Idempotent. */
  static void trust() {
    // Loading this class is the effect.
  }
}
