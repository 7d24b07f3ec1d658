package io.habeas.storeagent.processor.objects;

import io.habeas.chassis.problems.HttpProblem;
import io.habeas.participant.Deferred;
import io.habeas.storeagent.api.Problem;
import io.habeas.storeagent.connector.Connector;
import io.habeas.storeagent.processor.objects.ObjectReports.Report;
import io.habeas.storeagent.processor.objects.ObjectReports.Taken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Product services report here whose an object is, right after they have made it. To report again
 * changes nothing.
 */
@RestController
@RequestMapping("/v1/objects")
@PreAuthorize("hasRole('object-reporter')")
class ObjectsController {
  private static final int MOST = 1_000;
  private static final int MOST_ERRORS = 20;
  private static final int LONGEST_LINE = 64 * 1024;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Connector connector;

  ObjectsController(Connector connector) {
    this.connector = connector;
  }

  record Reports(@Nullable List<@Nullable Report> objects) {}

  /**
   * @param accepted how many reports are in the ledger
   */
  record Accepted(long accepted) {}

  /** Takes some. Those that are right are kept even if others are not. */
  @PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  Mono<Accepted> report(@RequestBody Reports reports) {
    List<@Nullable Report> objects = reports.objects();
    if (objects == null || objects.isEmpty() || objects.size() > MOST) {
      throw Problem.INVALID_OBJECT.asException(
          Map.of("errors", List.of("objects: expected 1 to %d but it is not".formatted(MOST))));
    }
    return Mono.fromCallable(
            () -> {
              var tally = new Tally(reports());
              for (int i = 0; i < objects.size(); i++) {
                tally.take("objects[%d]".formatted(i), objects.get(i));
              }
              return tally.accepted();
            })
        .subscribeOn(Schedulers.boundedElastic());
  }

  /** Takes any number, one in each line. */
  @PutMapping(consumes = MediaType.APPLICATION_NDJSON_VALUE)
  Mono<Accepted> importLines(ServerHttpRequest request) {
    return Mono.fromCallable(
            () -> {
              var tally = new Tally(reports());
              try (var lines =
                  new BufferedReader(
                      new InputStreamReader(
                          DataBufferUtils.subscriberInputStream(request.getBody(), 4),
                          StandardCharsets.UTF_8))) {
                String line;
                for (long number = 1; (line = line(lines, number)) != null; number++) {
                  if (!line.isBlank()) {
                    tally.take("line " + number, read(line));
                  }
                }
              }
              return tally.accepted();
            })
        .subscribeOn(Schedulers.boundedElastic());
  }

  /** The next line; null after the last. */
  private static @Nullable String line(BufferedReader lines, long number) throws IOException {
    var line = new StringBuilder();
    int next = lines.read();
    if (next < 0) {
      return null;
    }
    while (next >= 0 && next != '\n') {
      line.append((char) next);
      if (line.length() > LONGEST_LINE) {
        throw Problem.INVALID_OBJECT.asException(
            Map.of(
                "errors",
                List.of(
                    "line %d: expected at most %d characters".formatted(number, LONGEST_LINE))));
      }
      next = lines.read();
    }
    return line.toString();
  }

  private static @Nullable Report read(String line) {
    try {
      return JSON.readValue(line, Report.class);
    } catch (JacksonException e) {
      // Its text quotes the line.
      return null;
    }
  }

  private ObjectReports reports() {
    if (connector instanceof ProviderConnector provider) {
      return provider.reports();
    }
    throw HttpProblem.NOT_FOUND.asException();
  }

  /** What became of the reports of one call. */
  private static final class Tally {
    private final ObjectReports reports;
    private final List<String> invalid = new ArrayList<>();
    private final List<String> ofAnother = new ArrayList<>();
    private long accepted;

    Tally(ObjectReports reports) {
      this.reports = reports;
    }

    void take(String at, @Nullable Report report) throws Deferred {
      if (report == null) {
        note(invalid, at + ": expected a report but it is none");
        return;
      }
      switch (reports.take(report)) {
        case Taken.Kept() -> accepted++;
        case Taken.OfAnother() -> note(ofAnother, at + ": it is reported as somebody else's");
        case Taken.Invalid(var why) -> note(invalid, at + ": " + why);
      }
    }

    private static void note(List<String> errors, String error) {
      if (errors.size() < MOST_ERRORS) {
        errors.add(error);
      }
    }

    Accepted accepted() {
      if (!invalid.isEmpty()) {
        throw Problem.INVALID_OBJECT.asException(
            Map.of("errors", invalid, "ofAnother", ofAnother, "accepted", accepted));
      }
      if (!ofAnother.isEmpty()) {
        throw Problem.OBJECT_OF_ANOTHER.asException(
            Map.of("errors", ofAnother, "accepted", accepted));
      }
      return new Accepted(accepted);
    }
  }
}
