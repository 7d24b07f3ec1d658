package io.habeas.standalone.demo;

import io.habeas.standalone.person.FrontDoor;
import io.habeas.standalone.person.Mailbox;
import io.habeas.standalone.person.Mailbox.Letter;
import io.habeas.standalone.sample.CopyInspection;
import io.habeas.standalone.sample.Inspection;
import io.habeas.standalone.sample.People;
import io.habeas.standalone.sample.Promise;
import io.habeas.standalone.sample.SampleStores;
import io.habeas.standalone.sample.SampleWatch;
import io.habeas.standalone.sample.Subject;
import io.habeas.standalone.sample.TableContent;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One access and one erasure side by side, from request to letter. Asks over HTTP, reads mail over
 * IMAP, looks at the stores as anybody could; knows nothing of what is inside.
 */
public final class Demo {
  private static final int PEOPLE = 300;
  private static final String ACCESS = "ACCESS";
  private static final String ERASURE = "ERASURE";

  private final Where where;
  private final Results results;
  private final Consumer<String> out;
  private final List<String> summary = new ArrayList<>();
  private final Instant begun = Instant.now();

  /**
   * Where everything is on this machine.
   *
   * @param intake the front door
   * @param imapPort where letters are read
   * @param stores the sample's stores
   */
  public record Where(URI intake, int imapPort, SampleStores.Where stores) {}

  /**
   * @param directory gets the package, the letters and a summary
   * @param out hears every line
   */
  public Demo(Where where, Path directory, Consumer<String> out) {
    this.where = where;
    this.results = new Results(directory);
    this.out = out;
  }

  /**
   * Runs it.
   *
   * @return whether everything that was promised held
   * @throws IllegalStateException if it does not come to its end
   * @throws SQLException if the sample's database fails
   */
  public boolean run() throws SQLException {
    try (SampleStores stores = new SampleStores(where.stores())) {
      SampleWatch watch = new SampleWatch(stores);
      if (watch.isEmpty()) {
        new People(Instant.now()).settle(stores, PEOPLE);
        say("%n%d synthetic people live in the sample's stores.", PEOPLE);
      }
      return run(watch);
    }
  }

  private boolean run(SampleWatch watch) throws SQLException {
    Iterator<Subject> people = watch.subjects(2).iterator();
    Subject curious = people.next();
    Subject leaving = people.next();
    say("%nOne of them, %s <%s>, asks for a copy of their data.", curious.name(), curious.email());
    say("Another, %s <%s>, asks to be erased.%n", leaving.name(), leaving.email());
    SequencedMap<String, TableContent> before = watch.everything();

    try (FrontDoor door = new FrontDoor(where.intake())) {
      Ended ended = sideBySide(door, curious, leaving);
      results.keep(ACCESS, ended.access().letters());
      results.keep(ERASURE, ended.erasure().letters());
      show(ended.access().letters().getLast());
      show(ended.erasure().letters().getLast());
      boolean holds = erased(Inspection.of(leaving, before, watch));
      holds &= handedOver(door, ended.access(), curious, before);
      say("%n%s after %.1f s.", holds ? "All of it holds" : "NOT all of it holds", seconds());
      results.summarise(summary);
      say("The package, the letters and this summary are in %s", results.directory());
      return holds;
    }
  }

  private record Ended(Course.Ended access, Course.Ended erasure) {}

  private Ended sideBySide(FrontDoor door, Subject curious, Subject leaving) {
    try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Course.Ended> access =
          CompletableFuture.supplyAsync(() -> course(door, ACCESS, curious), both);
      CompletableFuture<Course.Ended> erasure =
          CompletableFuture.supplyAsync(() -> course(door, ERASURE, leaving), both);
      return access.thenCombine(erasure, Ended::new).join();
    }
  }

  private Course.Ended course(FrontDoor door, String right, Subject subject) {
    return new Course(
            door,
            right,
            subject,
            new Mailbox(where.imapPort(), subject.email()),
            step -> say("  %5.1f s  %-7s  %s", seconds(), right.toLowerCase(Locale.ROOT), step))
        .run();
  }

  private void show(Letter letter) {
    say("%n  +-- %s", letter.subject());
    letter.text().lines().forEach(line -> say("  | %s", line));
    say("  +--");
  }

  private boolean erased(Inspection inspection) {
    tell(
        "%n  erasure        %7s %7s %11s %9s %5s   %s",
        "before", "erased", "anonymised", "retained", "left", "everybody else's records");
    inspection
        .tables()
        .forEach(
            table ->
                tell(
                    "  %-14s %7d %7d %11d %9d %5d   %s %s %s",
                    table.table(),
                    table.before(),
                    table.erased(),
                    table.anonymised(),
                    table.retained(),
                    table.left(),
                    table.neighboursBefore(),
                    table.neighboursUntouched() ? "=" : "CHANGED TO",
                    table.neighboursAfter()));
    inspection
        .retentions()
        .forEach(
            kept ->
                tell(
                    "  %s %s is kept under %s, %s, until %s",
                    kept.table(), kept.key(), kept.ground(), kept.statute(), kept.expiry()));
    tell("");
    inspection.promises().forEach(this::tell);
    return inspection.holds();
  }

  /** Fetches the package as the person would, and tries the link a second time. */
  private boolean handedOver(
      FrontDoor door,
      Course.Ended access,
      Subject subject,
      SequencedMap<String, TableContent> stores) {
    String link = access.letters().getLast().linkSecret();
    String request = access.requestId();
    int first = door.fetchPackage(request, access.token(), link, results.archive());
    if (first != 200) {
      tell(new Promise("the link of the letter gives the package", false));
      return false;
    }
    int second =
        door.fetchPackage(request, access.token(), link, results.directory().resolve("second.zip"));
    CopyInspection copy = CopyInspection.of(results.archive(), results.unpacked(), subject, stores);
    tell("%n  access         %7s %7s %8s", "held", "copied", "foreign");
    copy.collections()
        .forEach(
            collection ->
                tell(
                    "  %-14s %7d %7d %8d",
                    collection.name(),
                    collection.held(),
                    collection.copied(),
                    collection.foreign()));
    tell("");
    Promise once = new Promise("the link gives the package once", second == 403);
    Stream.concat(copy.promises().stream(), Stream.of(once)).forEach(this::tell);
    return copy.holds() && once.holds();
  }

  private void tell(Promise promise) {
    tell("  %s %s", promise.holds() ? "[ok]" : "[NO]", promise.text());
  }

  /** Says it and keeps it for the summary. */
  private void tell(String format, Object... values) {
    String line = String.format(Locale.ROOT, format, values);
    summary.add(line);
    out.accept(line);
  }

  private double seconds() {
    return Duration.between(begun, Instant.now()).toMillis() / 1000.0;
  }

  private void say(String format, Object... values) {
    out.accept(String.format(Locale.ROOT, format, values));
  }
}
