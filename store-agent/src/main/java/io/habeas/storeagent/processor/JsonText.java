package io.habeas.storeagent.processor;

import io.habeas.participant.WaitReason;
import io.habeas.storeagent.processor.ProcessorFailure.Trace;
import java.io.ByteArrayInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** JSON from somebody who is not trusted: bounded in depth and in the length of its tokens. */
public final class JsonText {
  private static final int DEEPEST = 64;
  private static final int LONGEST_NUMBER = 100;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(LONGEST_NUMBER)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonText() {}

  /**
   * Reads JSON; a missing node if there is nothing.
   *
   * @throws ProcessorFailure if it is none, or is nested deeper than 64 levels
   */
  public static JsonNode read(byte[] text) {
    if (text.length == 0) {
      return JsonNodeFactory.instance.missingNode();
    }
    try {
      return MAPPER.readTree(new ByteArrayInputStream(text));
    } catch (JacksonException e) {
      // Without the cause, which quotes the text.
      throw new ProcessorFailure(
          WaitReason.STORE_UNAVAILABLE, Trace.UNKNOWN, "an answer that is no JSON");
    }
  }

  /** JSON on one line. */
  public static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }
}
