package io.habeas.schemas.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestKeyPairTest {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-000000000001");
  private static final PartName NAME = new PartName(REQUEST, "accounts-db", "payments", 2);
  private static final byte[] LINES = "{\"id\":1}\n".getBytes(StandardCharsets.UTF_8);

  private final RequestKeyPair pair = RequestKeyPair.generate();
  private final byte[] sealed = RecipientKey.of(pair.recipientKey()).seal(NAME, LINES);

  @Test
  void shouldOpenWhatWasSealedForIt() throws Exception {
    assertThat(pair.open(NAME, sealed)).isEqualTo(LINES);
    assertThat(pair.recipientKey()).matches("[A-Za-z0-9_-]{43}");
    // RFC 9180: an encapsulated X25519 key of 32 bytes, the plaintext, a tag of 16.
    assertThat(sealed).hasSize(32 + LINES.length + 16);
  }

  @ParameterizedTest
  @CsvSource({
    "00000000-0000-0000-0000-000000000002, accounts-db, payments, 2",
    "00000000-0000-0000-0000-000000000001, other-db, payments, 2",
    "00000000-0000-0000-0000-000000000001, accounts-db, settings, 2",
    "00000000-0000-0000-0000-000000000001, accounts-db, payments, 1"
  })
  void shouldNotOpenUnderAnotherName(
      UUID request, String participant, String collection, int number) {
    PartName other = new PartName(request, participant, collection, number);

    assertThatThrownBy(() -> pair.open(other, sealed)).isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void shouldNotOpenWhatWasChangedOrCutOff() {
    byte[] changed = sealed.clone();
    changed[40] ^= 1;
    byte[] cut = java.util.Arrays.copyOf(sealed, sealed.length - 1);

    assertThatThrownBy(() -> pair.open(NAME, changed)).isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> pair.open(NAME, cut)).isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void shouldNotOpenWhatWasSealedForAnotherRequestsKey() {
    byte[] forAnother = RecipientKey.of(RequestKeyPair.generate().recipientKey()).seal(NAME, LINES);

    assertThatThrownBy(() -> pair.open(NAME, forAnother))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void shouldRefuseWhatIsNoKey() {
    assertThatThrownBy(() -> RecipientKey.of("c2hvcnQ"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected a public key of 32 bytes but got 5");
  }
}
