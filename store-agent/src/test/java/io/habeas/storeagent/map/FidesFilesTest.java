package io.habeas.storeagent.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.habeas.storeagent.map.DataMap.DataCollection;
import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.DataMap.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that say nothing to Habeas, written for Fides, are read as they are. */
class FidesFilesTest {

  /** A directory with files of Fides' own, which are not ours to have here. */
  private static final String DIRECTORY = "habeas.fides.files";

  private static final Path OWN = Path.of("src", "test", "resources", "fides");

  @ParameterizedTest
  @MethodSource("files")
  void shouldReadAnUnchangedFile(Path file) {
    // when
    DataMap map = DataMapReader.read(file);

    // then
    assertThat(map.datasets().size() + map.systems().size() + map.warnings().size()).isPositive();
  }

  static Stream<Path> files() throws IOException {
    @Nullable String theirs = System.getProperty(DIRECTORY);
    return Stream.concat(
        yaml(OWN).stream(), theirs == null ? Stream.empty() : yaml(Path.of(theirs)).stream());
  }

  @Test
  void shouldReadAllFilesOfADirectoryAsOneMap() throws IOException {
    // given
    @Nullable String theirs = System.getProperty(DIRECTORY);
    assumeTrue(theirs != null, "-Dhabeas.fides.files names no directory with files of Fides");

    // when
    DataMap map = DataMapReader.read(Path.of(theirs));

    // then
    assertThat(map.datasets()).isNotEmpty();
  }

  @Test
  void shouldModelWhatFidesSaysOfFieldsAndCollections() {
    // when
    DataMap map = DataMapReader.read(OWN.resolve("shop.yml"));

    // then
    assertThat(map.warnings())
        .extracting(warning -> warning.at().line() + " " + warning.message())
        .containsExactly(
            "85 Expected people to be found by an identity or a reference but there is a"
                + " custom_request_field, by which nobody is searched");
    Dataset shop = map.dataset("shop").orElseThrow();
    assertThat(shop.schema()).contains("sales");
    assertThat(shop.after()).containsExactly("crm");
    DataCollection customers = shop.collection("customers").orElseThrow();
    assertThat(customers.order().eraseAfter())
        .extracting(DataMap.CollectionName::toString)
        .containsExactly("shop.orders");
    assertThat(customers.order().after())
        .extracting(DataMap.CollectionName::toString)
        .containsExactly("crm.leads");
    DataField name = customers.field("name").orElseThrow();
    assertThat(name.writing().length()).isEqualTo(OptionalInt.of(40));
    assertThat(name.writing().masking()).contains(new ErasureStrategy.Randomised());
    assertThat(customers.field("note").orElseThrow().writing().masking())
        .contains(new ErasureStrategy.Constant("MASKED-x"));
    assertThat(customers.field("email").orElseThrow().writing().readOnly()).isTrue();
    assertThat(customers.field("tags").orElseThrow().dataType()).contains("string[]");
    assertThat(customers.field("tags").orElseThrow().wholeList()).isTrue();
    assertThat(customers.field("tenant").orElseThrow().customRequestField()).contains("tenant_id");
    assertThat(customers.fieldAt("profile.nick.first").orElseThrow().categories())
        .containsExactly("user.name");
    assertThat(shop.collection("orders").orElseThrow().deletedWhole()).isTrue();
    assertThat(shop.collection("audit").orElseThrow().skipped()).isTrue();
    assertThat(shop.collection("order_items").orElseThrow().fields())
        .filteredOn(DataField::primaryKey)
        .extracting(DataField::name)
        .containsExactly("order_id", "line");
  }

  @Test
  void shouldReadTheOlderSpellingAndTakeOverCategoriesFromAround() {
    // when
    DataMap map = DataMapReader.read(OWN.resolve("older.yml"));

    // then
    assertThat(map.warnings()).isEmpty();
    DataCollection collection = map.datasets().getFirst().collections().getFirst();
    assertThat(collection.field("email").orElseThrow().identity()).contains("email");
    assertThat(collection.field("email").orElseThrow().categories())
        .containsExactly("user.contact.email");
    assertThat(collection.field("visits").orElseThrow().categories()).containsExactly("user");
  }

  private static List<Path> yaml(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".yml") || file.toString().endsWith(".yaml"))
          .sorted()
          .toList();
    }
  }
}
