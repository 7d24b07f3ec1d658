package io.habeas.standalone.demo;

import io.habeas.standalone.Patience;
import io.habeas.standalone.authorization.ClientCredentials;
import io.habeas.standalone.person.FrontDoor;
import io.habeas.standalone.person.Mailbox;
import io.habeas.standalone.person.Mailbox.Letter;
import io.habeas.standalone.person.OfficersDesk;
import io.habeas.standalone.sample.CopyInspection;
import io.habeas.standalone.sample.Inspection;
import io.habeas.standalone.sample.KeptForSeconds;
import io.habeas.standalone.sample.People;
import io.habeas.standalone.sample.Promise;
import io.habeas.standalone.sample.Retention;
import io.habeas.standalone.sample.SampleStores;
import io.habeas.standalone.sample.SampleWatch;
import io.habeas.standalone.sample.SessionStore;
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
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Four people side by side, from request to letter: one gets a copy, one is erased while a store
 * does not answer, and what was kept of them for seconds goes later without anyone asking, one
 * thinks better of it in time, and on one's records the data protection officer places a hold. Asks
 * over HTTP, reads mail over IMAP, looks at the stores as anybody could; knows nothing of what is
 * inside.
 */
public final class Demo {
  private static final int PEOPLE = 300;
  private static final String ACCESS = "ACCESS";
  private static final String ERASURE = "ERASURE";
  private static final String COOLING_OFF = "COOLING_OFF";
  private static final Duration SILENCE = Duration.ofSeconds(9);

  /** Ample for an erasure, and for seconds after it. */
  private static final Duration EXPIRY = Duration.ofSeconds(90);

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
   * @param officer by which the data protection officer gets a token
   * @param stores the sample's stores
   */
  public record Where(
      URI intake, int imapPort, ClientCredentials officer, SampleStores.Where stores) {}

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
      return run(watch, stores.sessions());
    }
  }

  private boolean run(SampleWatch watch, SessionStore sessions) throws SQLException {
    Iterator<Subject> people = watch.subjects(4).iterator();
    Subject curious = people.next();
    Subject leaving = people.next();
    Subject wavering = people.next();
    Subject disputed = people.next();
    say("%nOne of them, %s <%s>, asks for a copy of their data.", curious.name(), curious.email());
    say("Another, %s <%s>, asks to be erased.", leaving.name(), leaving.email());
    say("So does %s <%s>, but thinks better of it.", wavering.name(), wavering.email());
    say(
        "And so does %s <%s>, whose records the data protection officer holds.%n",
        disputed.name(), disputed.email());
    SequencedMap<String, TableContent> before = watch.everything();

    try (FrontDoor door = new FrontDoor(where.intake());
        OfficersDesk desk = new OfficersDesk(where.intake(), where.officer());
        ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      var access = all.submit(() -> course(door, ACCESS, "access", curious, Meanwhile.nothing()));
      var erasure =
          all.submit(() -> course(door, ERASURE, "erasure", leaving, silencing(sessions)));
      var expiry = all.submit(() -> expiry(watch.keptForSeconds(leaving, before)));
      var withdrawn =
          all.submit(() -> course(door, ERASURE, "withdrawn", wavering, withdrawing(door)));
      var held = all.submit(() -> course(door, ERASURE, "held", disputed, holding(desk)));
      show(ended(access).letters().getLast());
      show(ended(erasure).letters().getLast());
      show(ended(withdrawn).letters().getLast());
      boolean holds = ended(held).state().equals("ON_HOLD");
      holds &= erased(Inspection.of(leaving, before, watch));
      holds &= waitedFor(ended(erasure));
      holds &= leftAlone(ended(withdrawn), ended(held));
      holds &= ended(expiry).holds();
      tell(ended(expiry));
      holds &= handedOver(door, ended(access), curious, before);
      say("%n%s after %.1f s.", holds ? "All of it holds" : "NOT all of it holds", seconds());
      results.summarise(summary);
      say("The package, the letters and this summary are in %s", results.directory());
      return holds;
    }
  }

  /** Longer than the time to cool off, so that the store is silent when it is asked to erase. */
  private static Meanwhile silencing(SessionStore sessions) {
    return Meanwhile.once(
        COOLING_OFF,
        (request, token, status) -> {
          sessions.fallSilent(SILENCE);
          return Optional.of(
              "the store of sessions answers nobody for %d s".formatted(SILENCE.toSeconds()));
        });
  }

  private boolean waitedFor(Course.Ended erasure) {
    Promise waited =
        new Promise(
            "the store that did not answer was waited for, and the status said so",
            erasure.waits().contains(new Course.Wait("sessions", "STORE_UNAVAILABLE")));
    tell(waited);
    return waited.holds();
  }

  /** Nobody asks: the saga's timer has it erased, long after the person was answered. */
  private Promise expiry(KeptForSeconds signals) {
    Retention kept =
        Patience.until(
            EXPIRY,
            signals::kept,
            () -> "Expected a signal of fraud to be kept but it was not within " + EXPIRY);
    step("erasure", "%s %s is kept until %s".formatted(kept.table(), kept.key(), kept.expiry()));
    Patience.until(
        EXPIRY,
        () -> signals.areGone() ? Optional.of(true) : Optional.empty(),
        () -> "Expected a signal of fraud to be erased at its expiry but it is still there");
    step("erasure", "%s %s is gone: its time was over".formatted(kept.table(), kept.key()));
    return new Promise(
        "what was kept is erased at its expiry, without anyone asking (L20)",
        !Instant.now().isBefore(Instant.parse(kept.expiry())));
  }

  private static Meanwhile withdrawing(FrontDoor door) {
    return Meanwhile.once(
        COOLING_OFF,
        (request, token, status) -> {
          door.withdraw(request, token);
          return Optional.of("the person asks for the request back");
        });
  }

  private static Meanwhile holding(OfficersDesk desk) {
    return Meanwhile.once(
        COOLING_OFF,
        (request, token, status) -> {
          desk.hold(request, "A claim of this customer's is before the court.");
          return Optional.of("the data protection officer places a hold");
        });
  }

  private static <T> T ended(Future<T> course) {
    try {
      return course.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Expected a request to come to its end but it did not", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Expected a request to come to its end", e);
    }
  }

  private Course.Ended course(
      FrontDoor door, String right, String name, Subject subject, Meanwhile meanwhile) {
    Course.Ended ended =
        new Course(
                door,
                right,
                subject,
                new Mailbox(where.imapPort(), subject.email()),
                meanwhile,
                step -> step(name, step))
            .run();
    results.keep(name, ended.letters());
    return ended;
  }

  /** Their records are among everybody else's, which were compared one by one. */
  private boolean leftAlone(Course.Ended withdrawn, Course.Ended held) {
    Promise back =
        new Promise(
            "the request that was withdrawn in time erased nothing",
            withdrawn.state().equals("WITHDRAWN"));
    Promise kept =
        new Promise(
            "the request on hold erased nothing and waits for the hold to be released",
            held.state().equals("ON_HOLD"));
    tell(back);
    tell(kept);
    return back.holds() && kept.holds();
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

  private void step(String name, String step) {
    say("  %5.1f s  %-9s  %s", seconds(), name, step);
  }

  private double seconds() {
    return Duration.between(begun, Instant.now()).toMillis() / 1000.0;
  }

  private void say(String format, Object... values) {
    out.accept(String.format(Locale.ROOT, format, values));
  }
}
