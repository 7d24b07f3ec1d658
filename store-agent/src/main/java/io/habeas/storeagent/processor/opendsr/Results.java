package io.habeas.storeagent.processor.opendsr;

import io.habeas.participant.RecordSink;
import io.habeas.storeagent.processor.JsonText;
import io.habeas.storeagent.processor.ProcessorFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Puts into a copy what a processor hands over. OpenDSR says nothing of its form: a small JSON
 * object, or a list of them, becomes records; anything else is one record of bytes, in pieces.
 */
final class Results {
  private static final int PIECE = 1024 * 1024;

  private Results() {}

  /**
   * @throws IOException if the content breaks off
   */
  static void read(InputStream content, String collection, RecordSink records) throws IOException {
    byte[] piece = content.readNBytes(PIECE);
    byte[] next = content.readNBytes(PIECE);
    if (next.length == 0 && tell(piece, collection, records)) {
      return;
    }
    for (long number = 1; ; number++) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("piece", number);
      json.put("last", next.length == 0);
      json.put("base64", Base64.getEncoder().encodeToString(piece));
      if (number == 1) {
        records.add(collection, JsonText.write(json));
      } else {
        records.addMore(collection, JsonText.write(json));
      }
      if (next.length == 0) {
        return;
      }
      piece = next;
      next = content.readNBytes(PIECE);
    }
  }

  /** Returns whether it was JSON of which records can be made. */
  private static boolean tell(byte[] content, String collection, RecordSink records) {
    if (!looksLikeJson(content)) {
      return false;
    }
    JsonNode json;
    try {
      json = JsonText.read(content);
    } catch (ProcessorFailure e) {
      // Then it is bytes like any other.
      return false;
    }
    if (json.isObject()) {
      records.add(collection, JsonText.write(json));
      return true;
    }
    for (JsonNode each : json) {
      if (!each.isObject()) {
        return false;
      }
    }
    json.forEach(each -> records.add(collection, JsonText.write(each)));
    return true;
  }

  private static boolean looksLikeJson(byte[] content) {
    String start =
        new String(
                Arrays.copyOf(content, Math.min(content.length, 64)),
                java.nio.charset.StandardCharsets.ISO_8859_1)
            .stripLeading();
    return start.startsWith("{") || start.startsWith("[");
  }
}
