package io.habeas.schemas.part;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Which part of which copy something is. A sealed part opens under its own name and no other, so
 * that it cannot be passed off as another's, be left out in the middle, or be put twice.
 *
 * @param requestId the request
 * @param participant who exported it
 * @param collection a code of the participant's data map
 * @param number within the collection, from 1
 */
public record PartName(UUID requestId, String participant, String collection, int number) {
  private static final String FORMAT = "habeas-export:1";

  /** The entry of the uploaded archive that holds the part. */
  public String entry() {
    return collection + "/" + number;
  }

  /** What the part is sealed for: the {@code info} of HPKE (RFC 9180 section 5.1). */
  byte[] info() {
    return String.join(
            "\n", FORMAT, requestId.toString(), participant, collection, Integer.toString(number))
        .getBytes(StandardCharsets.UTF_8);
  }
}
