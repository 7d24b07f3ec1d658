package io.habeas.storeagent.processor.opendsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.storeagent.processor.opendsr.Authority.Issued;
import io.habeas.storeagent.processor.opendsr.SigningCertificate.Unacceptable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.TrustAnchor;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningCertificateTest {
  private static final Authority TRUSTED = new Authority("Trusted");
  private static final Authority OTHER = new Authority("Other");
  private static final String DOMAIN = "opendsr.processor.example";
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final byte[] BODY = "{\"a\": 1}".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private Set<TrustAnchor> authorities = Set.of();

  @BeforeEach
  void trust() throws Exception {
    Path file = folder.resolve("authorities.pem");
    Files.writeString(file, TRUSTED.pem());
    authorities = SigningCertificate.authorities(file);
  }

  private SigningCertificate read(String pem) throws Unacceptable {
    return SigningCertificate.read(pem.getBytes(StandardCharsets.UTF_8), authorities, DOMAIN, NOW);
  }

  private void refused(String pem, String why) {
    assertThatThrownBy(() -> read(pem)).isInstanceOf(Unacceptable.class).hasMessageContaining(why);
  }

  @Test
  void shouldVerifyWhatTheProcessorHasSigned() throws Unacceptable {
    // given
    Issued issued = TRUSTED.issue(DOMAIN);
    SigningCertificate certificate = read(issued.pem());

    // then
    assertThat(certificate.hasSigned(BODY, issued.sign(BODY))).isTrue();
    assertThat(
            certificate.hasSigned("{\"a\": 2}".getBytes(StandardCharsets.UTF_8), issued.sign(BODY)))
        .isFalse();
    assertThat(certificate.hasSigned(BODY, TRUSTED.issue(DOMAIN).sign(BODY))).isFalse();
    assertThat(certificate.hasSigned(BODY, "")).isFalse();
    assertThat(certificate.hasSigned(BODY, "no signature at all")).isFalse();
  }

  @Test
  void shouldTakeTheAuthoritysCertificateAlong() throws Unacceptable {
    // given
    Issued issued = TRUSTED.issue(DOMAIN);

    // then
    assertThat(read(issued.pem() + TRUSTED.pem()).hasSigned(BODY, issued.sign(BODY))).isTrue();
  }

  @Test
  void shouldTakeAnAsteriskForOneWholeLabel() throws Unacceptable {
    assertThat(read(TRUSTED.issue("*.processor.example").pem())).isNotNull();
    refused(TRUSTED.issue("*.example").pem(), "another domain");
    refused(TRUSTED.issue("processor.example").pem(), "another domain");
    refused(TRUSTED.issue("*").pem(), "another domain");
  }

  @Test
  void shouldRefuseACertificateThatIsNoneOrNotTheProcessors() {
    refused("nothing", "");
    refused("", "there is none");
    refused(TRUSTED.issue("opendsr.other.example").pem(), "another domain");
    refused(OTHER.issue(DOMAIN).pem(), "no authority");
    refused(OTHER.issue(DOMAIN).pem() + OTHER.pem(), "no authority");
    refused(Authority.selfSigned(DOMAIN).pem(), "for itself");
    refused(TRUSTED.issue(DOMAIN, Instant.parse("2026-11-01T00:00:00Z")).pem(), "not any more");
  }
}
