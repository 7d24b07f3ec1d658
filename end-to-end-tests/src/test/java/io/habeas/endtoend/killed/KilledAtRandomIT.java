package io.habeas.endtoend.killed;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.habeas.endtoend.killed.Inhabitants.Group;
import io.habeas.process.ProcessDefinition.Keyed;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.ErasureCompleted;
import io.habeas.schemas.avro.ErasureEntry;
import io.habeas.schemas.avro.ErasureGround;
import io.habeas.schemas.avro.ErasureTask;
import io.habeas.schemas.avro.LedgerLine;
import io.habeas.schemas.avro.ParticipantReply;
import io.habeas.schemas.avro.RequestAccepted;
import io.habeas.schemas.avro.RequestRecord;
import io.habeas.schemas.avro.Right;
import io.habeas.schemas.avro.TaskDeferred;
import io.habeas.schemas.avro.TaskSuperseded;
import io.habeas.testkit.platform.TopicClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/**
 * Sixty people ask, undisturbed, and then sixty like them while whoever takes part is killed; with
 * the profile {@code exhaustive} three hundred each, of one store more and with more kills. {@code
 * -Dkills.seed=<seed>} kills in the same order with the same pauses.
 */
@Tag("thorough")
class KilledAtRandomIT {
  private static final boolean ALL = Integer.getInteger("tests.every", 1) == 1;
  private static final int PEOPLE = ALL ? 300 : 60;
  private static final int STORES = ALL ? 3 : 2;
  private static final int FURTHER_KILLS = ALL ? 12 : 1;
  private static final Duration LIMIT = Duration.ofMinutes(8);
  private static final Path SAMPLE = Path.of("..", "deploy", "sample", "anypromt").toAbsolutePath();

  private static final Group UNDISTURBED = new Group(1, "calm");
  private static final Group DISTURBED = new Group(2, "storm");
  private static final Group BYSTANDERS = new Group(3, "home");

  @TempDir Path directory;

  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private VaultStandIn vault;
  private List<String> participants;
  private Deployment deployment;
  private Inhabitants inhabitants;
  private TopicClient topics;
  private Gatekeeper gatekeeper;

  @BeforeEach
  void start() throws Exception {
    vault = keep(new VaultStandIn());
    deployment = keep(new Deployment(directory));
    inhabitants =
        new Inhabitants(deployment.postgres(), SAMPLE.resolve("schema.sql"), STORES, PEOPLE);
    participants =
        inhabitants.databases().stream().map(database -> database.replace('_', '-')).toList();
    List.of(UNDISTURBED, DISTURBED, BYSTANDERS).forEach(inhabitants::moveIn);
    deployment.start(participants, SAMPLE.resolve("accounts.yml"), vault);
    topics = keep(deployment.topics());
    topics.create(List.of(Topics.ERASURE_EVENTS));
    gatekeeper =
        keep(new Gatekeeper(deployment.bootstrapServers(), deployment.topics(), participants));
  }

  @AfterEach
  void stop() throws Exception {
    while (!running.isEmpty()) {
      running.removeLast().close();
    }
  }

  private <T extends AutoCloseable> T keep(T started) {
    running.addLast(started);
    return started;
  }

  @Test
  void shouldComeToTheSameWhoeverIsKilled() {
    // given
    accept(UNDISTURBED, inhabitants.people());
    awaitCompleted(UNDISTURBED);
    List<String> athome = inhabitants.rowsOf(BYSTANDERS);

    // when
    long seed = Long.getLong("kills.seed", new Random().nextLong());
    System.out.println("kills.seed=" + seed);
    try {
      disturb(new SplittableRandom(seed));
      awaitCompleted(DISTURBED);

      // then
      shouldHaveTheSameRows();
      assertThat(inhabitants.rowsOf(BYSTANDERS)).isEqualTo(athome);
      shouldHaveCompletedOnceAndAlike();
      shouldHaveOneEntryEach();
      for (String participant : participants) {
        shouldHaveAskedStepByStep(participant);
      }
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("Expected the same with kills; again by -Dkills.seed=" + seed, e);
    }
  }

  private void accept(Group group, List<Integer> people) {
    Map<String, RequestRecord> accepted = new HashMap<>();
    for (int person : people) {
      UUID request = group.requestOf(person);
      vault.proven(request, group.emailOf(person));
      accepted.put(
          request.toString(),
          new RequestRecord(
              request,
              Instant.now(),
              new RequestAccepted(
                  Right.ERASURE,
                  List.of("email"),
                  ErasureGround.ART_17_1_B,
                  LocalDate.now(ZoneOffset.UTC).plusDays(30),
                  List.of())));
    }
    topics.sendAll(Topics.REQUESTS, accepted);
  }

  private void awaitCompleted(Group group) {
    Set<UUID> all = inhabitants.people().stream().map(group::requestOf).collect(Collectors.toSet());
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              Set<UUID> open = new HashSet<>(all);
              open.removeAll(gatekeeper.completed());
              assertThat(open).isEmpty();
            });
  }

  /** A kill that also costs an orchestrator its stores is {@code lost}. */
  private record Kill(Jvm victim, boolean lost) {}

  /** Half of the people ask at once, the others between the kills, so that each meets somebody. */
  private void disturb(SplittableRandom random) {
    List<Kill> kills = kills(random);
    List<Integer> people = inhabitants.people();
    int first = PEOPLE / 2;
    accept(DISTURBED, people.subList(0, first));
    int next = first;
    for (int i = 0; i < kills.size(); i++) {
      int until = first + (PEOPLE - first) * (i + 1) / kills.size();
      accept(DISTURBED, people.subList(next, until));
      next = until;
      if (random.nextBoolean()) {
        long before = gatekeeper.told();
        await().atMost(LIMIT).until(() -> gatekeeper.told() > before);
      }
      pause(random.nextInt(50, 500));
      Kill kill = kills.get(i);
      int open = PEOPLE + next - gatekeeper.completed().size();
      System.out.printf(
          "kills %s%s, %d open%n",
          kill.victim().name(), kill.lost() ? " and its stores" : "", open);
      assertThat(open).as("open when %s was killed", kill.victim().name()).isPositive();
      if (kill.lost()) {
        Path state = deployment.stateOf(kill.victim().name());
        kill.victim().kill(() -> FileSystemUtils.deleteRecursively(state.toFile()));
      } else {
        kill.victim().kill();
      }
    }
  }

  /** Everybody once, one orchestrator also with its stores, and some more. */
  private List<Kill> kills(SplittableRandom random) {
    List<Kill> kills = new ArrayList<>();
    deployment.jvms().forEach(jvm -> kills.add(new Kill(jvm, false)));
    kills.add(
        new Kill(
            deployment.jvms().stream()
                .filter(jvm -> jvm.name().startsWith("orchestrator"))
                .findFirst()
                .orElseThrow(),
            true));
    for (int i = 0; i < FURTHER_KILLS; i++) {
      kills.add(new Kill(deployment.jvms().get(random.nextInt(deployment.jvms().size())), false));
    }
    for (int i = kills.size() - 1; i > 0; i--) {
      Collections.swap(kills, i, random.nextInt(i + 1));
    }
    return kills;
  }

  /** Part of what is tested: a kill at any time. */
  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Expected to wait but was interrupted", e);
    }
  }

  private void shouldHaveTheSameRows() {
    List<String> undisturbed = inhabitants.rowsOf(UNDISTURBED);
    assertThat(inhabitants.rowsOf(DISTURBED)).isEqualTo(undisturbed);
    assertThat(undisturbed)
        .noneMatch(row -> row.contains("(account,") || row.contains("(consent,"))
        .filteredOn(row -> row.contains("(payment,"))
        .hasSize((int) inhabitants.payingWithinSevenYears());
    assertThat(undisturbed)
        .filteredOn(row -> row.contains("(retained,"))
        .hasSize((int) inhabitants.payingWithinSevenYears());
  }

  private void shouldHaveCompletedOnceAndAlike() {
    Map<String, List<ErasureCompleted>> completions = new TreeMap<>();
    topics
        .read(Topics.ERASURE_EVENTS)
        .forEach(
            event -> {
              if (event.value().getPayload() instanceof ErasureCompleted completed) {
                completions.computeIfAbsent(event.key(), id -> new ArrayList<>()).add(completed);
              }
            });
    assertThat(completions).hasSize(2 * PEOPLE);
    assertThat(completions.values()).allSatisfy(once -> assertThat(once).hasSize(1));
    for (int person : inhabitants.people()) {
      assertThat(completions.get(DISTURBED.requestOf(person).toString()))
          .as("completion of person %d", person)
          .isEqualTo(completions.get(UNDISTURBED.requestOf(person).toString()));
    }
  }

  private void shouldHaveOneEntryEach() {
    Map<String, ErasureEntry> ledger =
        topics.read(Topics.ERASURES).stream()
            .collect(toMap(Keyed::key, Keyed::value, (before, after) -> after));
    assertThat(ledger).hasSize(2 * PEOPLE);
    ledger.forEach(
        (request, entry) -> {
          assertThat(entry.getRequestId()).hasToString(request);
          assertThat(entry.getGround()).isEqualTo(ErasureGround.ART_17_1_B);
          assertThat(
                  entry.getStores().stream()
                      .collect(toMap(LedgerLine::getParticipant, LedgerLine::getPseudonym)))
              .containsExactlyInAnyOrderEntriesOf(
                  participants.stream()
                      .collect(
                          toMap(
                              name -> name,
                              name -> Gatekeeper.pseudonym(entry.getRequestId(), name))));
        });
  }

  /** A step is asked again as the same step, or as the next one, and answered in one way. */
  private void shouldHaveAskedStepByStep(String participant) {
    Map<String, List<ErasureTask>> tasks = byRequest(topics.read(Topics.erasureTasks(participant)));
    Map<String, List<ParticipantReply>> replies =
        byRequest(topics.read(Topics.replies(participant)));
    assertThat(tasks).hasSize(2 * PEOPLE);
    for (int person : inhabitants.people()) {
      List<String> asked = kinds(tasks, DISTURBED.requestOf(person));
      assertThat(asked)
          .as("what %s was asked about person %d", participant, person)
          .isEqualTo(kinds(tasks, UNDISTURBED.requestOf(person)));
    }
    tasks.forEach(
        (request, asked) -> {
          List<Integer> steps = asked.stream().map(ErasureTask::getStep).toList();
          assertThat(steps).as("steps of %s", request).isSorted();
          assertThat(steps.stream().distinct())
              .containsExactlyElementsOf(
                  IntStream.rangeClosed(1, steps.getLast()).boxed().toList());
          for (int step : steps) {
            assertThat(outcomes(replies.getOrDefault(request, List.of()), step))
                .as("answers to step %d of %s", step, request)
                .hasSize(1);
          }
        });
  }

  private static Set<Object> outcomes(List<ParticipantReply> replies, int step) {
    return replies.stream()
        .filter(reply -> reply.getStep() == step)
        .map(ParticipantReply::getPayload)
        .filter(answer -> !(answer instanceof TaskDeferred || answer instanceof TaskSuperseded))
        .collect(Collectors.toSet());
  }

  /** What was asked, each step once. */
  private static List<String> kinds(Map<String, List<ErasureTask>> tasks, UUID request) {
    Map<Integer, String> kinds = new LinkedHashMap<>();
    tasks
        .getOrDefault(request.toString(), List.of())
        .forEach(task -> kinds.put(task.getStep(), task.getPayload().getClass().getSimpleName()));
    return List.copyOf(kinds.values());
  }

  private static <R> Map<String, List<R>> byRequest(List<Keyed<R>> messages) {
    Map<String, List<R>> byRequest = new HashMap<>();
    messages.forEach(
        message ->
            byRequest.computeIfAbsent(message.key(), id -> new ArrayList<>()).add(message.value()));
    return byRequest;
  }
}
