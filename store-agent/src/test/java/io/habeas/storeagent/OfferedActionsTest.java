package io.habeas.storeagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Action;
import io.habeas.storeagent.connector.Connector;
import io.habeas.storeagent.connector.Use;
import io.habeas.storeagent.map.DataMapReader;
import java.io.StringReader;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Nothing answers at these addresses: what is offered here follows from the map. */
class OfferedActionsTest {
  private static final String STORES =
      """
      postgres.url=jdbc:postgresql://127.0.0.1:1/x, postgres.username=u, postgres.password=p, postgres.connect-timeout=250ms | fields: [{name: id, fides_meta: {primary_key: true}}, {name: mail, fides_meta: {identity: email}}]
      mongodb.uri=mongodb://127.0.0.1:1, mongodb.database=x | fields: [{name: _id, fides_meta: {primary_key: true, data_type: string}}, {name: mail, fides_meta: {identity: email, data_type: string}}]
      search.uri=http://127.0.0.1:1 | fields: [{name: _id, fides_meta: {primary_key: true, data_type: string}}, {name: mail, fides_meta: {identity: email, data_type: string}}]
      redis.uri=redis://127.0.0.1:1 | keys: {pattern: 'people:{account_id}', type: hash}
      s3.bucket=x, s3.endpoint=http://127.0.0.1:1, s3.region=eu-west-1, s3.access-key=a, s3.secret-key=b | objects: {prefix: 'people/{account_id}/'}
      """;

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = STORES)
  void shouldNotOfferToRestrictWhereNothingIsHidden(String settings, String rules) {
    assertThat(offered(settings, rules, ""))
        .doesNotContain(Action.RESTRICT, Action.LIFT)
        .contains(Action.ERASE, Action.VERIFY);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = STORES)
  void shouldOfferToRestrictWhereSomethingIsHidden(String settings, String rules) {
    assertThat(offered(settings, rules, "restriction: shadow"))
        .contains(Action.RESTRICT, Action.LIFT, Action.ERASE, Action.VERIFY);
  }

  private static Set<Action> offered(String settings, String rules, String restriction) {
    Map<String, String> properties = new java.util.TreeMap<>();
    for (String setting : settings.split(", ", -1)) {
      properties.put("shop." + setting.split("=", 2)[0], setting.split("=", 2)[1]);
    }
    StoreConnection connection =
        new Binder(new MapConfigurationPropertySource(properties))
            .bind("shop", StoreConnection.class)
            .get();
    String said = rules.startsWith("fields") ? "" : rules + ", ";
    String map =
        """
        dataset:
          - fides_key: shop
            collections:
              - name: people
                %s
                habeas: {%s%s}
        """
            .formatted(rules.startsWith("fields") ? rules : "fields: []", said, restriction);
    try (Connector connector =
        Connectors.connect(
            connection,
            DataMapReader.read("map.yml", new StringReader(map)).datasets().getFirst(),
            Optional.empty(),
            Optional.empty(),
            Clock.systemUTC(),
            Use.LOOKING)) {
      return connector.declaration().actions();
    }
  }
}
