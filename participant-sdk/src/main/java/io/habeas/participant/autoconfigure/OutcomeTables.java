package io.habeas.participant.autoconfigure;

import io.habeas.participant.outcome.OwnedOutcomeLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.datasource.init.ScriptException;

/**
 * Looks for the tables of outcomes once everything that migrates the database has run; creates them
 * if that is wanted. Refuses to start without them, and with those of another participant: no task
 * could be carried out.
 */
final class OutcomeTables implements SmartInitializingSingleton {
  private static final String SCRIPT = "io/habeas/participant/outcome/tables.sql";
  private static final Logger log = LoggerFactory.getLogger(OutcomeTables.class);

  private final DataSource database;
  private final JdbcTemplate jdbc;
  private final OwnedOutcomeLog outcomes;
  private final ParticipantSettings settings;

  OutcomeTables(DataSource database, OwnedOutcomeLog outcomes, ParticipantSettings settings) {
    this.database = database;
    this.jdbc = new JdbcTemplate(database);
    this.outcomes = outcomes;
    this.settings = settings;
  }

  @Override
  public void afterSingletonsInstantiated() {
    try {
      if (!exist() && settings.outcomes().initializeSchema()) {
        create();
      }
      if (!exist()) {
        throw new IllegalStateException(
            "Expected tables %shabeas_outcome, %<shabeas_step and %<shabeas_owner but not all are there: create them as %s on the class path says, or set habeas.participant.outcomes.initialize-schema=true"
                .formatted(prefix(), SCRIPT));
      }
      String owner = outcomes.claim();
      if (!owner.equals(settings.name())) {
        throw new IllegalStateException(
            "Expected the outcomes in %shabeas_outcome to be of %s but they are of %s: two participants cannot share them, give each a schema (habeas.participant.outcomes.schema). Where it was just renamed, say so in %1$shabeas_owner"
                .formatted(prefix(), settings.name(), owner));
      }
    } catch (DataAccessException e) {
      // Not the application's first worry then; tasks wait until it is back.
      log.warn(
          "Expected to look for the tables of outcomes but failed with {}",
          e.getClass().getSimpleName());
    }
  }

  private boolean exist() {
    try {
      jdbc.queryForList(
          "SELECT o.step FROM %shabeas_outcome o, %<shabeas_step s, %<shabeas_owner w WHERE 1 = 0"
              .formatted(prefix()));
      return true;
    } catch (BadSqlGrammarException e) {
      return false;
    }
  }

  private void create() {
    try {
      String script =
          new ClassPathResource(SCRIPT)
              .getContentAsString(StandardCharsets.UTF_8)
              .replace("CREATE TABLE ", "CREATE TABLE " + prefix());
      new ResourceDatabasePopulator(new ByteArrayResource(script.getBytes(StandardCharsets.UTF_8)))
          .execute(database);
    } catch (ScriptException e) {
      // Another instance may have been first: what counts is whether they are there.
      log.warn(
          "Expected to create the tables of outcomes but failed with {}",
          e.getClass().getSimpleName());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String prefix() {
    String schema = settings.outcomes().schema();
    return schema.isEmpty() ? "" : schema + ".";
  }
}
