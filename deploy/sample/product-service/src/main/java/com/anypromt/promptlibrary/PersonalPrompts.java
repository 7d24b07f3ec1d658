package com.anypromt.promptlibrary;

import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.DataHolder;
import io.habeas.participant.Erased;
import io.habeas.participant.Erased.CollectionOutcome;
import io.habeas.participant.ErasureGround;
import io.habeas.participant.Located;
import io.habeas.participant.RecordSink;
import io.habeas.participant.Rectified;
import io.habeas.participant.Task;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * How the prompt library takes part in requests. Everything that it knows of Habeas is here.
 *
 * <p>People are found by the number of their account, which the store of accounts yields.
 */
@Component
public class PersonalPrompts implements DataHolder {
  private static final String COLLECTION = "prompts";
  private static final int PAGE = 500;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  /** Works on the service's own database, and so in the transaction that records the outcome. */
  public PersonalPrompts(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  @Override
  public Located locate(Task task) {
    long held =
        accounts(task).stream()
            .mapToLong(
                account -> count("SELECT count(*) FROM prompt WHERE account_id = ?", account))
            .sum();
    return new Located(prompts(held), List.of(), false);
  }

  @Override
  public Counts restrict(Task task) {
    for (Long account : accounts(task)) {
      jdbc.sql(
              """
              INSERT INTO prompt_restriction (request_id, prompt_id)
              SELECT ?, id FROM prompt p WHERE account_id = ? AND NOT EXISTS
                (SELECT 1 FROM prompt_restriction r WHERE r.request_id = ? AND r.prompt_id = p.id)
              """)
          .params(task.requestId(), account, task.requestId())
          .update();
    }
    return restricted(task.requestId());
  }

  @Override
  public Counts lift(Task task) {
    Counts lifted = restricted(task.requestId());
    jdbc.sql("DELETE FROM prompt_restriction WHERE request_id = ?")
        .param(task.requestId())
        .update();
    return lifted;
  }

  private Counts restricted(UUID request) {
    return prompts(count("SELECT count(*) FROM prompt_restriction WHERE request_id = ?", request));
  }

  @Override
  public Erased erase(Task task, ErasureGround ground) {
    long erased = 0;
    for (Long account : accounts(task)) {
      erased += jdbc.sql("DELETE FROM prompt WHERE account_id = ?").param(account).update();
    }
    return new Erased(List.of(new CollectionOutcome(COLLECTION, erased, 0, 0)), List.of());
  }

  /** Reads whole rows and compares in its own way, so that a wrong condition is not repeated. */
  @Override
  public Counts verify(Task task) {
    List<String> wanted = task.identifiers().of("account_id");
    long left = 0;
    for (String account : wanted) {
      left +=
          count("SELECT count(*) FROM prompt WHERE CAST(account_id AS VARCHAR) = TRIM(?)", account);
    }
    return prompts(left);
  }

  @Override
  public void export(Task task, RecordSink records) {
    for (Long account : accounts(task)) {
      long last = 0;
      List<Prompt> page;
      do {
        page =
            jdbc.sql(
                    "SELECT id, author, title, body FROM prompt WHERE account_id = ? AND id > ?"
                        + " ORDER BY id LIMIT ?")
                .params(account, last, PAGE)
                .query(Prompt.class)
                .list();
        for (Prompt prompt : page) {
          records.add(COLLECTION, json.writeValueAsString(prompt));
          last = prompt.id();
        }
      } while (page.size() == PAGE);
    }
  }

  /** The author's name is all that there is to correct; what they wrote themselves is theirs. */
  @Override
  public Rectified rectify(Task task, Corrections corrections) {
    String name = corrections.values().get("user.name");
    long corrected = 0;
    if (name != null) {
      for (Long account : accounts(task)) {
        corrected +=
            jdbc.sql("UPDATE prompt SET author = ? WHERE account_id = ?")
                .params(name, account)
                .update();
      }
    }
    return new Rectified(prompts(corrected), Counts.NONE);
  }

  @Override
  public Counts seed(Task task) {
    List<Long> accounts = accounts(task);
    for (Long account : accounts) {
      jdbc.sql("INSERT INTO prompt (account_id, author, title, body) VALUES (?, ?, ?, ?)")
          .params(account, "Nobody", "Made up", "Written by nobody, to be erased again")
          .update();
    }
    return prompts(accounts.size());
  }

  /** An identifier that is no account's number is nobody's here. */
  private static List<Long> accounts(Task task) {
    return task.identifiers().of("account_id").stream()
        .filter(id -> id.matches("[1-9][0-9]{0,17}"))
        .map(Long::valueOf)
        .distinct()
        .toList();
  }

  private long count(String query, Object argument) {
    return jdbc.sql(query).param(argument).query(Long.class).single();
  }

  private static Counts prompts(long records) {
    return new Counts(Map.of(COLLECTION, records));
  }
}
