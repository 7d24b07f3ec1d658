package io.habeas.participant.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habeas.participant.Action;
import io.habeas.participant.Counts;
import io.habeas.participant.DataHolder;
import io.habeas.participant.Erased;
import io.habeas.participant.ErasureGround;
import io.habeas.participant.Located;
import io.habeas.participant.Task;
import io.habeas.participant.declaration.Declaration;
import io.habeas.participant.directives.Directives;
import io.habeas.participant.directives.DirectivesNotCurrent;
import io.habeas.participant.outcome.OutcomeLog;
import io.habeas.participant.outcome.OwnedOutcomeLog;
import io.habeas.participant.task.TaskHandler;
import io.habeas.process.listener.ListenerSettings;
import io.habeas.process.listener.OrderedListener;
import io.habeas.process.publish.RecordPublisher;
import io.habeas.schemas.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.avro.specific.SpecificRecord;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is put together of what an application has, and what it is told where something lacks. */
class ParticipantAutoConfigurationTest {
  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  ParticipantOutcomesAutoConfiguration.class,
                  ParticipantMessagingAutoConfiguration.class,
                  ParticipantAutoConfiguration.class))
          // Whatever publishes already, the chassis say, wins over the starter's own.
          .withBean(RecordPublisher.class, Nowhere::new)
          .withPropertyValues(
              "habeas.participant.name=notes",
              "habeas.participant.vault.url=http://127.0.0.1:1",
              "habeas.participant.vault.token-uri=http://127.0.0.1:1/token",
              "habeas.participant.vault.client-id=notes",
              "habeas.participant.vault.client-secret=secret");

  private final ApplicationContextRunner declared =
      application.withPropertyValues(
          "habeas.participant.holds.needs=email", "habeas.participant.holds.collections=notes");

  private final ApplicationContextRunner complete =
      declared
          .withBean(DataHolder.class, Locates::new)
          .withBean(DataSource.class, ParticipantAutoConfigurationTest::database)
          .withPropertyValues("habeas.participant.outcomes.initialize-schema=true");

  @Test
  void shouldDeclareWhatTheSettingsSayAndTheHolderCanDo() {
    complete.run(
        context ->
            assertThat(context.getBean(Declaration.class))
                .isEqualTo(
                    new Declaration(
                        Set.of("email"), Set.of(), Set.of("notes"), Set.of(Action.LOCATE))));
  }

  @Test
  void shouldLetATaskTakeAsLongAsTheSettingsSay() {
    complete
        .withPropertyValues("habeas.participant.longest-work=2h", "habeas.participant.threads=3")
        .run(
            context ->
                assertThat(context.getBeansOfType(OrderedListener.class).values())
                    .hasSize(2)
                    .extracting(listener -> ((OrderedListener<?>) listener).settings())
                    .containsOnly(
                        ListenerSettings.DEFAULT
                            .withConcurrency(3)
                            .withLongestWork(Duration.ofHours(2))));
    complete.run(
        context ->
            assertThat(context.getBean(ParticipantSettings.class).longestWork())
                .isGreaterThan(context.getBean(ParticipantSettings.class).upload().timeout()));
  }

  @Test
  void shouldRecordOutcomesInTheApplicationsDatabaseInTablesThatItMakes() {
    complete.run(
        context -> {
          assertThat(context).hasSingleBean(TaskHandler.class);
          assertThat(context.getBean(OutcomeLog.class)).isInstanceOf(OwnedOutcomeLog.class);
          assertThat(context.getBean(OutcomeLog.class).highestStep(UUID.randomUUID())).isEmpty();
        });
  }

  @Test
  void shouldMakeTheTablesInASchemaOfTheirOwn() {
    DataSource database = database();
    new JdbcTemplate(database).execute("CREATE SCHEMA habeas");
    declared
        .withBean(DataHolder.class, Locates::new)
        .withBean(DataSource.class, () -> database)
        .withPropertyValues(
            "habeas.participant.outcomes.initialize-schema=true",
            "habeas.participant.outcomes.schema=habeas")
        .run(
            context ->
                assertThat(context.getBean(OutcomeLog.class).highestStep(UUID.randomUUID()))
                    .isEmpty());
  }

  @Test
  void shouldRefuseToStartWithoutTheTables() {
    complete
        .withPropertyValues("habeas.participant.outcomes.initialize-schema=false")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .hasMessageContaining(
                        "Expected tables habeas_outcome, habeas_step and habeas_owner but not all"
                            + " are there"));
  }

  @Test
  void shouldRefuseToStartOnTheOutcomesOfAnotherParticipant() {
    DataSource shared = database();
    ApplicationContextRunner sharing =
        declared
            .withBean(DataHolder.class, Locates::new)
            .withBean(DataSource.class, () -> shared)
            .withPropertyValues("habeas.participant.outcomes.initialize-schema=true");
    sharing.run(context -> assertThat(context).hasNotFailed());

    sharing
        .withPropertyValues("habeas.participant.name=letters")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .hasMessageStartingWith(
                        "Expected the outcomes in habeas_outcome to be of letters but they are of"
                            + " notes"));
    sharing.run(context -> assertThat(context).hasNotFailed());
  }

  @Test
  void shouldRefuseToStartWithoutSayingWhatIsHeld() {
    application
        .withBean(DataHolder.class, Locates::new)
        .withBean(DataSource.class, ParticipantAutoConfigurationTest::database)
        .withPropertyValues("habeas.participant.outcomes.initialize-schema=true")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageStartingWith("Expected habeas.participant.holds to say"));
  }

  @Test
  void shouldRefuseToStartWithoutAPlaceForOutcomes() {
    declared
        .withBean(DataHolder.class, Locates::new)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageStartingWith("Expected a DataSource"));
  }

  @Test
  void shouldRefuseToStartWhereAnErasureCouldNotBeVerified() {
    declared
        .withBean(DataHolder.class, Erases::new)
        .withBean(DataSource.class, ParticipantAutoConfigurationTest::database)
        .withPropertyValues("habeas.participant.outcomes.initialize-schema=true")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessage("Expected ERASE to be offered with VERIFY but it is not"));
  }

  @Test
  void shouldSayWhichAddressIsMissing() {
    new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                ParticipantConnectionAutoConfiguration.class,
                ParticipantMessagingAutoConfiguration.class))
        .withBean(DataHolder.class, Locates::new)
        .withPropertyValues(
            "habeas.participant.name=notes",
            "habeas.participant.vault.url=http://127.0.0.1:1",
            "habeas.participant.vault.token-uri=http://127.0.0.1:1/token",
            "habeas.participant.vault.client-id=notes",
            "habeas.participant.vault.client-secret=secret")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("Expected the schema registry's address"));
  }

  @Test
  void shouldFollowDirectivesForWhoeverWantsTo() {
    var follower =
        new ApplicationContextRunner()
            .withConfiguration(
                AutoConfigurations.of(
                    ParticipantConnectionAutoConfiguration.class,
                    DirectivesAutoConfiguration.class))
            .withPropertyValues(
                "habeas.kafka.bootstrap-servers=127.0.0.1:1",
                "habeas.kafka.registry-url=http://127.0.0.1:1/apis/registry/v3",
                "habeas.participant.name=notes",
                "habeas.participant.vault.url=http://127.0.0.1:1",
                "habeas.participant.vault.token-uri=http://127.0.0.1:1/token",
                "habeas.participant.vault.client-id=notes",
                "habeas.participant.vault.client-secret=secret");

    follower.run(context -> assertThat(context).doesNotHaveBean(Directives.class));
    follower
        .withPropertyValues("habeas.participant.directives.followed=true")
        .run(
            context -> {
              assertThat(context).hasSingleBean(Directives.class);
              assertThat(context.getBean(HealthIndicator.class).health())
                  .as("as long as the topic was not read to its end")
                  .extracting(Health::getStatus)
                  .isEqualTo(Status.DOWN);
              assertThatThrownBy(
                      () -> context.getBean(Directives.class).about("email", "ann@example.org"))
                  .isInstanceOf(DirectivesNotCurrent.class);
            });
  }

  @Test
  void shouldStayAwayFromAnApplicationWithoutAHolderAndFromOneThatSaysSo() {
    application.run(context -> assertThat(context).doesNotHaveBean(TaskHandler.class));
    complete
        .withPropertyValues("habeas.participant.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(TaskHandler.class));
  }

  private static DataSource database() {
    var database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    return database;
  }

  private static final class Locates implements DataHolder {
    @Override
    public Located locate(Task task) {
      return new Located(Counts.NONE, List.of(), false);
    }
  }

  private static final class Erases implements DataHolder {
    @Override
    public Erased erase(Task task, ErasureGround ground) {
      return new Erased(List.of(), List.of());
    }
  }

  private static final class Nowhere implements RecordPublisher {
    @Override
    public <R extends SpecificRecord> void publish(Topic<R> topic, @Nullable String key, R value) {
      // Nobody listens.
    }
  }
}
