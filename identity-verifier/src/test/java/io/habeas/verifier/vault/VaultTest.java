package io.habeas.verifier.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.mongodb.reactivestreams.client.MongoDatabase;
import io.habeas.verifier.StandInMongo;
import io.habeas.verifier.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

final class VaultTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Identifier ANN = Identifier.of("email", "ann@example.org");
  private static final Identifier BOB = Identifier.of("email", "bob@example.org");

  private final Path folder;
  private final StandInMongo mongo = new StandInMongo();
  private final TestClock clock = new TestClock();
  private final String requestId = UUID.randomUUID().toString();
  private Path file;
  private VaultParts parts;

  VaultTest(@TempDir Path folder) {
    this.folder = folder;
    this.file = folder.resolve("vault-keys.json");
    VaultKeys.generate(file);
    this.parts = parts(mongo, file, clock);
  }

  private record VaultParts(
      MongoDatabase database,
      KeyedHash hash,
      Vault vault,
      SecretCodes codes,
      Rewrapping rewrapping) {}

  @AfterEach
  void close() {
    mongo.close();
  }

  private static VaultParts parts(StandInMongo mongo, Path file, TestClock clock) {
    VaultKeys keys = VaultKeys.load(file.toString(), name -> null);
    MongoDatabase database = mongo.connect();
    DataKeys dataKeys = new DataKeys(keys);
    KeyedHash hash = new KeyedHash(keys);
    return new VaultParts(
        database,
        hash,
        new Vault(database, dataKeys, hash, clock),
        new SecretCodes(database, dataKeys),
        new Rewrapping(database, dataKeys));
  }

  private Vault.Put put(String id, Identifier... identifiers) {
    return await(parts.vault().put(id, List.of(identifiers), Statement.NONE, "en", "source-1"));
  }

  private Vault.Yield deposit(String participant, int step, Identifier... found) {
    return await(
        parts
            .vault()
            .deposit(
                requestId,
                participant,
                step,
                java.util.Arrays.stream(found)
                    .map(identifier -> new Vault.Found(identifier, "accounts.field"))
                    .toList(),
                Set.of("device_id")));
  }

  private List<Identifier> granted(String... types) {
    return parts.vault().open(await(parts.vault().find(requestId)), Set.of(types), true);
  }

  private static <T> T await(Mono<T> mono) {
    T value = mono.block(PATIENCE);
    if (value == null) {
      throw new AssertionError("Expected a value but there is none");
    }
    return value;
  }

  @Test
  void shouldKeepWhatThePersonStatesSealedAndGiveItBackToTheLetter() {
    // given
    Statement stated = new Statement(Map.of("user.name", "Ann Other"), "I moved in May.");
    assertThat(put(requestId, stated)).isEqualTo(Vault.Put.STORED);

    // then
    assertThat(put(requestId, stated)).isEqualTo(Vault.Put.REPEATED);
    assertThat(put(requestId, new Statement(Map.of("user.name", "Ann"), "I moved in May.")))
        .isEqualTo(Vault.Put.OCCUPIED);
    VaultEntry entry = await(parts.vault().find(requestId));
    assertThat(parts.vault().openStatement(entry)).isEqualTo(stated);
    assertThat(entry.toString()).doesNotContain("Ann Other", "moved");
    assertThat(stated.toString()).isEqualTo("Statement[user.name] and words");
  }

  private Vault.Put put(String id, Statement stated) {
    return await(parts.vault().put(id, List.of(ANN), stated, "en", "source-1"));
  }

  @Test
  void shouldTakeTheSameContentTwiceAndOtherContentNever() {
    // given
    assertThat(put(requestId, ANN, BOB)).isEqualTo(Vault.Put.STORED);

    // then
    assertThat(put(requestId, BOB, ANN)).isEqualTo(Vault.Put.REPEATED);
    assertThat(put(requestId, ANN)).isEqualTo(Vault.Put.OCCUPIED);
    assertThat(
            await(
                parts.vault().put(requestId, List.of(ANN, BOB), Statement.NONE, "de", "source-1")))
        .isEqualTo(Vault.Put.OCCUPIED);
    assertThat(
            await(
                parts.vault().put(requestId, List.of(ANN, BOB), Statement.NONE, "en", "source-2")))
        .as("a retry over another network")
        .isEqualTo(Vault.Put.REPEATED);
  }

  @Test
  void shouldStoreNoReadableIdentifier() {
    // given
    put(requestId, ANN);
    await(parts.vault().prove(requestId, parts.hash().lookup(ANN), clock.instant()));
    deposit("accounts-db", 1, Identifier.of("account_id", "account-4711"));
    parts.codes().put("notice", requestId, "12345678", clock.instant()).block(PATIENCE);

    // then
    assertThat(mongo.dump())
        .contains(requestId)
        .doesNotContainIgnoringCase("ann@", "example.org", "4711", "12345678");
  }

  @Test
  void shouldNeverGrantWhatIsMerelySupplied_L11() {
    // given
    put(requestId, ANN, BOB, Identifier.of("account_id", "7"));

    // when
    await(parts.vault().prove(requestId, parts.hash().lookup(ANN), clock.instant()));

    // then
    assertThat(granted("email", "account_id")).containsExactly(ANN);
  }

  @Test
  void shouldNotProveWhatIsNotThere() {
    put(requestId, ANN);
    assertThat(await(parts.vault().prove(requestId, parts.hash().lookup(BOB), clock.instant())))
        .isFalse();
    assertThat(
            await(
                parts
                    .vault()
                    .prove(
                        UUID.randomUUID().toString(), parts.hash().lookup(ANN), clock.instant())))
        .isFalse();
  }

  @Test
  void shouldShredForGood() {
    // given
    put(requestId, ANN);

    // then
    assertThat(await(parts.vault().shred(requestId))).isTrue();
    assertThat(await(parts.vault().shred(requestId))).isFalse();
    assertThat(mongo.dump()).doesNotContain(requestId);
  }

  @Test
  void shouldRefuseAValueMovedToAnotherEntry() {
    // given two entries, the first one's value copied over the second's
    String other = UUID.randomUUID().toString();
    put(requestId, ANN);
    put(other, ANN);
    var documents = parts.database().getCollection("vault_entries");
    Document stolen = await(Mono.from(documents.find(new Document("_id", requestId)).first()));
    await(
        Mono.from(
            documents.updateOne(
                new Document("_id", other),
                new Document(
                    "$set",
                    new Document("identifiers", stolen.get("identifiers"))
                        .append("dataKey", stolen.get("dataKey", Binary.class))))));

    // then
    VaultEntry forged = await(parts.vault().find(other));
    assertThatIllegalStateException()
        .isThrownBy(() -> parts.vault().open(forged, Set.of("email"), false));
  }

  @Test
  void shouldTakeAYieldOnceAndAnswerItsRepeatAlike() {
    // given
    put(requestId, ANN);
    Identifier account = Identifier.of("account_id", "7");

    // then
    assertThat(deposit("accounts-db", 1, account))
        .isEqualTo(new Vault.Yield.Added(List.of("account_id")));
    assertThat(deposit("accounts-db", 1, account))
        .isEqualTo(new Vault.Yield.Added(List.of("account_id")));
    assertThat(deposit("accounts-db", 2, account))
        .as("known from an earlier round")
        .isEqualTo(new Vault.Yield.Added(List.of()));
    assertThat(deposit("billing", 1, account))
        .as("known from another store")
        .isEqualTo(new Vault.Yield.Added(List.of()));
    assertThat(granted("account_id")).containsExactly(account);
  }

  @Test
  void shouldTurnASuppliedIdentifierThatAStoreConfirmsIntoAGrantableOne() {
    // given
    Identifier account = Identifier.of("account_id", "7");
    put(requestId, ANN, account);

    // when
    deposit("accounts-db", 1, account);

    // then
    assertThat(granted("account_id")).containsExactly(account);
  }

  @Test
  void shouldTakeNothingOfAYieldThatContradicts_L11() {
    // given
    put(requestId, ANN);
    await(parts.vault().prove(requestId, parts.hash().lookup(ANN), clock.instant()));
    deposit("accounts-db", 1, Identifier.of("account_id", "7"));

    // then another account, another address than the proven one, and two at once are conflicts
    assertThat(
            deposit(
                "billing", 1, Identifier.of("customer_id", "c"), Identifier.of("account_id", "8")))
        .isEqualTo(new Vault.Yield.Conflict("account_id"));
    assertThat(deposit("billing", 1, BOB)).isEqualTo(new Vault.Yield.Conflict("email"));
    assertThat(deposit("billing", 1, Identifier.of("phone", "1"), Identifier.of("phone", "2")))
        .isEqualTo(new Vault.Yield.Conflict("phone"));
    assertThat(granted("email", "account_id", "customer_id", "phone"))
        .containsExactly(ANN, Identifier.of("account_id", "7"));
  }

  @Test
  void shouldTakeSeveralValuesOfATypeThatMayHaveThem() {
    // given
    put(requestId, ANN);

    // then
    assertThat(
            deposit(
                "accounts-db", 1, Identifier.of("device_id", "1"), Identifier.of("device_id", "2")))
        .isEqualTo(new Vault.Yield.Added(List.of("device_id")));
  }

  @Test
  void shouldLoseNoneOfManyYieldsAtOnce() {
    // given
    put(requestId, ANN);

    // when twelve stores yield at once, each a type of its own, and the address is proven
    Flux.range(0, 12)
        .flatMap(
            i ->
                parts
                    .vault()
                    .deposit(
                        requestId,
                        "store-" + i,
                        1,
                        List.of(new Vault.Found(Identifier.of("type-" + i, "v"), "c.f")),
                        Set.of())
                    .subscribeOn(Schedulers.boundedElastic()),
            12)
        .then(parts.vault().prove(requestId, parts.hash().lookup(ANN), clock.instant()))
        .block(PATIENCE);

    // then
    Set<String> types =
        IntStream.range(0, 12)
            .mapToObj(i -> "type-" + i)
            .collect(java.util.stream.Collectors.toSet());
    assertThat(parts.vault().open(await(parts.vault().find(requestId)), types, true)).hasSize(12);
  }

  @Test
  void shouldFindTheRequestsThatNameAnIdentifierByItsKeyedHash() {
    // given
    String other = UUID.randomUUID().toString();
    put(requestId, ANN);
    put(other, ANN, BOB);

    // then
    assertThat(
            parts.vault().naming(Identifier.of("email", "ANN@example.org")).collectList().block())
        .containsExactlyInAnyOrder(requestId, other);
    assertThat(parts.vault().naming(BOB).collectList().block()).containsExactly(other);
  }

  @Test
  void shouldRewrapEverythingAfterARotationSoThatTheOldKeyMayGo() throws IOException {
    // given entries and a code under the old key
    for (int i = 0; i < 20; i++) {
      put(UUID.randomUUID().toString(), ANN);
    }
    put(requestId, ANN);
    parts
        .codes()
        .put("notice", requestId, "12345678", clock.instant().plusSeconds(600))
        .block(PATIENCE);
    VaultKeys.rotate(file);
    parts = parts(mongo, file, clock);
    put(UUID.randomUUID().toString(), BOB);

    // when
    Rewrapping.Report first = await(parts.rewrapping().run());
    Rewrapping.Report second = await(parts.rewrapping().run());

    // then
    assertThat(first).isEqualTo(new Rewrapping.Report(22, 0, 0));
    assertThat(second).isEqualTo(new Rewrapping.Report(0, 0, 0));
    removeOldKey();
    parts = parts(mongo, file, clock);
    assertThat(parts.vault().open(await(parts.vault().find(requestId)), Set.of("email"), false))
        .containsExactly(ANN);
    assertThat(await(parts.codes().find("notice", requestId))).isEqualTo("12345678");
  }

  @Test
  void shouldReportWhatNoKeyOpens() {
    // given an entry under keys that are gone
    put(requestId, ANN);
    file = folder.resolve("other-keys.json");
    VaultKeys.generate(file);
    parts = parts(mongo, file, clock);

    // then
    assertThat(await(parts.rewrapping().run())).isEqualTo(new Rewrapping.Report(0, 1, 1));
  }

  /** As an operator would: keep the primary key only. */
  private void removeOldKey() throws IOException {
    var mapper = new tools.jackson.databind.json.JsonMapper();
    var root = (tools.jackson.databind.node.ObjectNode) mapper.readTree(Files.readString(file));
    var keyset = (tools.jackson.databind.node.ObjectNode) root.get("encryption");
    long primary = keyset.get("primaryKeyId").asLong();
    var keys = (tools.jackson.databind.node.ArrayNode) keyset.get("key");
    for (int i = keys.size() - 1; i >= 0; i--) {
      if (keys.get(i).get("keyId").asLong() != primary) {
        keys.remove(i);
      }
    }
    Files.writeString(file, mapper.writeValueAsString(root));
  }
}
