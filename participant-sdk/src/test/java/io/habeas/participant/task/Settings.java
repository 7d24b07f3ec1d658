package io.habeas.participant.task;

import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.DataHolder;
import io.habeas.participant.Deferred;
import io.habeas.participant.Erased;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.ErasureGround;
import io.habeas.participant.Located;
import io.habeas.participant.RecordSink;
import io.habeas.participant.Rectified;
import io.habeas.participant.Task;
import io.habeas.participant.WaitReason;
import io.habeas.participant.YieldedIdentifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** A product service's settings table, and a service that takes part with it. */
final class Settings implements DataHolder {
  static final String COLLECTION = "settings";

  private final JdbcTemplate jdbc;
  private List<YieldedIdentifier> yields = List.of();
  private Optional<WaitReason> unfit = Optional.empty();
  private boolean defective;

  Settings(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
    jdbc.execute("CREATE TABLE settings (email VARCHAR(100), hidden BOOLEAN DEFAULT FALSE)");
    jdbc.execute("CREATE TABLE kept (request UUID, until TIMESTAMP(3) WITH TIME ZONE)");
  }

  void holds(String... emails) {
    for (String email : emails) {
      jdbc.update("INSERT INTO settings (email) VALUES (?)", email);
    }
  }

  void keeps(UUID request, Instant until) {
    jdbc.update("INSERT INTO kept VALUES (?, ?)", request, until);
  }

  List<String> emails() {
    return jdbc.queryForList("SELECT email FROM settings ORDER BY email", String.class);
  }

  void yields(YieldedIdentifier... found) {
    yields = List.of(found);
  }

  void unfit(WaitReason reason) {
    unfit = Optional.of(reason);
  }

  /** From now on it erases and then fails, or does so no more. */
  void defective(boolean fails) {
    defective = fails;
  }

  @Override
  public Located locate(Task task) {
    return new Located(count(task), yields, false);
  }

  @Override
  public Counts restrict(Task task) {
    return counts(update("UPDATE settings SET hidden = TRUE WHERE email = ?", task));
  }

  @Override
  public Counts lift(Task task) {
    return counts(jdbc.update("UPDATE settings SET hidden = FALSE WHERE hidden"));
  }

  @Override
  public Erased erase(Task task, ErasureGround ground) throws Deferred {
    int erased = update("DELETE FROM settings WHERE email = ?", task);
    if (defective) {
      throw new IllegalStateException("Expected to erase " + task.identifiers().of("email"));
    }
    return new Erased(List.of(new CollectionOutcome(COLLECTION, erased, 0, 0)), List.of());
  }

  @Override
  public Counts verify(Task task) {
    return count(task);
  }

  @Override
  public void export(Task task, RecordSink records) {
    List<String> found = new ArrayList<>(emails());
    found.retainAll(task.identifiers().of("email"));
    found.forEach(email -> records.add(COLLECTION, "{\"email\":\"" + email + "\"}"));
  }

  @Override
  public Rectified rectify(Task task, Corrections corrections) {
    String email = corrections.values().getOrDefault("user.contact.email", "");
    int corrected =
        task.identifiers().of("email").stream()
            .mapToInt(
                old -> jdbc.update("UPDATE settings SET email = ? WHERE email = ?", email, old))
            .sum();
    return new Rectified(counts(corrected), Counts.NONE);
  }

  @Override
  public Erased expire(Task task, Instant asOf) {
    int gone =
        jdbc.update("DELETE FROM kept WHERE request = ? AND until <= ?", task.requestId(), asOf);
    return new Erased(List.of(new CollectionOutcome(COLLECTION, gone, 0, 0)), List.of());
  }

  @Override
  public Optional<WaitReason> unfit() {
    return unfit;
  }

  private int update(String statement, Task task) {
    return task.identifiers().of("email").stream()
        .mapToInt(email -> jdbc.update(statement, email))
        .sum();
  }

  private Counts count(Task task) {
    List<String> found = new ArrayList<>(emails());
    found.retainAll(task.identifiers().of("email"));
    return counts(found.size());
  }

  static Counts counts(long records) {
    return new Counts(Map.of(COLLECTION, records));
  }
}
