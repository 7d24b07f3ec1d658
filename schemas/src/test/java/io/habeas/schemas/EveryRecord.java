package io.habeas.schemas;

import io.habeas.schemas.avro.state.DirectiveState;
import io.habeas.schemas.avro.state.ExportState;
import io.habeas.schemas.avro.state.RecipientsState;
import io.habeas.schemas.avro.state.RegisterState;
import io.habeas.schemas.avro.state.RequestState;
import io.habeas.schemas.avro.state.RosterState;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/**
 * The schemas of everything that is written anywhere: one per kind of topic, one per kind of stored
 * state.
 */
final class EveryRecord {
  static final List<Topic<?>> TOPICS =
      List.of(
          Topics.INTAKE,
          Topics.IDENTITY,
          Topics.DECISIONS,
          Topics.REQUESTS,
          Topics.RECIPIENTS,
          Topics.ERASURE_EVENTS,
          Topics.ERASURES,
          Topics.EXPORT_EVENTS,
          Topics.EXPORT_PACKAGING,
          Topics.NOTICE_OUTCOMES,
          Topics.ROSTER,
          Topics.STORE_HOLDS,
          Topics.STORE_HOLD_EVENTS,
          Topics.ISSUED_DIRECTIVES,
          Topics.CANARIES,
          Topics.CANARY_OUTCOMES,
          Topics.erasureTasks("p"),
          Topics.exportTasks("p"),
          Topics.replies("p"),
          Topics.declarations("p"),
          Topics.notices("s"),
          Topics.deadLetters("t", "r"));

  static final List<Class<?>> STATES =
      List.of(
          RegisterState.class,
          RecipientsState.class,
          RequestState.class,
          ExportState.class,
          RosterState.class,
          DirectiveState.class);

  private EveryRecord() {}

  static Stream<Schema> ofTopics() {
    return TOPICS.stream().map(topic -> schemaOf(topic.type()));
  }

  static Stream<Schema> ofStates() {
    return STATES.stream().map(EveryRecord::schemaOf);
  }

  private static Schema schemaOf(Class<?> type) {
    return SpecificData.get().getSchema(type);
  }
}
