package io.habeas.verifier.gate;

import io.habeas.schemas.avro.ParticipantPseudonym;
import io.habeas.verifier.directives.DirectiveSubjects;
import io.habeas.verifier.vault.Identifier;
import io.habeas.verifier.vault.KeyedHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A person's name for one participant alone: an HMAC-SHA-256 of their reference under a key that is
 * derived for that participant, in the form of an id (RFC 9562, version 8). Who holds one
 * participant's key, or its pseudonyms, learns nothing of another's.
 */
final class Pseudonyms {
  private static final String PURPOSE = "pseudonym-key";
  private static final String ALGORITHM = "HmacSHA256";

  private final KeyedHash hash;
  private final List<String> participants;
  private final DirectiveSubjects directives;

  /**
   * @param participants all that the controller approved
   * @param directives names the same person for directives
   */
  Pseudonyms(KeyedHash hash, Collection<String> participants, DirectiveSubjects directives) {
    this.hash = hash;
    this.participants = participants.stream().sorted().toList();
    this.directives = directives;
  }

  List<ParticipantPseudonym> of(String subject, List<Identifier> identifiers) {
    return participants.stream()
        .map(
            participant ->
                new ParticipantPseudonym(
                    participant, of(subject, participant), directives.of(participant, identifiers)))
        .toList();
  }

  UUID of(String subject, String participant) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(hash.of(PURPOSE, participant).getData(), ALGORITHM));
      ByteBuffer bytes = ByteBuffer.wrap(mac.doFinal(subject.getBytes(StandardCharsets.UTF_8)));
      long high = bytes.getLong() & ~0xF000L | 0x8000L;
      long low = bytes.getLong() & 0x3FFFFFFFFFFFFFFFL | Long.MIN_VALUE;
      return new UUID(high, low);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected HMAC-SHA-256 but this Java has none", e);
    }
  }
}
