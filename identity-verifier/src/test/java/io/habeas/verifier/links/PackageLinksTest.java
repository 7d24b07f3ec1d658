package io.habeas.verifier.links;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.verifier.StandInMongo;
import io.habeas.verifier.TestClock;
import io.habeas.verifier.links.PackageLinks.Link;
import io.habeas.verifier.vault.DataKeys;
import io.habeas.verifier.vault.KeyedHash;
import io.habeas.verifier.vault.SecretCodes;
import io.habeas.verifier.vault.VaultKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class PackageLinksTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration VALIDITY = Duration.ofDays(14);
  private static final Duration LEASE = Duration.ofMinutes(30);

  private final StandInMongo mongo = new StandInMongo();
  private final TestClock clock = new TestClock();
  private final String requestId = UUID.randomUUID().toString();
  private final String noticeId = UUID.randomUUID().toString();
  private final SecretCodes secrets;
  private final PackageLinks links;

  PackageLinksTest(@TempDir Path folder) {
    Path file = folder.resolve("vault-keys.json");
    VaultKeys.generate(file);
    VaultKeys keys = VaultKeys.load(file.toString(), name -> null);
    this.secrets = new SecretCodes(mongo.connect(), new DataKeys(keys));
    this.links =
        new PackageLinks(
            mongo.connect(),
            secrets,
            new KeyedHash(keys),
            new PackageLinks.Terms(VALIDITY, LEASE),
            clock);
  }

  @AfterEach
  void close() {
    mongo.close();
  }

  @Test
  void shouldGiveTheSameLinkUntilItsLetterHasLeft() {
    // when
    Link first = link();
    Link again = link();

    // then
    assertThat(again).isEqualTo(first);
    assertThat(Base64.getUrlDecoder().decode(first.secret())).hasSize(32);
    assertThat(first.expiresAt()).isEqualTo(clock.instant().plus(VALIDITY));

    // when the letter has left
    secrets.shred(noticeId).block(PATIENCE);

    // then
    assertThat(links.of(requestId, noticeId).blockOptional(PATIENCE)).isEmpty();
    assertThat(take(first.secret())).isPresent();
  }

  @Test
  void shouldBeMadeAnewWhenItsTimeRanOutBeforeItsLetterCouldLeave() {
    // given
    Link first = link();
    clock.advance(VALIDITY.plusSeconds(1));
    secrets.shredExpired(clock.instant()).block(PATIENCE);

    // when
    Link second = link();

    // then
    assertThat(second.secret()).isNotEqualTo(first.secret());
    assertThat(second.expiresAt()).isEqualTo(clock.instant().plus(VALIDITY));
    assertThat(take(first.secret())).isEmpty();
    assertThat(take(second.secret())).isPresent();
  }

  @Test
  void shouldKeepNothingThatOpensAnything() {
    // given
    Link link = link();

    // then
    assertThat(
            Flux.from(mongo.connect().getCollection("package_links").find())
                .map(Document::toJson)
                .collectList()
                .block(PATIENCE))
        .singleElement()
        .asString()
        .doesNotContain(link.secret());
  }

  @Test
  void shouldHoldOnce() {
    // given
    Link link = link();
    String redemption = take(link.secret()).orElseThrow();

    // then
    assertThat(take(link.secret())).isEmpty();
    links.settle(requestId, redemption, true).block(PATIENCE);
    assertThat(take(link.secret())).isEmpty();
    clock.advance(LEASE.plusSeconds(1));
    assertThat(take(link.secret())).isEmpty();
  }

  @Test
  void shouldHoldAgainWhenTheHandingOverBrokeOffOrNobodyEndedIt() {
    // given
    Link link = link();

    // when
    links.settle(requestId, take(link.secret()).orElseThrow(), false).block(PATIENCE);

    // then
    String second = take(link.secret()).orElseThrow();
    clock.advance(LEASE.plusSeconds(1));
    String third = take(link.secret()).orElseThrow();

    // and one that was given up cannot use it up any more
    links.settle(requestId, second, true).block(PATIENCE);
    links.settle(requestId, third, false).block(PATIENCE);
    assertThat(take(link.secret())).isPresent();
  }

  @Test
  void shouldNotHoldForAnotherSecretAnotherRequestOrTooLate() {
    // given
    Link link = link();

    // then
    assertThat(take(link.secret() + "x")).isEmpty();
    assertThat(take("")).isEmpty();
    assertThat(links.take(UUID.randomUUID().toString(), link.secret()).blockOptional(PATIENCE))
        .isEmpty();
    clock.advance(VALIDITY);
    assertThat(take(link.secret())).isEmpty();
  }

  @Test
  void shouldBeTakenByOneOfManyWhoTryAtOnce() {
    // given
    Link link = link();

    // when
    List<String> taken =
        Flux.fromStream(IntStream.range(0, 20).boxed())
            .flatMap(
                number ->
                    Mono.defer(() -> links.take(requestId, link.secret()))
                        .subscribeOn(Schedulers.boundedElastic()))
            .collectList()
            .blockOptional(PATIENCE)
            .orElseThrow();

    // then
    assertThat(taken).hasSize(1);
  }

  @Test
  void shouldForgetLinksLongAfterTheyExpired() {
    // given
    link();

    // when
    links.forget(clock.instant().plus(VALIDITY).plusSeconds(1)).block(PATIENCE);

    // then
    assertThat(
            Mono.from(mongo.connect().getCollection("package_links").countDocuments())
                .block(PATIENCE))
        .isZero();
  }

  private Link link() {
    return links.of(requestId, noticeId).blockOptional(PATIENCE).orElseThrow();
  }

  private Optional<String> take(String secret) {
    return links.take(requestId, secret).blockOptional(PATIENCE);
  }
}
