package io.habeas.storeagent.processor;

import io.habeas.participant.WaitReason;
import io.habeas.storeagent.processor.ProcessorFailure.Trace;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** JSON objects one a line, one in memory at a time. */
public final class JsonLines {
  private static final int LONGEST = 8 * 1024 * 1024;

  private JsonLines() {}

  /**
   * Gives each object; empty lines are passed over.
   *
   * @throws IOException if the content breaks off
   * @throws ProcessorFailure if a line is no JSON object, or longer than 8 MiB
   */
  public static void each(InputStream content, Consumer<JsonNode> taker) throws IOException {
    InputStream buffered = new BufferedInputStream(content);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int octet = buffered.read(); octet >= 0; octet = buffered.read()) {
      if (octet == '\n') {
        take(line, taker);
      } else if (line.size() >= LONGEST) {
        throw malformed("a line that is too long");
      } else {
        line.write(octet);
      }
    }
    take(line, taker);
  }

  private static void take(ByteArrayOutputStream line, Consumer<JsonNode> taker) {
    byte[] bytes = line.toByteArray();
    line.reset();
    if (new String(bytes, java.nio.charset.StandardCharsets.UTF_8).isBlank()) {
      return;
    }
    JsonNode node = JsonText.read(bytes);
    if (!node.isObject()) {
      throw malformed("a line that is no object");
    }
    taker.accept(node);
  }

  private static ProcessorFailure malformed(String what) {
    return new ProcessorFailure(WaitReason.STORE_UNAVAILABLE, Trace.UNKNOWN, what);
  }
}
