package io.habeas.storeagent.processor.opendsr;

import io.habeas.participant.Identifiers;
import io.habeas.storeagent.processor.ProcessorMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A person's identifiers as a processor takes them: as they are, or hashed if only so. */
final class Identities {
  private static final String RAW = "raw";
  private static final String SHA256 = "sha256";

  private final ProcessorMap map;

  Identities(ProcessorMap map) {
    this.map = map;
  }

  /** Those that the processor takes, in an order that is always the same. */
  List<Identity> of(Identifiers identifiers, Discovery discovery) {
    Set<Identity> all = new TreeSet<>();
    map.identifiers()
        .forEach(
            (name, types) ->
                format(name, discovery)
                    .ifPresent(
                        format ->
                            types.forEach(
                                type ->
                                    identifiers
                                        .of(type)
                                        .forEach(
                                            value -> all.add(identity(name, format, value))))));
    return List.copyOf(all);
  }

  /** In which form the processor takes an identifier; empty if it does not take it. */
  static Optional<String> format(String name, Discovery discovery) {
    return List.of(RAW, SHA256).stream()
        .filter(format -> discovery.identities().contains(new Identity.Kind(name, format)))
        .findFirst();
  }

  private static Identity identity(String name, String format, String value) {
    return new Identity(name, format, format.equals(SHA256) ? sha256(value) : value);
  }

  private static String sha256(String value) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Expected SHA-256 but this JDK has none", e);
    }
  }
}
