package io.habeas.participant.testkit;

import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.DataHolder;
import io.habeas.participant.Erased;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.ErasureGround;
import io.habeas.participant.Located;
import io.habeas.participant.RecordSink;
import io.habeas.participant.Rectified;
import io.habeas.participant.Retained;
import io.habeas.participant.RetentionGround;
import io.habeas.participant.RetentionSink;
import io.habeas.participant.Task;
import io.habeas.participant.YieldedIdentifier;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * People's notes and invoices in two tables of H2, as a small service would have them. Invoices are
 * kept for a while. A flaw can be built in.
 */
public class Notebook implements DataHolder {
  public static final String TABLES =
      """
      CREATE TABLE account (id BIGINT PRIMARY KEY, email VARCHAR NOT NULL);
      CREATE TABLE note (id BIGINT AUTO_INCREMENT PRIMARY KEY, account BIGINT, body VARCHAR, hidden BOOLEAN DEFAULT FALSE);
      CREATE TABLE invoice (id BIGINT AUTO_INCREMENT PRIMARY KEY, account BIGINT, amount INT);
      CREATE INDEX note_account ON note (account, id);
      CREATE TABLE hidden (request_id UUID, note BIGINT, PRIMARY KEY (request_id, note));
      CREATE TABLE kept (request_id UUID, invoice BIGINT, expiry TIMESTAMP(3) WITH TIME ZONE, PRIMARY KEY (request_id, invoice));
      CREATE TABLE remark (account BIGINT PRIMARY KEY, text VARCHAR);
      """;

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int PAGE = 1_000;

  protected final JdbcTemplate jdbc;

  public Notebook(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Whose the task is: by number where that is granted, since an address may get corrected. */
  protected List<Long> accounts(Task task) {
    var found = new TreeSet<Long>();
    for (String email : task.identifiers().of("email")) {
      found.addAll(jdbc.queryForList("SELECT id FROM account WHERE email = ?", Long.class, email));
    }
    for (String id : task.identifiers().of("notebook_id")) {
      if (id.matches("\\d{1,18}")) {
        found.addAll(
            jdbc.queryForList("SELECT id FROM account WHERE id = ?", Long.class, Long.valueOf(id)));
      }
    }
    return List.copyOf(found);
  }

  protected Counts count(Task task) {
    long accounts = 0;
    long notes = 0;
    long invoices = 0;
    for (Long account : accounts(task)) {
      accounts++;
      notes += count("SELECT count(*) FROM note WHERE account = ?", account);
      invoices += count("SELECT count(*) FROM invoice WHERE account = ?", account);
    }
    return new Counts(Map.of("account", accounts, "note", notes, "invoice", invoices));
  }

  private long count(String query, Object argument) {
    Long count = jdbc.queryForObject(query, Long.class, argument);
    return count == null ? 0 : count;
  }

  @Override
  public Located locate(Task task) {
    List<Long> accounts = accounts(task);
    return new Located(
        count(task),
        accounts.stream()
            .map(id -> new YieldedIdentifier("notebook_id", id.toString(), "account.id"))
            .toList(),
        accounts.size() > 1);
  }

  @Override
  public Counts restrict(Task task) {
    for (Long account : accounts(task)) {
      jdbc.update(
          "INSERT INTO hidden SELECT ?, id FROM note WHERE account = ? AND NOT hidden",
          task.requestId(),
          account);
    }
    jdbc.update(
        "UPDATE note SET hidden = TRUE WHERE id IN (SELECT note FROM hidden WHERE request_id = ?)",
        task.requestId());
    return hidden(task.requestId());
  }

  @Override
  public Counts lift(Task task) {
    Counts lifted = hidden(task.requestId());
    jdbc.update(
        "UPDATE note SET hidden = FALSE WHERE id IN (SELECT note FROM hidden WHERE request_id = ?)",
        task.requestId());
    jdbc.update("DELETE FROM hidden WHERE request_id = ?", task.requestId());
    return lifted;
  }

  private Counts hidden(UUID request) {
    return new Counts(
        Map.of("note", count("SELECT count(*) FROM hidden WHERE request_id = ?", request)));
  }

  @Override
  public Erased erase(Task task, ErasureGround ground) {
    long notes = 0;
    long accounts = 0;
    for (Long account : accounts(task)) {
      jdbc.update(
          "INSERT INTO kept SELECT ?, id, DATE '2033-12-31' + MOD(amount, 2) FROM invoice WHERE"
              + " account = ?",
          task.requestId(),
          account);
      jdbc.update("UPDATE invoice SET account = NULL WHERE account = ?", account);
      notes += jdbc.update("DELETE FROM note WHERE account = ?", account);
      jdbc.update("DELETE FROM remark WHERE account = ?", account);
      accounts += jdbc.update("DELETE FROM account WHERE id = ?", account);
    }
    jdbc.update("DELETE FROM hidden WHERE request_id = ?", task.requestId());
    List<Retained> retained = retained(task.requestId());
    return new Erased(
        List.of(
            new CollectionOutcome("account", accounts, 0, 0),
            new CollectionOutcome("note", notes, 0, 0),
            new CollectionOutcome("invoice", 0, 0, records(retained))),
        retained);
  }

  @Override
  public Erased expire(Task task, Instant asOf) {
    jdbc.update(
        "DELETE FROM invoice WHERE id IN (SELECT invoice FROM kept WHERE request_id = ? AND expiry"
            + " <= ?)",
        task.requestId(),
        asOf);
    int gone =
        jdbc.update(
            "DELETE FROM kept WHERE request_id = ? AND expiry <= ?", task.requestId(), asOf);
    List<Retained> retained = retained(task.requestId());
    return new Erased(
        List.of(new CollectionOutcome("invoice", gone, 0, records(retained))), retained);
  }

  @Override
  public void reportRetained(RetentionSink retained) {
    jdbc.query(
        "SELECT count(*), min(expiry), max(expiry), request_id FROM kept GROUP BY request_id",
        row -> {
          retained.add(row.getObject(4, UUID.class), List.of(invoices(row)));
        });
  }

  private List<Retained> retained(UUID request) {
    return jdbc.query(
        "SELECT count(*), min(expiry), max(expiry) FROM kept WHERE request_id = ? HAVING count(*)"
            + " > 0",
        (row, number) -> invoices(row),
        request);
  }

  private static Retained invoices(ResultSet row) throws SQLException {
    return new Retained(
        "invoice",
        "invoices-7y",
        RetentionGround.ART_17_3_B,
        "NL-AWR-52",
        "NL",
        row.getLong(1),
        row.getObject(2, Instant.class),
        row.getObject(3, Instant.class));
  }

  private static long records(List<Retained> retained) {
    return retained.stream().mapToLong(Retained::records).sum();
  }

  @Override
  public Counts verify(Task task) {
    return count(task);
  }

  @Override
  public void export(Task task, RecordSink records) {
    for (Long account : accounts(task)) {
      records.add("account", JSON.writeValueAsString(row(account)));
      pages("SELECT id, body FROM note", "note", account, records);
      pages("SELECT id, amount FROM invoice", "invoice", account, records);
    }
  }

  private Map<String, Object> row(Long account) {
    Map<String, Object> row = jdbc.queryForMap("SELECT * FROM account WHERE id = ?", account);
    jdbc.queryForList("SELECT text FROM remark WHERE account = ?", String.class, account)
        .forEach(text -> row.put("remark", text));
    return row;
  }

  private void pages(String query, String collection, Long account, RecordSink records) {
    long last = -1;
    List<String> page;
    do {
      long[] highest = {last};
      RowMapper<String> json =
          (ResultSet row, int number) -> {
            highest[0] = row.getLong(1);
            return JSON.writeValueAsString(Map.of("id", row.getLong(1), "is", row.getString(2)));
          };
      page =
          jdbc.query(
              query + " WHERE account = ? AND id > ? ORDER BY id LIMIT " + PAGE,
              json,
              account,
              last);
      page.forEach(line -> records.add(collection, line));
      last = highest[0];
    } while (page.size() == PAGE);
  }

  @Override
  public Rectified rectify(Task task, Corrections corrections) {
    long corrected = 0;
    long supplemented = 0;
    String email = corrections.values().get("user.contact.email");
    for (Long account : accounts(task)) {
      if (email != null) {
        corrected += jdbc.update("UPDATE account SET email = ? WHERE id = ?", email, account);
      }
      if (corrections.statement().isPresent()) {
        supplemented +=
            jdbc.update(
                "MERGE INTO remark KEY (account) VALUES (?, ?)",
                account,
                corrections.statement().get());
      }
    }
    return new Rectified(
        new Counts(Map.of("account", corrected)), new Counts(Map.of("account", supplemented)));
  }

  @Override
  public Counts seed(Task task) {
    long seeded = 0;
    for (String email : task.identifiers().of("email")) {
      if (accounts(task).isEmpty()) {
        seeded +=
            jdbc.update(
                "INSERT INTO account SELECT coalesce(max(id), 0) + 1, ? FROM account", email);
      }
    }
    return new Counts(Map.of("account", seeded));
  }
}
