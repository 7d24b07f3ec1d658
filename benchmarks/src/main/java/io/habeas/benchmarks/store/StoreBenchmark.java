package io.habeas.benchmarks.store;

import io.habeas.platform.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Ordinary people, 20 rows in 5 tables each, are located, erased and verified in PostgreSQL: by the
 * agent's connector, led by a data map, and by statements written by hand, in turns, one thread
 * each, in the same database.
 */
public final class StoreBenchmark {
  private static final String DATABASE = "shop";

  private StoreBenchmark() {}

  /**
   * How much is measured.
   *
   * @param rounds how often each of the two has its turn, at least 1; one more warms up
   * @param subjects how many people are erased in one turn, at least 1
   * @param poll how many tasks the agent is handed at once, at least 1
   * @param directory an empty directory for everything that is written
   */
  public record Options(int rounds, int subjects, int poll, Path directory) {
    public Options {
      if (rounds < 1 || subjects < 1 || poll < 1) {
        throw new IllegalArgumentException(
            "Expected at least 1 round, 1 subject and 1 task but got %d, %d and %d"
                .formatted(rounds, subjects, poll));
      }
    }
  }

  /**
   * Measures.
   *
   * @param progress is told a line at a time what is being done and what came of it
   * @throws IllegalStateException if the server does not start, or somebody is not erased in full
   */
  public static StoreReport run(Options options, Consumer<String> progress) {
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(
            new EmbeddedPostgres.Options(options.directory().resolve("postgres"), 0))) {
      server.createDatabase(DATABASE);
      return measure(options, server, progress);
    } catch (SQLException e) {
      throw new IllegalStateException(
          "Expected to measure but the database failed: SQLSTATE " + e.getSQLState(), e);
    }
  }

  private static StoreReport measure(
      Options options, EmbeddedPostgres server, Consumer<String> progress) throws SQLException {
    DataSource database = server.dataSource(DATABASE);
    // As many again stay, so that tables do not become small.
    int erased = 2 * options.subjects() * (options.rounds() + 1);
    var people = new People(database);
    progress.accept(
        String.format(Locale.ROOT, "Letting %d people in, of whom half are erased", 2 * erased));
    people.moveIn(2 * erased);
    long agentNanos = 0;
    long handNanos = 0;
    List<Double> ratios = new ArrayList<>();
    int next = 1;
    try (var agent = new Agent(server.jdbcUrl(DATABASE), EmbeddedPostgres.SUPERUSER);
        var hand = new HandWritten(database)) {
      for (int round = 0; round <= options.rounds(); round++) {
        boolean agentFirst = round % 2 == 0;
        List<Integer> first = People.numbers(next, options.subjects());
        List<Integer> second = People.numbers(next + options.subjects(), options.subjects());
        next += 2 * options.subjects();
        long byAgent = agentFirst ? byAgent(agent, first, options.poll()) : 0;
        long byHand = byHand(hand, agentFirst ? second : first);
        byAgent += agentFirst ? 0 : byAgent(agent, second, options.poll());
        double ratio = (double) byHand / byAgent;
        progress.accept(
            String.format(
                Locale.ROOT,
                "  %s: %.0f subjects per second, %.0f by hand, ratio %.2f",
                round == 0 ? "to warm up" : "round " + round,
                rate(options.subjects(), byAgent),
                rate(options.subjects(), byHand),
                ratio));
        if (round > 0) {
          agentNanos += byAgent;
          handNanos += byHand;
          ratios.add(ratio);
        }
      }
    }
    int measured = options.subjects() * options.rounds();
    return new StoreReport(
        measured,
        rate(measured, agentNanos),
        rate(measured, handNanos),
        (double) handNanos / agentNanos,
        ratios,
        people.areLeft(erased, 2 * erased),
        Runtime.getRuntime().availableProcessors());
  }

  private static long byAgent(Agent agent, List<Integer> people, int poll) {
    long begin = System.nanoTime();
    for (int from = 0; from < people.size(); from += poll) {
      agent.erase(
          people.subList(from, Math.min(people.size(), from + poll)).stream()
              .map(People::email)
              .toList());
    }
    return System.nanoTime() - begin;
  }

  private static long byHand(HandWritten hand, List<Integer> people) throws SQLException {
    long begin = System.nanoTime();
    for (int number : people) {
      hand.erase(People.email(number));
    }
    return System.nanoTime() - begin;
  }

  private static double rate(int subjects, long nanos) {
    return subjects * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
  }
}
