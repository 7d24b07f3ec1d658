package com.anypromt.promptlibrary;

import io.habeas.participant.Corrections;
import io.habeas.participant.Counts;
import io.habeas.participant.Identifiers;
import io.habeas.participant.declaration.Declaration;
import io.habeas.participant.outcome.JdbcOutcomeLog;
import io.habeas.participant.testkit.DataHolderContract;
import io.habeas.participant.testkit.Instance;
import io.habeas.participant.testkit.Person;
import io.habeas.participant.testkit.SettableClock;
import io.habeas.participant.testkit.StoreUnderTest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/** All that a controller relies on, tried on this service's own tables. */
class PromptLibraryContractTest extends DataHolderContract {

  @Override
  protected StoreUnderTest open() {
    return new Library();
  }

  private static final class Library implements StoreUnderTest {
    private static final int FIRST_ACCOUNT = 7_000_000;

    private final JdbcConnectionPool database =
        JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID(), "sa", "");
    private final JdbcTemplate jdbc = new JdbcTemplate(database);

    private Library() {
      new ResourceDatabasePopulator(
              new ClassPathResource("schema.sql"),
              new ClassPathResource("io/habeas/participant/outcome/tables.sql"))
          .execute(database);
    }

    @Override
    public Instance start() {
      var holder = new PersonalPrompts(JdbcClient.create(jdbc), JsonMapper.builder().build());
      return new Instance(
          holder,
          new JdbcOutcomeLog(jdbc, new JdbcTransactionManager(database), new SettableClock()),
          new Declaration(Set.of("account_id"), Set.of(), Set.of("prompts"), holder.actions()));
    }

    @Override
    public Identifiers identifiers(Person person) {
      return new Identifiers(Map.of("account_id", List.of(String.valueOf(account(person)))));
    }

    @Override
    public Counts put(Person person, int records) {
      long put =
          jdbc.update(
              "INSERT INTO prompt (account_id, author, title, body)"
                  + " SELECT ?, 'A', 'T' || x, ? FROM system_range(1, ?)",
              account(person),
              person.word(),
              records);
      return new Counts(Map.of("prompts", put));
    }

    @Override
    public String contents() {
      return contents("true");
    }

    @Override
    public String contentsOf(Person person) {
      return contents("account_id = " + account(person));
    }

    /** With what is hidden, which is as much a part of the contents as the prompts. */
    private String contents(String condition) {
      return String.join(
          "\n",
          jdbc.queryForList(
              "SELECT id || ' ' || account_id || author || title || body"
                  + " || (SELECT count(*) FROM prompt_restriction WHERE prompt_id = id)"
                  + " FROM prompt WHERE "
                  + condition
                  + " ORDER BY id",
              String.class));
    }

    @Override
    public Corrections corrections(Person person) {
      return new Corrections(Map.of("user.name", "Ada, Countess of Lovelace"), Optional.empty());
    }

    private static int account(Person person) {
      return FIRST_ACCOUNT + person.number();
    }

    @Override
    public void close() {
      database.dispose();
    }
  }
}
