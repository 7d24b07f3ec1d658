package io.habeas.storeagent.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.CollectionTreatment;
import io.habeas.participant.CollectionTreatment.Duty;
import io.habeas.participant.CollectionTreatment.Treatment;
import io.habeas.participant.RetentionGround;
import io.habeas.storeagent.map.DataMap.Dataset;
import io.habeas.storeagent.map.DataMapReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HowTreatedTest {
  private static final Path SAMPLE = Path.of("..", "deploy", "sample", "anypromt");

  @Test
  void shouldTellOfEachTableWhatBecomesOfItAndUnderWhichDutiesItMayBeKept_L19() {
    assertThat(HowTreated.of(StorePlanner.plan(sample("accounts.yml"))))
        .containsExactly(
            CollectionTreatment.erased("accounts"),
            CollectionTreatment.erased("consents"),
            new CollectionTreatment(
                "fraud_signals",
                Set.of(Treatment.ERASED),
                Set.of("null"),
                List.of(
                    new Duty("fraud-signals", RetentionGround.ART_17_3_E, "EU-GDPR-17-3-E", "EU"))),
            new CollectionTreatment(
                "payments",
                Set.of(Treatment.ERASED),
                Set.of("null"),
                List.of(new Duty("payments-7y", RetentionGround.ART_17_3_B, "NL-AWR-52", "NL"))),
            CollectionTreatment.erased("settings"),
            new CollectionTreatment(
                "usage_events",
                Set.of(Treatment.ANONYMISED),
                Set.of("null", "keep", "generalise"),
                List.of()));
  }

  @Test
  void shouldTellOfDocumentsToo() {
    assertThat(HowTreated.of(DocumentPlanner.plan(sample("conversations.yml"))))
        .extracting(CollectionTreatment::collection)
        .containsExactly("conversations", "model_feedback", "shared_prompts");
  }

  private static Dataset sample(String name) {
    return DataMapReader.read(SAMPLE.resolve(name)).datasets().getFirst();
  }
}
