package io.habeas.storeagent.redis;

import io.habeas.participant.Withheld;
import io.habeas.storeagent.redis.KeyPlan.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values as a copy has them. */
final class Values {
  private Values() {}

  /** Text, or what is none in Base64. */
  static Object of(String bytes) {
    return Bytes.text(bytes)
        .<Object>map(text -> text)
        .orElseGet(() -> Map.of("base64", base64(bytes)));
  }

  /** An object of two properties, in this order. */
  static Map<String, Object> both(String one, Object value, String other, Object otherValue) {
    Map<String, Object> both = new LinkedHashMap<>();
    both.put(one, value);
    both.put(other, otherValue);
    return both;
  }

  /** What stands in the place of what is about other people. */
  static Map<String, Object> withheld(String reason) {
    return both(Withheld.MARK, Withheld.OTHER_PEOPLE, Withheld.REASON, reason);
  }

  static String base64(String bytes) {
    return java.util.Base64.getEncoder().encodeToString(Bytes.array(bytes));
  }

  static Object score(String score) {
    double number =
        switch (score) {
          case "inf", "+inf" -> Double.POSITIVE_INFINITY;
          case "-inf" -> Double.NEGATIVE_INFINITY;
          default -> Double.parseDouble(score);
        };
    return Double.isFinite(number) ? new java.math.BigDecimal(score) : score;
  }

  /**
   * Names and values by turns as an object; where a name is no text or there twice, as a list of
   * pairs.
   */
  static Object pairs(List<String> pairs, Map<String, Field> fields) {
    Map<String, Object> object = new LinkedHashMap<>();
    List<Object> list = new ArrayList<>();
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      Field field = fields.get(Bytes.text(pairs.get(i)).orElse(""));
      Object value =
          field != null && field.withheld().isPresent()
              ? withheld(field.withheld().get())
              : of(pairs.get(i + 1));
      list.add(List.of(of(pairs.get(i)), value));
      Bytes.text(pairs.get(i)).ifPresent(name -> object.put(name, value));
    }
    return object.size() == list.size() ? object : list;
  }
}
