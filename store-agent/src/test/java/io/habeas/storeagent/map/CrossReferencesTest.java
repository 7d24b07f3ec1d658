package io.habeas.storeagent.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.habeas.storeagent.map.DataMap.DataField;
import io.habeas.storeagent.map.DataMap.Match;
import io.habeas.storeagent.plan.StorePlanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrossReferencesTest {

  @TempDir private Path directory = Path.of("");

  @Test
  void shouldHaveOneStoreYieldWhatTheOtherIsFoundBy() throws IOException {
    // given
    write("crm.yml", contact("{verified: true, unique: true}"));
    write("shop.yml", ticket("from"));

    // when
    DataMap map = DataMapReader.read(directory);

    // then
    assertThat(map.warnings()).isEmpty();
    assertThat(StorePlanner.plan(map.dataset("crm").orElseThrow()).yields())
        .containsExactly("crm.contact.id");
    assertThat(StorePlanner.plan(map.dataset("shop").orElseThrow()).needs())
        .containsExactly("crm.contact.id");
  }

  @Test
  void shouldComeToTheSameTypeWhereAnAgentHasOneOfTheFilesOnly() throws IOException {
    // given
    Path crm = write("crm.yml", contact("{verified: true, unique: true}"));
    Path shop = write("shop.yml", ticket("from"));

    // when
    DataMap alone = DataMapReader.read(crm);
    DataMap other = DataMapReader.read(shop);

    // then
    assertThat(StorePlanner.plan(alone.datasets().getFirst()).yields())
        .containsExactly("crm.contact.id");
    assertThat(StorePlanner.plan(other.datasets().getFirst()).needs())
        .containsExactly("crm.contact.id");
  }

  @Test
  void shouldFollowAReferenceThatTheOtherDeclares() throws IOException {
    // given
    write(
        "crm.yml",
        """
        dataset:
          - fides_key: crm
            collections:
              - name: contact
                fields:
                  - name: number
                    fides_meta:
                      primary_key: true
                      references: [{dataset: shop, field: ticket.customer, direction: to}]
                    habeas: {verified: true, unique: true, identifier: contact_number}
                  - {name: email, fides_meta: {identity: email}}
        """);
    write("shop.yml", ticket("identifier"));

    // when
    DataMap map = DataMapReader.read(directory);

    // then
    assertThat(StorePlanner.plan(map.dataset("crm").orElseThrow()).yields())
        .containsExactly("contact_number");
    assertThat(StorePlanner.plan(map.dataset("shop").orElseThrow()).needs())
        .containsExactly("contact_number");
    assertThat(map.warnings())
        .extracting(MapError::toString)
        .containsExactly(
            "%s:9: Expected shop.ticket.customer at %s:8 to have the identifier contact_number under"
                    .formatted(directory.resolve("crm.yml"), directory.resolve("shop.yml"))
                + " habeas, by which crm.contact.number at %s:6 leads to it, but it has none, so that an"
                    .formatted(directory.resolve("crm.yml"))
                + " agent with its file alone does not look for it");
  }

  @Test
  void shouldLeadOnOnlyFromWhatIsVerifiedAndUnique_L11() throws IOException {
    // given
    Path crm = write("crm.yml", contact("{verified: true}"));
    Path shop = write("shop.yml", ticket("from"));

    // when
    DataMap map = DataMapReader.read(List.of(crm, shop));

    // then
    assertThat(map.warnings())
        .extracting(MapError::toString)
        .containsExactly(
            "%s:9: Expected crm.contact.id at %s:6 to be marked verified and unique under habeas, since"
                    .formatted(shop, crm)
                + " it leads to shop.ticket.customer, but it is not, so that nothing is found by"
                + " it");
  }

  @Test
  void shouldCompareAsTheFieldDoesThatLeads() throws IOException {
    // given
    write(
        "crm.yml",
        contact("{verified: true, unique: true, identifier: login, match: ignore-case}"));
    write("shop.yml", ticket("from"));

    // when
    DataField customer =
        DataMapReader.read(directory)
            .dataset("shop")
            .flatMap(dataset -> dataset.collection("ticket"))
            .flatMap(ticket -> ticket.field("customer"))
            .orElseThrow();

    // then
    assertThat(customer.identifierType()).contains("login");
    assertThat(customer.match()).isEqualTo(Match.IGNORE_CASE);
  }

  @Test
  void shouldPointToTypesThatContradictEachOther() throws IOException {
    // given
    Path crm = write("crm.yml", contact("{verified: true, unique: true, identifier: contact_no}"));
    Path shop = write("shop.yml", ticket("identifier: customer_no"));

    // when
    DataMap map = DataMapReader.read(directory);

    // then
    assertThat(map.warnings())
        .extracting(MapError::toString)
        .containsExactly(
            "%s:9: Expected shop.ticket.customer at %s:8 to have the identifier contact_no, which"
                    .formatted(shop, shop)
                + " crm.contact.id at %s:6 yields, but it has customer_no".formatted(crm));
  }

  @Test
  void shouldRefuseAReferenceToAFieldThatIsNotThere() throws IOException {
    // given
    Path crm = write("crm.yml", contact("{}").replace("name: id", "name: key"));
    Path shop = write("shop.yml", ticket("from"));

    // when
    InvalidMap invalid =
        catchThrowableOfType(InvalidMap.class, () -> DataMapReader.read(directory));

    // then
    assertThat(invalid)
        .hasMessage(
            "%s:9: Expected shop.ticket.customer to refer to a field but there is no contact.id in"
                    .formatted(shop)
                + " dataset crm at %s:2".formatted(crm));
  }

  @Test
  void shouldRefuseATypeThatIsNoCode() throws IOException {
    // given
    Path shop = write("shop.yml", ticket("from").replace("contact.id", "'contact.the id'"));

    // when
    InvalidMap invalid = catchThrowableOfType(InvalidMap.class, () -> DataMapReader.read(shop));

    // then
    assertThat(invalid)
        .hasMessage(
            shop
                + ":9: Expected the identifier type crm.contact.the id to be a code of at most 96"
                + " characters but it is not");
  }

  @Test
  void shouldRefuseADatasetThatIsInTwoFiles() throws IOException {
    // given
    Path first = write("a.yml", contact("{}"));
    Path second = write("b.yml", contact("{}"));

    // when
    InvalidMap invalid =
        catchThrowableOfType(InvalidMap.class, () -> DataMapReader.read(directory));

    // then
    assertThat(invalid)
        .hasMessage(second + ":2: Expected dataset crm once but it is at " + first + ":2 too");
  }

  private Path write(String name, String yaml) throws IOException {
    return Files.writeString(directory.resolve(name), yaml);
  }

  private static String contact(String rules) {
    return """
    dataset:
      - fides_key: crm
        collections:
          - name: contact
            fields:
              - name: id
                fides_meta: {primary_key: true}
                habeas: %s
              - {name: email, fides_meta: {identity: email}}
    """
        .formatted(rules);
  }

  /**
   * @param how {@code from} for a reference, {@code identifier} for none, or a rule beside one
   */
  private static String ticket(String how) {
    String reference =
        how.equals("identifier")
            ? "data_categories: [user.unique_id]"
            : "fides_meta: {references: [{dataset: crm, field: contact.id, direction: from}]}";
    return """
    dataset:
      - fides_key: shop
        collections:
          - name: ticket
            fields:
              - name: id
                fides_meta: {primary_key: true}
              - name: customer
                %s
                %s
    """
        .formatted(reference, how.contains(":") ? "habeas: {" + how + "}" : "");
  }
}
