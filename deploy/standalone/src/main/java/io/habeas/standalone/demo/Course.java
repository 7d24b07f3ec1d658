package io.habeas.standalone.demo;

import io.habeas.standalone.Patience;
import io.habeas.standalone.person.FrontDoor;
import io.habeas.standalone.person.Mailbox;
import io.habeas.standalone.person.Mailbox.Letter;
import io.habeas.standalone.sample.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * One person exercising one right: asks, proves the address, follows the status until it has come
 * to its end. Sees only what such a person sees.
 */
final class Course {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** Nothing more happens in these; in the last until somebody decides so. */
  private static final Set<String> ENDS = Set.of("FULFILLED", "WITHDRAWN", "ON_HOLD");

  private final FrontDoor door;
  private final String right;
  private final Subject subject;
  private final Mailbox mailbox;
  private final Meanwhile meanwhile;
  private final Consumer<String> progress;
  private final Map<String, String> shown = new HashMap<>();
  private final Set<Wait> waits = new HashSet<>();

  /** That a store was waited for, and why. */
  record Wait(String participant, String reason) {}

  /**
   * How it ended.
   *
   * @param requestId the request
   * @param token its status token
   * @param state in which it is now
   * @param waits why it waited for which store, as the status said on the way
   * @param letters all that came, in their order
   */
  record Ended(
      String requestId, String token, String state, Set<Wait> waits, List<Letter> letters) {
    Ended {
      waits = Set.copyOf(waits);
      letters = List.copyOf(letters);
    }
  }

  /**
   * @param meanwhile what somebody does about it
   * @param progress hears every step
   */
  Course(
      FrontDoor door,
      String right,
      Subject subject,
      Mailbox mailbox,
      Meanwhile meanwhile,
      Consumer<String> progress) {
    this.door = door;
    this.right = right;
    this.subject = subject;
    this.mailbox = mailbox;
    this.meanwhile = meanwhile;
    this.progress = progress;
  }

  /**
   * Runs to the answer.
   *
   * @throws IllegalStateException if it does not come to its end in time
   */
  Ended run() {
    int earlier = mailbox.letters().size();
    JsonNode accepted = door.request(right, subject.email());
    String request = accepted.path("requestId").asString();
    String token = accepted.path("statusToken").asString();
    progress.accept(
        "request %s received, due on %s".formatted(request, accepted.path("dueOn").asString()));

    Letter challenge = mailbox.await(earlier + 1, LIMIT);
    progress.accept("letter \"%s\" came with a code".formatted(challenge.subject()));
    JsonNode proof = door.prove(request, token, challenge.code());
    progress.accept("code sent back: %s".formatted(proof.path("result").asString()));

    String ended =
        Patience.until(
            LIMIT,
            () -> {
              JsonNode status = door.status(request, token);
              changes(status).ifPresent(progress);
              meanwhile.seen(request, token, status).ifPresent(progress);
              return Stream.of("state", "phase")
                  .map(field -> status.path(field).asString(""))
                  .filter(ENDS::contains)
                  .findFirst();
            },
            () ->
                "Expected the request to come to an end within %s but it is %s"
                    .formatted(LIMIT, shown.getOrDefault("", "unknown")));
    List<Letter> letters = mailbox.letters();
    return new Ended(request, token, ended, waits, letters.subList(earlier, letters.size()));
  }

  /** What the status says that it did not say before. */
  private Optional<String> changes(JsonNode status) {
    List<String> news = new ArrayList<>();
    String state = status.path("state").asString();
    String phase = status.path("phase").asString("");
    note("", phase.isEmpty() ? state : phase, news);
    for (JsonNode participant : status.path("participants")) {
      String reason = participant.path("reason").asString("");
      String doing = participant.path("state").asString();
      if (!reason.isEmpty()) {
        waits.add(new Wait(participant.path("participant").asString(), reason));
      }
      note(
          participant.path("participant").asString(),
          reason.isEmpty() ? doing : doing + " (" + reason + ")",
          news);
    }
    return news.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", news));
  }

  private void note(String who, String what, List<String> news) {
    if (!what.equals(shown.put(who, what))) {
      news.add(who.isEmpty() ? what : who + " " + what);
    }
  }
}
