package io.habeas.participant.outcome;

import io.habeas.participant.Outcome;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Outcomes as JSON, for logs of outcomes. A later version reads what an earlier one wrote. */
public final class OutcomeJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private OutcomeJson() {}

  public static String write(Outcome outcome) {
    return MAPPER.writerFor(Outcome.class).writeValueAsString(outcome);
  }

  public static Outcome read(String json) {
    return MAPPER.readValue(json, Outcome.class);
  }
}
