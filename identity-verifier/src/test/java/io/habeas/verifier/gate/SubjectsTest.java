package io.habeas.verifier.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.verifier.Instance;
import io.habeas.verifier.StandInMongo;
import io.habeas.verifier.gate.Subjects.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubjectsTest {
  private static final Instant LATER = Instant.parse("2027-03-24T09:00:00Z");

  private final StandInMongo mongo = new StandInMongo();
  private final Subjects subjects = subjects(() -> {});

  @AfterEach
  void close() {
    mongo.close();
  }

  private Subjects subjects(Runnable beforeEach) {
    var database = SteppedMongo.of(mongo.connect(), beforeEach);
    return new Subjects(
        database,
        new KnownIdentifiers(database, Instance.PATIENCE),
        Subjects.random(),
        Instance.PATIENCE);
  }

  private Subject resolve(String... shown) {
    return subjects.resolve(List.of(shown), LATER);
  }

  @Test
  void shouldKnowAPersonAgain() {
    // given
    Subject first = resolve("a");

    // then
    assertThat(resolve("a")).isEqualTo(first);
    assertThat(resolve("b").reference()).isNotEqualTo(first.reference());
    assertThat(first.identifiers()).containsExactly("a");
  }

  @Test
  void shouldTakeTwoForOneOnceARequestShowsThatTheyAre() {
    // given
    String a = resolve("a").reference();
    String b = resolve("b").reference();
    String lower = a.compareTo(b) < 0 ? a : b;

    // when
    Subject both = resolve("a", "b");

    // then
    assertThat(both).isEqualTo(new Subject(lower, Set.of("a", "b")));
    assertThat(resolve("b")).isEqualTo(both);
    assertThat(resolve("a")).isEqualTo(both);
  }

  @Test
  void shouldEndWithTheLowestReferenceInWhateverOrderPairsAreShown() {
    for (int seed = 0; seed < 20; seed++) {
      // given
      Random random = new Random(seed);
      List<String> chain = new ArrayList<>();
      Set<String> references = new HashSet<>();
      for (int i = 0; i < 6; i++) {
        chain.add(seed + "-" + i);
        references.add(resolve(seed + "-" + i).reference());
      }
      List<List<String>> pairs = new ArrayList<>();
      for (int i = 0; i + 1 < chain.size(); i++) {
        pairs.add(List.of(chain.get(i), chain.get(i + 1)));
      }
      Collections.shuffle(pairs, random);

      // when several instances are shown them at once
      CompletableFuture.allOf(
              pairs.stream()
                  .map(
                      pair ->
                          CompletableFuture.runAsync(
                              () -> subjects(() -> {}).resolve(pair, LATER),
                              Stepper.IN_ITS_OWN_THREAD))
                  .toArray(CompletableFuture[]::new))
          .join();

      // then
      for (String identifier : chain) {
        assertThat(resolve(identifier))
            .isEqualTo(new Subject(Collections.min(references), Set.copyOf(chain)));
      }
    }
  }

  @Test
  void shouldFinishWhatBrokeOffAnywhere() {
    for (int crash = 1; crash < 30; crash++) {
      // given
      String a = crash + "-a";
      String b = crash + "-b";
      String c = crash + "-c";
      resolve(a, b);
      resolve(c);
      Crash.before(crash, beforeEach -> subjects(beforeEach).resolve(List.of(c, a), LATER));

      // when
      Subject after = resolve(c, a);

      // then
      assertThat(after.identifiers()).containsExactlyInAnyOrder(a, b, c);
      assertThat(resolve(b)).isEqualTo(after);
    }
  }
}
