package io.habeas.storeagent.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ManualRuleTest {

  @Test
  void shouldReadWhoLooksAfterWhatAndHow() {
    // when
    ManualRule rule =
        read(
            """
            team: archive
            instructions: {en: Look there., de: Dort nachsehen., pt-BR: Procure ali.}
            runbook: https://wiki.example.com/archive
            """);

    // then
    assertThat(rule.team()).isEqualTo("archive");
    assertThat(rule.runbook())
        .isEqualTo(Optional.of(URI.create("https://wiki.example.com/archive")));
    assertThat(rule.instructions(Locale.GERMANY)).isEqualTo("Dort nachsehen.");
    assertThat(rule.instructions(Locale.forLanguageTag("pt-BR"))).isEqualTo("Procure ali.");
    assertThat(rule.instructions(Locale.FRENCH)).isEqualTo("Look there.");
  }

  @Test
  void shouldSayWhatIsWrongAndInWhichLine() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    team: The Archive
                    instructions: {}
                    runbook: javascript:alert(1)
                    due: tomorrow
                    """))
        .isInstanceOfSatisfying(
            InvalidMap.class,
            invalid ->
                assertThat(invalid.errors()).hasSize(4).allMatch(error -> error.at().line() > 5));
  }

  private static ManualRule read(String manual) {
    String map =
        """
        dataset:
          - fides_key: archive
            collections:
              - name: kept_elsewhere
              - name: files
                habeas:
                  manual:
        """
            + manual.indent(12);
    return DataMapReader.read("map.yml", new StringReader(map))
        .datasets()
        .getFirst()
        .collection("files")
        .flatMap(DataMap.DataCollection::manual)
        .orElseThrow();
  }
}
