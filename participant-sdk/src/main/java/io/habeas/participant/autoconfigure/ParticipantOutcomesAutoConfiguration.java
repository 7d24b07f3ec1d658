package io.habeas.participant.autoconfigure;

import io.habeas.participant.DataHolder;
import io.habeas.participant.outcome.JdbcFailures;
import io.habeas.participant.outcome.JdbcOutcomeLog;
import io.habeas.participant.outcome.OutcomeLog;
import io.habeas.participant.outcome.OwnedOutcomeLog;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/**
 * Records outcomes in the application's own database, in the transaction of the effect, unless the
 * application has an {@link OutcomeLog} of its own.
 */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
      "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration"
    })
@ConditionalOnClass(JdbcTemplate.class)
@ConditionalOnBean(DataHolder.class)
@ConditionalOnSingleCandidate(DataSource.class)
@ConditionalOnMissingBean(OutcomeLog.class)
@ConditionalOnBooleanProperty(name = "habeas.participant.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ParticipantSettings.class)
public class ParticipantOutcomesAutoConfiguration {

  @Bean
  OwnedOutcomeLog participantOutcomes(
      DataSource database,
      ObjectProvider<PlatformTransactionManager> managers,
      ParticipantSettings settings,
      ObjectProvider<Clock> clocks) {
    PlatformTransactionManager transactions =
        managers.getIfUnique(
            () -> {
              if (managers.stream().findAny().isPresent()) {
                throw new IllegalStateException(
                    "Expected one transaction manager, or a bean of type OutcomeLog, but there are"
                        + " several of the former");
              }
              return new JdbcTransactionManager(database);
            });
    var jdbc = new JdbcTemplate(database);
    String schema = settings.outcomes().schema();
    return new OwnedOutcomeLog(
        new JdbcOutcomeLog(
            jdbc,
            transactions,
            new DefaultTransactionDefinition(),
            schema,
            JdbcFailures::reasonFor,
            ParticipantAutoConfiguration.clock(clocks)),
        jdbc,
        schema,
        settings.name());
  }

  @Bean
  OutcomeTables participantOutcomeTables(
      DataSource database, OwnedOutcomeLog outcomes, ParticipantSettings settings) {
    return new OutcomeTables(database, outcomes, settings);
  }
}
