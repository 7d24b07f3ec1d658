package io.habeas.participant.testkit;

import io.habeas.participant.Identifiers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Identifiers that find everybody where a value is taken for something else than a value. */
final class HostileValues {
  private static final List<String> ALWAYS =
      List.of(
          "' OR '1'='1",
          "x'); DROP TABLE accounts; --",
          "\" OR \"\"=\"",
          "1 OR 1=1",
          "%",
          "_",
          "*",
          "?",
          ".*",
          "[a-z]*",
          "$1",
          "{\"$gt\": \"\"}",
          "{\"$ne\": null}",
          "/",
          "../",
          "..",
          "\\",
          "\\E.*\\Q",
          "",
          " ",
          "null",
          "nul\0byte",
          "line\r\nbreak",
          "\u202eright to left\u0301",
          "\ud83e\uddd1 astral",
          "\ud800 alone",
          "99999999999999999999999999",
          "0x01",
          "long ".repeat(4_000));

  private HostileValues() {}

  /** Of every type that is needed; some made of what really is somebody's. */
  static Identifiers of(Set<String> types, Identifiers somebody) {
    Map<String, List<String>> byType = new HashMap<>();
    for (String type : types) {
      List<String> values = new ArrayList<>(ALWAYS);
      for (String value : somebody.of(type)) {
        values.add(value + "%");
        values.add(value + "*");
        values.add("*" + value);
        values.add("%" + value);
        values.add(value.substring(0, 1) + "%");
        values.add(value.substring(0, 1) + "*");
        values.add(value + "x");
        values.add(value + "\0");
        values.add(value + "' --");
        if (value.length() > 1) {
          values.add("_" + value.substring(1));
          values.add("?" + value.substring(1));
          values.add("." + value.substring(1));
        }
      }
      byType.put(type, values);
    }
    return new Identifiers(byType);
  }
}
