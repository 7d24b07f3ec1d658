package io.habeas.storeagent.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.participant.Deferred;
import io.habeas.participant.WaitReason;
import io.habeas.storeagent.outbound.OutboundAddresses.Verdict;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundAddressesTest {
  private static final String PUBLIC = "93.184.216.34";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.31.255.255",
        "192.0.0.8",
        "192.168.1.1",
        "198.19.0.1",
        "203.0.113.7",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001::1",
        "2001:db8::1"
      })
  void shouldRefuseAddressesThatAreNotPublic(String address) {
    // given
    var addresses = resolvingTo(address);

    // when
    Verdict verdict = addresses.verdict(URI.create("https://processor.example/v1"));

    // then
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {PUBLIC, "172.32.0.1", "100.128.0.1", "2606:2800:220:1::1", "64:ff9b::5db8:d822"})
  void shouldAllowPublicAddresses(String address) {
    assertThat(resolvingTo(address).verdict(URI.create("https://processor.example:8443/v1")))
        .isEqualTo(new Verdict.Allowed());
  }

  @Test
  void shouldRefuseANameOneOfWhoseAddressesIsPrivate() {
    assertThat(resolvingTo(PUBLIC, "10.0.0.1").verdict(URI.create("https://processor.example")))
        .isInstanceOf(Verdict.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://localhost/",
        "https://localhost./"
      })
  void shouldRefuseOurselvesHoweverWritten(String uri) {
    assertThat(new OutboundAddresses(Set.of()).verdict(URI.create(uri)))
        .isNotEqualTo(new Verdict.Allowed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://processor.example/",
        "ftp://processor.example/",
        "file:///etc/passwd",
        "https://user:word@processor.example/",
        "//processor.example/",
        "https:///v1"
      })
  void shouldRefuseWhatIsNotPlainTls(String uri) {
    assertThat(resolvingTo(PUBLIC).verdict(URI.create(uri))).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void shouldAllowHostsThatTheConfigurationNamesAndNoOthers() {
    // given
    var addresses = new OutboundAddresses(Set.of("127.0.0.1", "Erasure.internal", "::1"));

    // then
    assertThat(addresses.verdict(URI.create("http://127.0.0.1:8080/v1")))
        .isEqualTo(new Verdict.Allowed());
    assertThat(addresses.verdict(URI.create("http://[::1]:8080/v1")))
        .isEqualTo(new Verdict.Allowed());
    assertThat(addresses.verdict(URI.create("https://erasure.internal/v1")))
        .isEqualTo(new Verdict.Allowed());
    assertThat(addresses.verdict(URI.create("http://127.0.0.2:8080/v1")))
        .isInstanceOf(Verdict.Refused.class);
    assertThat(addresses.verdict(URI.create("ftp://127.0.0.1/")))
        .isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void shouldPutOffWhatIsRefusedAndWhatHasNoAddressNow() {
    // given
    var unresolved =
        new OutboundAddresses(
            Set.of(),
            host -> {
              throw new UnknownHostException(host);
            });

    // then
    assertThatThrownBy(() -> unresolved.check(URI.create("https://processor.example")))
        .isInstanceOfSatisfying(
            Deferred.class,
            deferred -> assertThat(deferred.reason()).isEqualTo(WaitReason.STORE_UNAVAILABLE));
    assertThatThrownBy(() -> resolvingTo("::1").check(URI.create("https://processor.example")))
        .isInstanceOfSatisfying(
            Deferred.class, deferred -> assertThat(deferred.reason()).isEqualTo(WaitReason.UNFIT));
  }

  private static OutboundAddresses resolvingTo(String... addresses) {
    return new OutboundAddresses(
        Set.of(),
        host -> {
          var found = new InetAddress[addresses.length];
          for (int i = 0; i < addresses.length; i++) {
            found[i] = InetAddress.getByName(addresses[i]);
          }
          return found;
        });
  }
}
